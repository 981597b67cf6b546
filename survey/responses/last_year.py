"""Last year's answers, offered to the bureau that gave them: each to be confirmed by itself, none by default."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from questionnaires.answers import read_answer
from questionnaires.criteria import InvalidAnswer
from questionnaires.questionnaire import Question
from survey.responses.reviews import list_reviews
from survey.responses.saving import UNTOUCHED, Content, Saved, is_answer, list_answers
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import find_before
from survey.storage.states import Decision, Source
from survey.storage.tables import Response

# What must be alike for a figure to mean the same a year later: what is counted, and in which unit.
MEANING = ("kind", "unit", "base_unit", "part", "whole", "count", "base", "baseline", "current", "direction")


def suggest(
    session: Session, response: Response, questions: Iterable[Question], saved: Mapping[str, Saved]
) -> dict[str, dict[str, Any]]:
    """What may be carried forward, by question: where nothing is answered yet, and last year's answer still fits.

    The answer that counted last year, which is the reviewer's where one was set; this year's remark stays.
    """
    last = find_before(session, response)
    if last is None:
        return {}
    asked = open_questionnaire(last.questionnaire).by_id
    given = _list_counted(session, last)
    found = {}
    for question in questions:
        stands, content = saved.get(question.id, UNTOUCHED).content, given.get(question.id)
        if not is_answer(stands) and content is not None and _fits(question, asked.get(question.id), content, response):
            remark = (stands or {}).get("remark") or content.get("remark", "")
            found[question.id] = {**content, "remark": remark}
    return found


def find_source(session: Session, response: Response, question: Question, content: Content) -> Source:
    """CARRIED where a content that is said to be carried forward really is last year's answer."""
    offered = suggest(session, response, [question], {}).get(question.id)
    same = offered is not None and content is not None and {**offered, "remark": ""} == {**content, "remark": ""}
    return Source.CARRIED if same else Source.TYPED


def _list_counted(session: Session, last: Response) -> dict[str, Content]:
    own = {id: one.content for id, one in list_answers(session, last.id).items()}
    instead = {
        id: review.content
        for id, review in list_reviews(session, last.id).items()
        if review.decision is Decision.SET_ASIDE
    }
    return {id: content for id, content in {**own, **instead}.items() if is_answer(content)}


def _fits(question: Question, last: Question | None, content: dict[str, Any], response: Response) -> bool:
    """Whether an answer is one this year, too, and means the same."""
    if last is None or any(
        getattr(question.criterion, name, None) != getattr(last.criterion, name, None) for name in MEANING
    ):
        return False
    try:
        read_answer(question, content, response.round.as_of)
    except InvalidAnswer:
        return False
    return True
