"""A bureau that takes part no more: ended, taken up again, or merged into the one that it was made twice of.

Nothing of what it did is lost: its answers, its people and their acts stay where they are found today.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.mending import forget_compared, hold_bureau, list_under_way, refuse_closed, refuse_twin
from survey.bureaus.people import deactivate
from survey.bureaus.places import find_bureau, list_ended, walk_back
from survey.storage.beside import ShelfFile
from survey.storage.columns import now
from survey.storage.offices import EndedBureau
from survey.storage.tables import Bureau, Person, Response
from survey.storage.trail import record


@dataclass(frozen=True)
class Belongings:
    """What goes over to another bureau: people, the bureaus below, and how many files of the shelf."""

    people: list[Person]
    below: list[Bureau]
    files: int


def end_bureau(session: Session, actor_id: int, bureau_id: int, reason: str) -> int:
    """Let a bureau take part no more, and end the accounts of its people; how many those were. Raises Refused."""
    bureau = hold_bureau(session, bureau_id)
    _refuse_ended(session, bureau)
    _refuse_under_way(session, bureau)
    if any(one.id not in list_ended(session) for one in _list_below(session, bureau)):
        raise Refused("There are bureaus below it that take part; end those or move them first.")
    people = [one for one in _list_people(session, bureau) if one.is_active]
    for person in people:
        deactivate(session, actor_id, person.id)
    session.add(EndedBureau(bureau_id=bureau.id, ended_at=now(), ended_by_id=actor_id, reason=reason))
    after = {"reason": reason, "people": [one.login for one in people]}
    record(session, actor_id, "bureau.end", f"bureau {bureau.code}", None, after)
    return len(people)


def restore_bureau(session: Session, actor_id: int, bureau_id: int) -> None:
    """Let a bureau that was ended take part again; accounts that ended with it stay so. Raises Refused."""
    bureau = hold_bureau(session, bureau_id)
    ended = session.get(EndedBureau, bureau.id)
    if ended is None:
        return
    if ended.into_id is not None:
        raise Refused("The bureau was merged into another one; add a new bureau with a code of its own instead.")
    if bureau.parent_id is not None and bureau.parent_id in list_ended(session):
        raise Refused("The bureau above it is ended; take that one up again first.")
    session.delete(ended)
    record(session, actor_id, "bureau.restore", f"bureau {bureau.code}", {"reason": ended.reason}, None)


def find_belongings(session: Session, bureau: Bureau, kept: Bureau) -> Belongings:
    """What would go over to `kept`; files that it has already stay where they are."""
    files = session.exec(select(sa.func.count()).select_from(ShelfFile).where(*_find_files(bureau, kept))).one()
    return Belongings(_list_people(session, bureau), _list_below(session, bureau), files)


def merge_bureau(session: Session, actor_id: int, bureau_id: int, code: str, reason: str) -> Bureau:
    """Put a bureau that was made twice into the one that is kept, by its code: people, bureaus below and files of the
    shelf go there, and what it did in earlier rounds counts as that one's. Raises Refused."""
    bureau = hold_bureau(session, bureau_id)
    kept = find_kept(session, bureau, code)
    moving = find_belongings(session, bureau, kept)
    for below in moving.below:
        refuse_closed(session, below, kept, list_under_way(session, below))
        below.parent_id = kept.id
        session.add(below)
        refuse_twin(session, below)
    for person in moving.people:
        person.bureau_id = kept.id
        session.add(person)
    session.execute(sa.update(ShelfFile).where(*_find_files(bureau, kept)).values(bureau_id=kept.id))
    kept.mailbox = kept.mailbox or bureau.mailbox
    _succeed(session, bureau, kept)
    session.add_all([bureau, kept])
    session.flush()
    for one in (bureau, kept):
        forget_compared(session, one)
    ended = EndedBureau(bureau_id=bureau.id, ended_at=now(), ended_by_id=actor_id, reason=reason, into_id=kept.id)
    session.add(ended)
    people, below_codes = [one.login for one in moving.people], [one.code for one in moving.below]
    after = {"into": kept.code, "people": people, "bureaus": below_codes, "files": moving.files, "reason": reason}
    record(session, actor_id, "bureau.merge", f"bureau {bureau.code}", None, after)
    return kept


def find_kept(session: Session, bureau: Bureau, code: str) -> Bureau:
    """The bureau that is kept, by its code, where another can be merged into it. Raises Refused."""
    kept = find_bureau(session, code)
    if kept is None:
        raise Refused("There is no bureau with the code %(code)s.", code=code or "–")
    if kept.id == bureau.id or kept.level != bureau.level:
        raise Refused("Choose another bureau of the same level.")
    for one in (bureau, kept):
        _refuse_ended(session, one)
    _refuse_under_way(session, bureau)
    return kept


def _succeed(session: Session, bureau: Bureau, kept: Bureau) -> None:
    """What a bureau did in earlier rounds counts from now on as that of the one that is kept, where it can."""
    is_replaced = session.exec(select(Bureau.id).where(Bureau.replaces_id == bureau.id)).first() is not None
    if is_replaced or bureau.id in walk_back(session, kept.id) or kept.id in walk_back(session, bureau.id):
        return
    if kept.replaces_id is None:
        kept.replaces_id = bureau.id
    elif bureau.replaces_id is None and _has_answered(session, bureau):
        bureau.replaces_id, kept.replaces_id = kept.replaces_id, bureau.id


def _has_answered(session: Session, bureau: Bureau) -> bool:
    return session.exec(select(Response.id).where(Response.bureau_id == bureau.id).limit(1)).first() is not None


def _refuse_ended(session: Session, bureau: Bureau) -> None:
    if bureau.id in list_ended(session):
        raise Refused("%(bureau)s is ended already.", bureau=bureau.name)


def _refuse_under_way(session: Session, bureau: Bureau) -> None:
    """Refuse what would leave a response without a bureau that takes part."""
    if list_under_way(session, bureau, below=False):
        raise Refused(
            "%(bureau)s has a response that is neither accepted nor excused. Excuse it or finish it first; of two "
            "bureaus that were made twice keep the one that answers.",
            bureau=bureau.name,
        )


def _list_below(session: Session, bureau: Bureau) -> list[Bureau]:
    return list(session.exec(select(Bureau).where(Bureau.parent_id == bureau.id).order_by(col(Bureau.code))))


def _list_people(session: Session, bureau: Bureau) -> list[Person]:
    return list(session.exec(select(Person).where(Person.bureau_id == bureau.id).order_by(col(Person.login))))


def _find_files(bureau: Bureau, kept: Bureau) -> Iterable[sa.ColumnElement[bool]]:
    there = select(ShelfFile.sha256).where(ShelfFile.bureau_id == kept.id, col(ShelfFile.removed_at).is_(None))
    return (
        col(ShelfFile.bureau_id) == bureau.id,
        col(ShelfFile.removed_at).is_(None),
        col(ShelfFile.sha256).not_in(there),
    )
