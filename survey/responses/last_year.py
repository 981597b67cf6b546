"""Last year's answers, offered to the bureau that gave them: each to be confirmed by itself, none by default."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlmodel import Session

from questionnaires.answers import Answer, read_answer
from questionnaires.criteria import InvalidAnswer
from questionnaires.questionnaire import Question
from survey.responses.reviews import list_reviews, list_set
from survey.responses.saving import UNTOUCHED, Saved, list_answers
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import find_before
from survey.storage.states import Source
from survey.storage.tables import Response

# What must be alike for a figure to mean the same a year later: what is counted, and in which unit.
MEANING = ("kind", "unit", "base_unit", "part", "whole", "count", "base", "baseline", "current", "direction")


def suggest(
    session: Session, response: Response, questions: Iterable[Question], saved: Mapping[str, Saved]
) -> dict[str, Answer]:
    """What may be carried forward, by question: where nothing is answered yet, and last year's answer still fits.

    The answer that counted last year, which is the reviewer's where one was set, with its remark as it was then.
    """
    return recall(session, response, [one for one in questions if not saved.get(one.id, UNTOUCHED).answer.is_given])


def recall(session: Session, response: Response, questions: Iterable[Question]) -> dict[str, Answer]:
    """Last year's answers to these questions, where they mean the same and could be given this year."""
    last = find_before(session, response)
    if last is None:
        return {}
    asked = open_questionnaire(last.questionnaire).by_id
    given = _list_counted(session, last)
    found = {}
    for question in questions:
        if question.id not in given or not _means_the_same(question, asked[question.id]):
            continue
        try:
            found[question.id] = read_answer(
                question, given[question.id].write(asked[question.id]), response.round.as_of
            )
        except InvalidAnswer:  # nobody could give it this year
            continue
    return found


def keep_answer(last: Answer, stands: Answer) -> Answer:
    """Last year's answer in place of the one that stands, whose remark stays: last year's was said of last year."""
    return replace(last, remark=stands.remark)


def find_source(session: Session, response: Response, question: Question, answer: Answer) -> Source:
    """CARRIED where an answer that is said to be carried forward really is last year's."""
    offered = suggest(session, response, [question], {}).get(question.id)
    return Source.CARRIED if offered is not None and offered.bare == answer.bare else Source.TYPED


def _list_counted(session: Session, last: Response) -> dict[str, Answer]:
    own = {id: one.answer for id, one in list_answers(session, last).items()}
    instead = list_set(open_questionnaire(last.questionnaire), list_reviews(session, last.id), last)
    return {id: answer for id, answer in {**own, **instead}.items() if answer.is_given}


def _means_the_same(question: Question, last: Question) -> bool:
    now, then = question.criterion, last.criterion
    return all(getattr(now, name, None) == getattr(then, name, None) for name in MEANING)
