"""Fresh eyes on a draft: a person is asked to read clauses of it, says of each that there is no objection or what to
remark, and an author answers each remark with a word. Until then it is open, and nothing is published."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, or_, select

from questionnaires.messages import Refused
from survey.storage.columns import is_among, now
from survey.storage.database import writing
from survey.storage.records import DraftedClause, NoticeDraft
from survey.storage.studio_people import ClauseReading
from survey.storage.tables import MOST_REASON, Person
from survey.storage.trail import record
from survey.studio.authors import find_account, lock_draft

# What was taken back before it was read was not asked.
IS_ASKED = or_(col(ClauseReading.ended_at).is_(None), col(ClauseReading.read_at).is_not(None))
STANDS = col(ClauseReading.ended_at).is_(None)


@dataclass(frozen=True)
class ReadingTask:
    """A draft of which somebody is to read clauses still, and how many."""

    draft: NoticeDraft
    count: int


def list_readings(session: Session, draft_id: int, reader_id: int | None = None) -> list[ClauseReading]:
    """The readings that were asked for of a draft, of all or of one person, in the order in which they were asked."""
    query = select(ClauseReading).where(ClauseReading.draft_id == draft_id, IS_ASKED)
    if reader_id is not None:
        query = query.where(ClauseReading.reader_id == reader_id)
    people = (ClauseReading.reader, ClauseReading.asked_by, ClauseReading.ended_by)
    loaded = [joinedload(one) for one in people]  # type: ignore[arg-type]
    return list(session.exec(query.options(*loaded).order_by(col(ClauseReading.id))))


def list_tasks(session: Session, person_id: int) -> list[ReadingTask]:
    """What somebody is to read still, by draft."""
    query = select(ClauseReading.draft_id, sa.func.count(col(ClauseReading.id))).where(
        ClauseReading.reader_id == person_id, STANDS, col(ClauseReading.read_at).is_(None)
    )
    counts = dict(session.exec(query.group_by(col(ClauseReading.draft_id))).all())
    if not counts:
        return []
    drafts = select(NoticeDraft).where(is_among(NoticeDraft.id, counts), col(NoticeDraft.ended_at).is_(None))
    return [ReadingTask(one, counts[one.id]) for one in session.exec(drafts.order_by(col(NoticeDraft.id)))]


def ask_reader(engine: sa.Engine, draft_id: int, login: str, numbers: Collection[int], by_id: int) -> int:
    """Ask a person to read clauses of a draft by their numbers; how many are new to them. Raises Refused."""
    with writing(engine) as session:
        lock_draft(session, draft_id)
        person = find_account(session, login)
        query = select(DraftedClause).where(DraftedClause.draft_id == draft_id).order_by(col(DraftedClause.number))
        wanted = [one for one in session.exec(query) if one.number in numbers]
        if not wanted:
            raise Refused("Choose the clauses that are to be read.")
        standing = select(ClauseReading.clause_id).where(ClauseReading.reader_id == person.id, STANDS)
        has = set(session.exec(standing.where(ClauseReading.draft_id == draft_id)))
        new = [one for one in wanted if one.id not in has]
        for one in new:
            session.add(
                ClauseReading(
                    draft_id=draft_id, clause_id=one.id, reader_id=person.id, asked_at=now(), asked_by_id=by_id
                )
            )
        if new:
            told = {"person": person.login, "clauses": [one.number for one in new]}
            record(session, by_id, "reading.ask", f"draft {draft_id}", None, told)
        return len(new)


def withdraw_reader(engine: sa.Engine, draft_id: int, reader_id: int, by_id: int) -> None:
    """Ask somebody no more for what they have not read yet."""
    with writing(engine) as session:
        lock_draft(session, draft_id)
        query = select(ClauseReading).where(ClauseReading.draft_id == draft_id, ClauseReading.reader_id == reader_id)
        waiting = session.exec(query.where(STANDS, col(ClauseReading.read_at).is_(None))).all()
        for one in waiting:
            one.ended_at, one.ended_by_id = now(), by_id
            session.add(one)
        if waiting:
            told = {"person": waiting[0].reader.login, "count": len(waiting)}
            record(session, by_id, "reading.end", f"draft {draft_id}", told)


def keep_reading(engine: sa.Engine, draft_id: int, reading_id: int, version: int, remark: str) -> None:
    """Keep what the reader says of a clause as it was shown at a version; no remark: no objection. Raises Refused."""
    if len(remark) > MOST_REASON:
        raise Refused("Write at most %(most)s characters.", most=MOST_REASON)
    with writing(engine) as session:
        lock_draft(session, draft_id)
        row = session.exec(select(ClauseReading).where(ClauseReading.id == reading_id).with_for_update()).one()
        if row.read_at is not None and row.remark == remark:
            return  # the same form once more
        if not row.is_waiting:
            raise Refused("You have read this clause already, or you are not asked any more.")
        clause = session.get_one(DraftedClause, row.clause_id)
        if clause.version != version:
            raise Refused("The clause was changed meanwhile; read it again. What you wrote is still in the field.")
        row.read_at, row.version_read, row.remark = now(), version, remark
        if not remark:
            row.ended_at, row.ended_by_id = row.read_at, row.reader_id
        session.add(row)
        told = {"clause": clause.number, "remark": remark}
        record(session, row.reader_id, "reading.keep", f"draft {draft_id}", None, told)


def answer_remark(engine: sa.Engine, draft_id: int, reading_id: int, answer: str, by_id: int) -> None:
    """Settle a remark with a word. Raises Refused where there is none that is open."""
    if not 0 < len(answer) <= MOST_REASON:
        raise Refused("Say in a word what was done about the remark, in %(most)s characters at most.", most=MOST_REASON)
    with writing(engine) as session:
        lock_draft(session, draft_id)
        query = select(ClauseReading).where(ClauseReading.id == reading_id, ClauseReading.draft_id == draft_id)
        row = session.exec(query.with_for_update()).one()
        if not row.is_open:
            raise Refused("This remark is settled already.")
        row.answer, row.ended_at, row.ended_by_id = answer, now(), by_id
        session.add(row)
        number = session.get_one(DraftedClause, row.clause_id).number
        told = {"clause": number, "reader": row.reader.login, "answer": answer}
        record(session, by_id, "reading.answer", f"draft {draft_id}", None, told)


def refuse_open(session: Session, draft_id: int) -> None:
    """Raises Refused where a remark on a draft is open still; asked in the transaction that publishes it."""
    lock_draft(session, draft_id)
    query = select(ClauseReading.id).where(ClauseReading.draft_id == draft_id, STANDS, col(ClauseReading.remark) != "")
    if session.exec(query).first() is not None:
        raise Refused("A remark of a reader is open; answer it first.")


def group_by_person(readings: Collection[ClauseReading]) -> dict[int, tuple[Person, list[ClauseReading]]]:
    """Readings with whom they were asked of."""
    found: dict[int, tuple[Person, list[ClauseReading]]] = {}
    for one in readings:
        found.setdefault(one.reader_id, (one.reader, []))[1].append(one)
    return found
