"""What reviewers do in the tests."""

from datetime import timedelta
from typing import Any

from questionnaires.answers import UNANSWERED, Answer
from survey.responses.reviews import decide
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Action, Decision, Role
from survey.storage.tables import Evidence
from tests.machine import TODAY
from tests.people import Respondent

INSTEAD = Answer(False)
SOON = TODAY + timedelta(days=10)


def begin_review(bureau: Respondent) -> None:
    """Everything is answered with full credit, submitted, and taken up by the city."""
    bureau.answer_all()
    bureau.submit()
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))


def attach_to(bureau: Respondent, *questions: str) -> None:
    """Let a file prove each of these questions, each one of its own: full credit on them is not bare any more."""
    file: dict[str, Any] = {"size": 2048, "kind": "pdf", "name": "证明.pdf", "added_by_id": bureau.id}
    with writing(bureau.engine) as session:
        for number, id in enumerate(questions):
            place: dict[str, Any] = {"response_id": bureau.response_id, "question_id": id, "sha256": f"{number:064x}"}
            session.add(Evidence(**file, **place, added_at=now()))


def confirm(bureau: Respondent, *questions: str, role: Role = Role.CITY_REVIEWER) -> None:
    for id in questions:
        decide(bureau.engine, bureau.response_id, id, Decision.CONFIRMED, bureau.find(role))


def set_aside(bureau: Respondent, question: str, role: Role = Role.CITY_REVIEWER, reason: str = "无文件佐证") -> None:
    """Let no count instead of yes."""
    decide(bureau.engine, bureau.response_id, question, Decision.SET_ASIDE, bureau.find(role), INSTEAD, reason)


def mark_returned(bureau: Respondent, question: str, role: Role = Role.CITY_REVIEWER) -> None:
    person = bureau.find(role)
    decide(bureau.engine, bureau.response_id, question, Decision.RETURNED, person, UNANSWERED, "请附文件", SOON)


def find_yes_no(bureau: Respondent) -> list[str]:
    """The questions that are answered yes or no."""
    return [one.id for one in bureau.questionnaire.questions if one.criterion.kind == "yes_no"]


def decide_each_way(bureau: Respondent) -> None:
    """Confirm one question, set one aside, mark one as returned."""
    first, second, third = find_yes_no(bureau)[:3]
    confirm(bureau, first)
    set_aside(bureau, second)
    mark_returned(bureau, third)
