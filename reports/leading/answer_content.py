"""What the page of one answer shows, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.answers import read_stored
from questionnaires.criteria import Value
from questionnaires.questionnaire import Question, Section
from questionnaires.scoring import Result
from reports.gap.rows import write_given, write_target
from reports.rounds.common_duties import name_duty
from survey.answering.page_content import say_answer
from survey.evidence.listing import Filed, list_evidence
from survey.responses.assessing import Assessment
from survey.responses.edits import HistoryEntry, list_steps
from survey.responses.reviews import list_history
from survey.storage.states import Decision
from survey.storage.tables import Review


@dataclass(frozen=True)
class ShownAnswer:
    """A question of a bureau with what counts, what the bureau said itself, and all that there is to judge it by.

    `own` says what it gave where reviewers set another answer; `decisions` are all that there ever were, the last
    first, with the answer that each set; `steps` are its answers, the last first, each in words.
    """

    number: str
    question: Question
    section: Section
    clause: str
    duty_id: str
    target: str
    result: Result
    said: str
    own: str
    missing: str
    files: Sequence[Filed]
    decisions: Sequence[tuple[Review, str]]
    steps: Sequence[tuple[HistoryEntry, str]]


def show_answer(session: Session, assessment: Assessment, question_id: str) -> ShownAnswer | None:
    """One answer of an accepted response; None where the bureau is not asked that question."""
    questionnaire, response, card = assessment.questionnaire, assessment.response, assessment.verified
    result = next((one for one in card.results if one.question.id == question_id), None)
    if result is None:
        return None
    question, own = result.question, assessment.answers.get(question_id)
    value: Value = result.answer.value if result.answer else None
    said, own_words = write_given(question, result.answer, str), write_given(question, own, str)
    steps, decided = list_steps(session, response, question), list_history(session, response.id).get(question_id, [])
    return ShownAnswer(
        number=questionnaire.numbers[question_id],
        question=question,
        section=next(one for one in questionnaire.domains if question_id in {each.id for each in one.questions}),
        clause=questionnaire.cite(question),
        duty_id=name_duty(questionnaire, question),
        target=write_target(question, card.as_of),
        result=result,
        said=said,
        own="" if said == own_words else own_words,
        missing=question.criterion.write_missing(value, card.as_of) if result in card.gaps else "",
        files=list_evidence(session, response.id).get(question_id, ()),
        decisions=[(one, _say(assessment, question, one)) for one in decided],
        steps=[(one, say_answer(question, one.answer)) for one in steps],
    )


def _say(assessment: Assessment, question: Question, review: Review) -> str:
    if review.decision is not Decision.SET_ASIDE:
        return ""
    return say_answer(question, read_stored(question, review.content, assessment.card.as_of))


def list_asked_of(assessment: Assessment, question_id: str) -> tuple[Question | None, Question | None]:
    """The questions before and behind one."""
    asked = [one for one in assessment.questionnaire.questions if not one.is_quantity]
    places = [place for place, one in enumerate(asked) if one.id == question_id]
    if not places:
        return None, None
    place = places[0]
    return asked[place - 1] if place else None, asked[place + 1] if place + 1 < len(asked) else None
