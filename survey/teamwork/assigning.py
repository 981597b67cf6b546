"""Questions given to clerks of the bureau: who has what, until when. It helps to plan and locks nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.counting import QuestionCount
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question
from survey.responses.left import list_left
from survey.rounds.issued import applying_questionnaire
from survey.rounds.rounds import lock_response
from survey.storage.columns import is_among, now
from survey.storage.database import writing
from survey.storage.states import WITH_BUREAU, Role
from survey.storage.tables import Person, Response
from survey.storage.together import Assignment
from survey.storage.trail import record


@dataclass(frozen=True)
class Load:
    """What one person has of a response until one day: its questions in the order of the questionnaire, those of them
    that are left, which of them are basic `figures`, and when the last of them was given."""

    person: Person
    due: date | None
    since: datetime
    questions: Sequence[str]
    left: Sequence[str]
    figures: Collection[str] = ()

    def count(self, ids: Collection[str]) -> QuestionCount:
        """How many of these are questions, and how many basic figures."""
        figures = sum(id in self.figures for id in ids)
        return QuestionCount(len(ids) - figures, figures)

    def is_late(self, today: date) -> bool:
        return bool(self.left) and self.due is not None and self.due < today


def list_clerks(session: Session, bureau_id: int) -> list[Person]:
    """Whom of a bureau something can be given to: those who answer."""
    query = select(Person).where(
        Person.bureau_id == bureau_id, Person.role == Role.CLERK, col(Person.is_active).is_(True)
    )
    return list(session.exec(query.order_by(col(Person.id))))


def find_assignments(session: Session, response_id: int) -> dict[str, Assignment]:
    """What is given to whom now, by question, each with its person."""
    query = select(Assignment).where(Assignment.response_id == response_id, col(Assignment.ended_at).is_(None))
    found = session.exec(query.options(joinedload(Assignment.person)))  # type: ignore[arg-type]
    return {one.question_id: one for one in found}


def find_due(session: Session, response_ids: Iterable[int], until: date) -> set[int]:
    """The responses of which something was given whose day is not later than `until`."""
    query = select(Assignment.response_id).where(
        is_among(Assignment.response_id, response_ids), col(Assignment.ended_at).is_(None), col(Assignment.due) <= until
    )
    return set(session.exec(query.distinct()))


def list_loads(session: Session, response: Response) -> list[Load]:
    """Who has what, the nearest day first and those without one last."""
    given = find_assignments(session, response.id)
    return share_out(
        applying_questionnaire(response).questions,
        given,
        list_left(session, response) if given else (),
    )


def share_out(asked: Sequence[Question], given: Mapping[str, Assignment], left: Collection[str]) -> list[Load]:
    """The assignments of the questions that are asked, put together by person and day."""
    loads: dict[tuple[int, date | None], list[str]] = {}
    for id in (one.id for one in asked if one.id in given):
        loads.setdefault((given[id].person_id, given[id].due), []).append(id)
    figures = frozenset(one.id for one in asked if one.is_quantity)
    made = [
        Load(
            given[ids[0]].person,
            due,
            max(given[id].made_at for id in ids),
            ids,
            [id for id in ids if id in left],
            figures,
        )
        for (_person, due), ids in loads.items()
    ]
    return sorted(made, key=lambda one: (one.due is None, one.due or date.max, one.person.id))


def give(
    engine: sa.Engine, response_id: int, questions: Sequence[str], to_id: int | None, due: date | None, by_id: int
) -> list[str]:
    """Give questions to a clerk of the bureau, or (None) take them back; those that changed.

    What is that person's until that day already stays as it is. Raises Refused.
    """
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if response.state not in WITH_BUREAU or response.absent_at is not None:
            raise Refused("The response is not with your bureau now; who answers what is not changed any more.")
        clerks = {one.id: one for one in list_clerks(session, response.bureau_id)}
        if to_id is not None and to_id not in clerks:
            raise Refused("This person is no clerk of your bureau, or not any more. Choose somebody else.")
        stands = find_assignments(session, response_id)
        changed = [id for id in questions if _differs(stands.get(id), to_id, due)]
        for id in changed:
            if id in stands:
                stands[id].ended_at = now()
        session.flush()  # one stands at a time
        if to_id is not None:
            for id in changed:
                session.add(
                    Assignment(
                        response_id=response_id,
                        question_id=id,
                        person_id=to_id,
                        due=due,
                        made_at=now(),
                        made_by_id=by_id,
                    )
                )
        if changed:
            after = {"to": "" if to_id is None else clerks[to_id].name, "due": due, "questions": changed}
            record(session, by_id, "assignment.give", f"response {response_id}", None, after)
        return changed


def _differs(stands: Assignment | None, to_id: int | None, due: date | None) -> bool:
    if stands is None:
        return to_id is not None
    return (stands.person_id, stands.due) != (to_id, due)
