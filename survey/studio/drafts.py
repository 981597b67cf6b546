"""Drafts of notices in the database: begun, read, changed one act at a time, and one act taken back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.drafting.deciding.decided import DecidedClause, DecidedNotice, NoticeFacts
from questionnaires.messages import Refused
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import DraftedClause, DraftEdit, NoticeDraft
from survey.storage.studio_people import ClauseReading
from survey.storage.trail import record
from survey.studio.readings import list_readings
from survey.studio.stored import read_clause, read_facts

MOST_FILE_NAME, MOST_TITLE = 120, 200


class Overtaken(Exception):
    """What somebody else changed since it was shown: who did it, when, and by which act; nothing where none is kept."""

    def __init__(self, edit: DraftEdit | None) -> None:
        super().__init__()
        self.name = edit.made_by.name if edit else ""
        self.at = edit.made_at if edit else None
        self.act = edit.act if edit else ""


@dataclass(frozen=True)
class OpenDraft:
    """A draft with all of its clauses: their rows, what stands in them, and who was asked to read them."""

    row: NoticeDraft
    rows: tuple[DraftedClause, ...]
    notice: DecidedNotice
    readings: tuple[ClauseReading, ...]

    @property
    def facts(self) -> NoticeFacts:
        return self.notice.facts

    def list_readings(self, number: int) -> tuple[ClauseReading, ...]:
        """Who was asked to read a clause, and what they said of it."""
        return tuple(one for one in self.readings if one.clause_id == self.rows[number - 1].id)


def begin_draft(engine: sa.Engine, notice: DecidedNotice, file_name: str, person_id: int) -> int:
    """Keep a drafted notice; its id."""
    with writing(engine) as session:
        return add_draft(session, notice, file_name, person_id)


def add_draft(session: Session, notice: DecidedNotice, file_name: str, person_id: int) -> int:
    """The same in a transaction in which more is written."""
    row = NoticeDraft(
        file_name=file_name[-MOST_FILE_NAME:],
        title=notice.facts.title[:MOST_TITLE],
        facts=notice.facts.model_dump_json(),
        made_at=now(),
        made_by_id=person_id,
    )
    session.add(row)
    session.flush()
    for number, clause in enumerate(notice.clauses, 1):
        session.add(DraftedClause(draft_id=row.id, number=number, content=clause.model_dump_json()))
    told = {"title": row.title, "file": row.file_name, "clauses": len(notice.clauses)}
    record(session, person_id, "draft.begin", name_draft(row), None, told)
    return row.id


def name_draft(row: NoticeDraft) -> str:
    """How the trail names a draft."""
    return f"draft {row.id}"


def list_drafts(session: Session) -> list[NoticeDraft]:
    """The drafts that are not put away, the newest first."""
    query = select(NoticeDraft).where(col(NoticeDraft.ended_at).is_(None)).order_by(col(NoticeDraft.id).desc())
    return list(session.exec(query))


def find_draft(session: Session, id: int) -> OpenDraft | None:
    """A draft with its clauses; None where there is none, or it is put away."""
    row = session.get(NoticeDraft, id)
    if row is None or row.ended_at is not None:
        return None
    query = select(DraftedClause).where(DraftedClause.draft_id == id).order_by(col(DraftedClause.number))
    rows = tuple(session.exec(query))
    clauses = tuple(read_clause(one.content) for one in rows)
    notice = DecidedNotice(facts=read_facts(row.facts), clauses=clauses)
    return OpenDraft(row, rows, notice, tuple(list_readings(session, id)))


def find_bodies(session: Session, document: str) -> dict[str, str]:
    """The texts of the clauses of a published notice, by path: from the newest draft that was published as it."""
    query = select(NoticeDraft.id).where(NoticeDraft.document == document).order_by(col(NoticeDraft.id).desc())
    rows = select(DraftedClause.content).where(DraftedClause.draft_id == session.exec(query).first())
    clauses = [read_clause(one) for one in session.exec(rows)]
    return {one.path: one.body for one in clauses if not one.is_anchored}


def change_clause(
    engine: sa.Engine,
    clause_id: int,
    version: int,
    act: str,
    person_id: int,
    change: Callable[[DecidedClause], DecidedClause],
) -> None:
    """Do one act on a clause as it was shown at a version. Raises Overtaken, and Refused as the act does."""
    with writing(engine) as session:
        row = session.exec(select(DraftedClause).where(DraftedClause.id == clause_id).with_for_update()).one()
        if row.version != version:
            raise Overtaken(_find_last(session, row.draft_id, row.id))
        before = read_clause(row.content)
        after = change(before)
        if after == before:
            return
        _keep(session, row.draft_id, row.id, act, row.content, row.version, person_id)
        row.content, row.version = after.model_dump_json(), row.version + 1
        session.add(row)
        _note(session, row.draft_id, person_id, f"clause {before.path}", act)


def change_facts(
    engine: sa.Engine, draft_id: int, version: int, person_id: int, change: Callable[[NoticeFacts], NoticeFacts]
) -> None:
    """Change the head as it was shown at a version. Raises Overtaken."""
    with writing(engine) as session:
        row = session.exec(select(NoticeDraft).where(NoticeDraft.id == draft_id).with_for_update()).one()
        if row.version != version:
            raise Overtaken(_find_last(session, row.id, None))
        before = read_facts(row.facts)
        after = change(before)
        if after == before:
            return
        _keep(session, row.id, None, "head", row.facts, row.version, person_id)
        row.facts, row.version, row.title = after.model_dump_json(), row.version + 1, after.title[:MOST_TITLE]
        session.add(row)
        _note(session, row.id, person_id, "head", "head")


def undo_clause(engine: sa.Engine, clause_id: int, version: int, person_id: int) -> None:
    """Take the last act on a clause back that was not taken back yet. Raises Overtaken, Refused."""
    with writing(engine) as session:
        row = session.exec(select(DraftedClause).where(DraftedClause.id == clause_id).with_for_update()).one()
        if row.version != version:
            raise Overtaken(_find_last(session, row.draft_id, row.id))
        last = find_undoable(session, clause_id)
        if last is None:
            raise Refused("There is nothing to take back here.")
        _keep(session, row.draft_id, row.id, "undo", row.content, row.version, person_id, undoes_id=last.id)
        row.content, row.version = last.before, row.version + 1
        session.add(row)
        path = read_clause(last.before).path
        _note(session, row.draft_id, person_id, f"clause {path}", "undo")


def find_undoable(session: Session, clause_id: int) -> DraftEdit | None:
    """The last act on a clause that was not taken back, and takes none back itself."""
    undone = select(DraftEdit.undoes_id).where(col(DraftEdit.undoes_id).is_not(None), DraftEdit.clause_id == clause_id)
    query = select(DraftEdit).where(
        DraftEdit.clause_id == clause_id, col(DraftEdit.undoes_id).is_(None), col(DraftEdit.id).not_in(undone)
    )
    return session.exec(query.order_by(col(DraftEdit.id).desc())).first()


def put_away(engine: sa.Engine, draft_id: int, person_id: int) -> None:
    """Have a draft not be listed any more; nothing of it is deleted."""
    with writing(engine) as session:
        row = session.exec(select(NoticeDraft).where(NoticeDraft.id == draft_id).with_for_update()).one()
        if row.ended_at is None:
            row.ended_at = now()
            session.add(row)
            record(session, person_id, "draft.end", name_draft(row), None, {"title": row.title})


def _find_last(session: Session, draft_id: int, clause_id: int | None) -> DraftEdit | None:
    query = select(DraftEdit).where(DraftEdit.draft_id == draft_id, DraftEdit.clause_id == clause_id)
    return session.exec(query.order_by(col(DraftEdit.id).desc())).first()


def _keep(
    session: Session,
    draft_id: int,
    clause_id: int | None,
    act: str,
    before: str,
    version: int,
    person_id: int,
    undoes_id: int | None = None,
) -> None:
    session.add(
        DraftEdit(
            draft_id=draft_id,
            clause_id=clause_id,
            act=act,
            before=before,
            version_before=version,
            made_at=now(),
            made_by_id=person_id,
            undoes_id=undoes_id,
        )
    )


def _note(session: Session, draft_id: int, person_id: int, place: str, act: str) -> None:
    told: dict[str, Any] = {"place": place, "act": act}
    record(session, person_id, "draft.change", f"draft {draft_id}", None, told)


def mark_published(session: Session, draft_id: int, document: str) -> None:
    """Say what a draft was published as, in the transaction that publishes it."""
    row = session.get_one(NoticeDraft, draft_id)
    row.document = document
    session.add(row)
