"""What is told to whoever opens an address of where they worked before: that they were moved, and where they go on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session, col, select

from survey.bureaus.places import find_bureau, walk_up
from survey.storage.offices import EndedBureau
from survey.storage.records import TrailEntry
from survey.storage.states import OF_A_BUREAU, Role
from survey.storage.tables import Bureau, Person, Response, Round
from survey.web.access import current_person, get_session
from survey.web.languages import local_time, show_day
from survey.web.words import ROLES

MOVE = "account.move"
ABOUT = re.compile(r"/(?:responses/(?P<response>[0-9]{1,9})|bureaus/(?P<code>[0-9A-Za-z]{1,12}))(?:/|$)")
OF_ROUND = re.compile(r"/rounds/([0-9a-z-]{1,40})(?:/|$)")


@dataclass(frozen=True)
class Departure:
    """Where somebody worked until when, and in which role."""

    code: str
    bureau: str
    role: Role
    at: datetime


def find_departures(session: Session, person: Person) -> list[Departure]:
    """Where a person was moved from, as the trail has it, the last first."""
    theirs = TrailEntry.act == MOVE, TrailEntry.subject == f"person {person.id}"
    lines = session.exec(select(TrailEntry).where(*theirs).order_by(col(TrailEntry.number).desc()))
    return [_read_departure(session, line) for line in lines]


def _read_departure(session: Session, line: TrailEntry) -> Departure:
    before = json.loads(line.change)["before"]
    code = before["bureau_code"]
    bureau = find_bureau(session, code)
    return Departure(code, bureau.name if bureau else code, Role(before["role"]), line.at)


def find_merged(session: Session, person: Person, asked: Bureau) -> datetime | None:
    """When a bureau was merged into that of a person; None: it never was."""
    query = select(EndedBureau.ended_at).where(EndedBureau.bureau_id == asked.id)
    return session.exec(query.where(EndedBureau.into_id == person.bureau_id)).first()


def find_asked(session: Session, path: str) -> Bureau | None:
    """The bureau that an address is about: its page, or one of its response; None where it names none."""
    found = ABOUT.match(path)
    if found is None:
        return None
    if found["code"] is not None:
        return find_bureau(session, found["code"])
    response = session.get(Response, int(found["response"]))
    return None if response is None else response.bureau


def was_open(session: Session, left: Departure, path: str, asked: Bureau | None) -> bool:
    """Whether an address was somebody's at the place that they left: of the bureau itself, or for whoever looked after
    those below it of one of these, and of a round."""
    if left.role in OF_A_BUREAU:
        return asked is not None and asked.code == left.code
    if asked is not None:
        return left.code in {one.code for one in (asked, *walk_up(asked))}
    slug = OF_ROUND.match(path)
    return slug is not None and session.exec(select(Round.id).where(Round.slug == slug[1])).first() is not None


def say_moved() -> Iterator[str]:
    """Why the address that is asked for leads nowhere by now, where it did before for whoever is signed in."""
    if not current_user.is_authenticated:
        return
    session, person = get_session(), current_person()
    asked = find_asked(session, request.path)
    for left in find_departures(session, person):
        if was_open(session, left, request.path, asked):
            yield _tell_departure(left, person)
            return
    if asked is not None and person.bureau is not None and (at := find_merged(session, person, asked)) is not None:
        yield _(
            "%(before)s was merged into %(bureau)s on %(day)s; its addresses of before are not used any more.",
            before=asked.name,
            bureau=person.bureau.name,
            day=show_day(local_time(at).date()),
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
