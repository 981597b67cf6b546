"""Authors of a draft beside the administrators, who name them: reviewers, who work on it but publish nothing."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.sheets.reading import clean_login
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import NoticeDraft
from survey.storage.states import REVIEWERS, Role
from survey.storage.studio_people import DraftAuthor
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.web.fields import fold_line

CAN_BE_AUTHORS = (*REVIEWERS, Role.ADMINISTRATOR)
MOST_SUGGESTED = 400


def lock_draft(session: Session, draft_id: int) -> NoticeDraft:
    """A draft for a change of who works on it; raises Refused where it was put away meanwhile."""
    row = session.exec(select(NoticeDraft).where(NoticeDraft.id == draft_id).with_for_update()).one()
    if row.ended_at is not None:
        raise Refused("The draft was put away meanwhile.")
    return row


def find_account(session: Session, login: str) -> Person:
    """The person who can sign in with that user name, or is the only one of that name; raises Refused."""
    active = select(Person).where(col(Person.is_active))
    person = session.exec(active.where(Person.login == clean_login(login))).one_or_none()
    if person is None:
        named = session.exec(active.where(Person.name == fold_line(login)).limit(2)).all()
        if len(named) > 1:
            raise Refused("Several people are called %(name)s; give the user name.", name=login[:60])
        person = named[0] if named else None
    if person is None:
        raise Refused("Nobody with an account in use has the user name or the name %(login)s.", login=login[:60])
    return person


def list_possible(session: Session, roles: Iterable[Role]) -> list[Person]:
    """The people of these roles whose accounts are in use, to be suggested."""
    query = select(Person).where(col(Person.is_active), col(Person.role).in_(tuple(roles))).order_by(Person.login)
    return list(session.exec(query.options(joinedload(Person.bureau)).limit(MOST_SUGGESTED)))  # type: ignore[arg-type]


def list_authors(session: Session, draft_id: int) -> list[DraftAuthor]:
    """The authors that a draft has now, the first named first."""
    query = select(DraftAuthor).where(DraftAuthor.draft_id == draft_id, col(DraftAuthor.ended_at).is_(None))
    people = joinedload(DraftAuthor.person), joinedload(DraftAuthor.made_by)  # type: ignore[arg-type]
    return list(session.exec(query.options(*people).order_by(col(DraftAuthor.id))))


def may_work(session: Session, person: Person, draft_id: int) -> bool:
    """Whether somebody works on a draft: administrators on all of them, authors on theirs."""
    if person.role is Role.ADMINISTRATOR:
        return True
    return person.role in CAN_BE_AUTHORS and _find_author(session, draft_id, person.id) is not None


def name_author(engine: sa.Engine, draft_id: int, login: str, by_id: int) -> Person:
    """Name a person as an author; nothing happens where they are one already. Raises Refused."""
    with writing(engine) as session:
        row, person = lock_draft(session, draft_id), find_account(session, login)
        if person.role not in CAN_BE_AUTHORS:
            raise Refused("An author is a reviewer or an administrator; %(name)s is neither.", name=person.name)
        if _find_author(session, row.id, person.id) is None:
            add_author(session, row.id, person, by_id)
        session.expunge(person)
        return person


def add_author(session: Session, draft_id: int, person: Person, by_id: int) -> None:
    """The same in a transaction in which more is written, of somebody who is none yet."""
    session.add(DraftAuthor(draft_id=draft_id, person_id=person.id, made_at=now(), made_by_id=by_id))
    record(session, by_id, "draft.author", f"draft {draft_id}", None, {"person": person.login})


def end_author(engine: sa.Engine, draft_id: int, person_id: int, by_id: int) -> None:
    """Have somebody be no author of a draft any more; nothing happens where they are none."""
    with writing(engine) as session:
        lock_draft(session, draft_id)
        author = _find_author(session, draft_id, person_id)
        if author is not None:
            author.ended_at, author.ended_by_id = now(), by_id
            session.add(author)
            record(session, by_id, "draft.author-end", f"draft {draft_id}", {"person": author.person.login})


def list_authored(session: Session, person: Person) -> list[NoticeDraft]:
    """The drafts of which somebody was named an author, the newest first."""
    if person.role not in CAN_BE_AUTHORS:
        return []
    theirs = select(DraftAuthor.draft_id).where(DraftAuthor.person_id == person.id, col(DraftAuthor.ended_at).is_(None))
    query = select(NoticeDraft).where(col(NoticeDraft.id).in_(theirs), col(NoticeDraft.ended_at).is_(None))
    return list(session.exec(query.order_by(col(NoticeDraft.id).desc())))


def _find_author(session: Session, draft_id: int, person_id: int) -> DraftAuthor | None:
    query = select(DraftAuthor).where(DraftAuthor.draft_id == draft_id, DraftAuthor.person_id == person_id)
    return session.exec(query.where(col(DraftAuthor.ended_at).is_(None))).one_or_none()
