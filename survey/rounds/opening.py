"""Opening a round and changing one that runs: each is one act, and the trail knows it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.catalogue import Library
from questionnaires.messages import Refused
from questionnaires.scheme import Scheme
from survey.rounds.closings import lift_closings
from survey.rounds.planning import Notices, list_tree, share_out
from survey.rounds.rounds import (
    find_by_slug,
    invite_bureaus,
    issue_questionnaire,
    lock_running,
    name_round,
    open_round,
    refuse_title,
)
from survey.storage.database import writing
from survey.storage.tables import Response, Round
from survey.storage.together import Closing
from survey.storage.trail import record, take_turn


class SlugTaken(Exception):
    """There is a round with this short name already."""


class BureauGone(Exception):
    """A bureau that was to be invited has been deleted meanwhile."""


@dataclass(frozen=True)
class RoundPlan:
    """A round that is to be opened; the fields are those of Round.

    `bands` None: those of each notice; `year` None: that of the reference date; `scheme` None: the default one.
    """

    slug: str
    title: str
    as_of: date
    opens_on: date
    closes_on: date
    document: str | None
    nearest: bool
    bands: dict[str, str] | None
    bureau_ids: tuple[int, ...]
    previous_id: int | None = None
    year: int | None = None
    scheme: Scheme | None = None


def open_planned(engine: sa.Engine, library: Library, plan: RoundPlan, time_zone: str, person_id: int) -> str:
    """Open a round as planned: all of it, or nothing; its short name.

    Raises SlugTaken, NothingAsked, BureauGone, SchemeRefused, Refused where its title is taken.
    """
    with writing(engine) as session:
        before = select(Round).where(Round.id == plan.previous_id)
        held = session.exec(before.with_for_update(read=True, key_share=True)).all()  # like every row, before the turn
        if any(one.withdrawn_at is not None for one in held):
            raise Refused("The round that is copied was withdrawn meanwhile; begin with another one.")
        take_turn(session)  # whoever deletes a bureau, or opens the same round, takes turns with this
        if find_by_slug(session, plan.slug) is not None:
            raise SlugTaken(plan.slug)
        refuse_title(session, plan.title)
        round = open_round(
            session,
            plan.slug,
            plan.title,
            plan.as_of,
            plan.opens_on,
            plan.closes_on,
            opens_at=begin_day(plan.opens_on, time_zone),
            year=plan.year,
            scheme=plan.scheme,
        )
        round.document, round.nearest, round.bands = plan.document, plan.nearest, plan.bands
        round.previous_id = plan.previous_id
        session.add(round)
        added = _invite(session, library, round, plan.bureau_ids)
        record(session, person_id, "round.open", name_round(round), None, _say(round) | {"bureaus": len(added)})
        return plan.slug


def add_bureaus(engine: sa.Engine, library: Library, round_id: int, bureau_ids: Iterable[int], person_id: int) -> int:
    """Invite more bureaus to an open round; how many were not in it yet. Closings above them are taken back.

    Raises NothingAsked, BureauGone, Refused where the round is over.
    """
    with writing(engine) as session:
        round = lock_running(session, round_id)
        session.exec(select(Closing.id).where(Closing.round_id == round_id).with_for_update()).all()
        take_turn(session)
        known = set(session.exec(select(Response.bureau_id).where(Response.round_id == round_id)))
        added = _invite(session, library, round, [id for id in bureau_ids if id not in known])
        lifted = sorted({code for response in added for code in lift_closings(session, response)})
        if added:
            names = {"bureaus": [one.bureau.code for one in added], "lifted": lifted}
            record(session, person_id, "round.add", name_round(round), None, names)
        return len(added)


def change_dates(
    engine: sa.Engine, round_id: int, opens_on: date, closes_on: date, reason: str, time_zone: str, person_id: int
) -> None:
    """Move the days between which a round is open; the same days again change nothing. Raises Refused."""
    with writing(engine) as session:
        round = lock_running(session, round_id)
        before = {"opens_on": round.opens_on.isoformat(), "closes_on": round.closes_on.isoformat()}
        if (round.opens_on, round.closes_on) == (opens_on, closes_on):
            return
        if round.opens_on != opens_on:
            round.opens_on, round.opens_at = opens_on, begin_day(opens_on, time_zone)
        round.closes_on = closes_on
        session.add(round)
        after = {"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat(), "reason": reason}
        record(session, person_id, "round.change", name_round(round), before, after)


def begin_day(day: date, time_zone: str) -> datetime:
    """The first moment of a day where the bureaus are."""
    return datetime.combine(day, time(), ZoneInfo(time_zone))


def _invite(session: Session, library: Library, round: Round, bureau_ids: Iterable[int]) -> list[Response]:
    wanted = set(bureau_ids)
    bureaus = [one for one in list_tree(session) if one.id in wanted]
    if len(bureaus) < len(wanted):
        raise BureauGone
    shares = share_out(library, Notices(library, round.document, round.nearest), bureaus)
    added = []
    for share in shares:
        issued = issue_questionnaire(session, round, library, share.notice.id, share.level)
        added += invite_bureaus(session, issued, share.bureaus)
    return added


def _say(round: Round) -> dict[str, object]:
    days = {name: getattr(round, name).isoformat() for name in ("as_of", "opens_on", "closes_on")}
    scheme = None if round.scheme is None else json.loads(round.scheme)
    choices = {"document": round.document, "nearest": round.nearest, "bands": round.bands, "scheme": scheme}
    return {"title": round.title, "year": round.year, **choices, **days}
