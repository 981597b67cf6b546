"""What is told to whoever opens an address of where they worked before: that they were moved, and where they go on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session, col, select

from survey.bureaus.places import find_bureau
from survey.storage.offices import EndedBureau
from survey.storage.records import TrailEntry
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person
from survey.web.access import current_person, get_session
from survey.web.languages import local_time, show_day
from survey.web.words import ROLES

MOVE = "account.move"


@dataclass(frozen=True)
class Departure:
    """Where somebody worked until when, and in which role."""

    bureau: str
    role: Role
    at: datetime


def find_departure(session: Session, person: Person) -> Departure | None:
    """Where a person was moved from, last, as the trail has it; None: they never were."""
    theirs = TrailEntry.act == MOVE, TrailEntry.subject == f"person {person.id}"
    line = session.exec(select(TrailEntry).where(*theirs).order_by(col(TrailEntry.number).desc()).limit(1)).first()
    if line is None:
        return None
    before = json.loads(line.change)["before"]
    bureau = find_bureau(session, before["bureau_code"])
    return Departure(bureau.name if bureau else before["bureau_code"], Role(before["role"]), line.at)


def find_merged(session: Session, person: Person) -> tuple[str, datetime] | None:
    """Of the bureaus that were merged into that of a person the last one, and when; None: none was."""
    if person.bureau_id is None:
        return None
    query = select(Bureau.name, EndedBureau.ended_at).join(EndedBureau, col(EndedBureau.bureau_id) == Bureau.id)
    last = query.where(EndedBureau.into_id == person.bureau_id).order_by(col(EndedBureau.ended_at).desc()).limit(1)
    found = session.exec(last).first()
    return None if found is None else (found[0], found[1])


def say_moved() -> Iterator[str]:
    """Why an address may lead nowhere by now for whoever is signed in, a sentence for each reason that is known."""
    if not current_user.is_authenticated:
        return
    session, person = get_session(), current_person()
    if (left := find_departure(session, person)) is not None:
        yield _tell_departure(left, person)
    if (merged := find_merged(session, person)) is not None and person.bureau is not None:
        yield _(
            "%(before)s was merged into %(bureau)s on %(day)s; its addresses of before are not used any more.",
            before=merged[0],
            bureau=person.bureau.name,
            day=show_day(local_time(merged[1]).date()),
        )


def _tell_departure(left: Departure, person: Person) -> str:
    return str(
        _(
            "You have worked at %(bureau)s as %(role)s since %(day)s. What you did before, at %(before)s as "
            "%(earlier)s, stays on record, and its addresses are not open to you any more; ask your colleagues there "
            "about it.",
            bureau=person.bureau.name if person.bureau else "–",
            role=ROLES[person.role],
            day=show_day(local_time(left.at).date()),
            before=left.bureau,
            earlier=ROLES[left.role],
        )
    )
