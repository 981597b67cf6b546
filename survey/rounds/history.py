"""What was done with a round, read from the trail for the administrator's page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from survey.rounds.rounds import name_round
from survey.storage.records import TrailEntry
from survey.storage.tables import Bureau, Person, Round
from survey.web.act_words import say_act

ACTS = (
    *("round.open", "round.add", "round.change", "round.move", "round.compare", "round.close", "round.lift"),
    *("round.rename", "round.withdraw", "round.archive", "round.unarchive"),
)


@dataclass(frozen=True)
class RoundAct:
    """One act in words."""

    at: datetime
    name: str
    act: str
    details: str


def list_steps(session: Session, round: Round) -> list[RoundAct]:
    """Everything that was done with a round as a whole, newest first."""
    query = (
        select(TrailEntry, Person.name)
        .join(Person, col(Person.id) == TrailEntry.person_id)
        .where(col(TrailEntry.act).in_(ACTS), TrailEntry.subject == name_round(round))
        .order_by(col(TrailEntry.number).desc())
    )
    return [
        RoundAct(entry.at, name, say_act(entry.act), _describe(session, entry.act, json.loads(entry.change)))
        for entry, name in session.exec(query)
    ]


def _describe(session: Session, act: str, change: Mapping[str, Any]) -> str:
    """The days that moved and why; how many bureaus; otherwise the bureaus by name, by the code of then where it was
    mended since."""
    before, after = change.get("before") or {}, change.get("after") or {}
    if act == "round.change":
        days = [f"{before[name]} → {after[name]}" for name in before if before[name] != after[name]]
        return str(_("%(days)s: %(reason)s", days=", ".join(days), reason=after["reason"]))
    if act == "round.move":
        versions = [f"{name} {version} → {after[name]}" for name, version in before.items()]
        return str(_("%(days)s: %(reason)s", days=", ".join(versions), reason=after["reason"]))
    if act == "round.rename":
        return f"{before} → {after}"
    if act == "round.withdraw":
        return str(after["reason"])
    if act in ("round.archive", "round.unarchive"):
        return ""
    if act == "round.compare":
        return " → ".join(one["with"] if one else "–" for one in (before, after))
    if act == "round.open":
        return str(_("bureaus: %(bureaus)s", bureaus=after["bureaus"]))
    codes = after["bureaus"] if act == "round.add" else [after] if act == "round.close" else before
    names = dict(session.exec(select(Bureau.code, Bureau.name).where(col(Bureau.code).in_(codes))).all())
    return "、".join(names.get(code, code) for code in sorted(codes))
