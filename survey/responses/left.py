"""What somebody still has to go to before a response can be handed in, question by question."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from questionnaires.counting import QuestionCount, count_questions
from questionnaires.questionnaire import Question
from survey.responses.mending import list_mendings, list_unmended
from survey.responses.saving import UNTOUCHED, Saved, list_answers, list_waiting
from survey.rounds.issued import applying_questionnaire
from survey.storage.states import WITH_BUREAU
from survey.storage.tables import Response


def is_open(question: Question, saved: Mapping[str, Saved]) -> bool:
    """Whether nothing is submitted without an answer that is not there yet."""
    return question.is_owed and not saved.get(question.id, UNTOUCHED).answer.is_given


def count_open(asked: Iterable[Question], saved: Mapping[str, Saved]) -> QuestionCount:
    """How many of some questions have no answer yet that is owed."""
    return count_questions(one for one in asked if is_open(one, saved))


def list_left(session: Session, response: Response) -> set[str]:
    """The questions without an answer that is owed, with two of them, or returned and not mended; none where the
    response is not with its bureau."""
    if response.state not in WITH_BUREAU or response.absent_at is not None:
        return set()
    saved, asked = list_answers(session, response), applying_questionnaire(response).questions
    unmended = list_unmended(list_mendings(session, response.id, saved)) if response.submitted_at else {}
    return {one.id for one in asked if is_open(one, saved)} | {*list_waiting(session, response), *unmended}
