"""What there still is to do on a form, question by question: what is chosen, what is searched, and where to go on."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from questionnaires.criteria import make_fraction
from questionnaires.questionnaire import Question, Questionnaire, Section
from questionnaires.tallying import choose_judge
from survey.evidence.listing import Filed
from survey.responses.left import is_open
from survey.responses.saving import UNTOUCHED, Saved


class Only(StrEnum):
    """Which questions are shown, as an address says it."""

    UNANSWERED = "unanswered"
    BARE = "bare"
    RETURNED = "returned"
    DOUBTFUL = "doubtful"
    MINE = "mine"


ToDo = Mapping[Only, Sequence[str]]


def list_to_do(
    questionnaire: Questionnaire,
    saved: Mapping[str, Saved],
    doubtful: Collection[str],
    unmended: Collection[str],
    files: Mapping[str, Sequence[Filed]],
    as_of: date,
    mine: Collection[str] = (),
) -> ToDo:
    """The questions of each choice, in the order of the questionnaire: those that are owed and have no answer, claims
    without evidence, those that came back, from above or from the head, and had nothing done about them, those with two
    answers or with a reason to look at them to which nothing was said, those that were given to who looks (`mine`),
    answered or not."""
    asked = questionnaire.questions
    return {
        Only.UNANSWERED: [one.id for one in asked if is_open(one, saved)],
        Only.BARE: [one.id for one in asked if one.evidence and not files.get(one.id) and _is_met(one, saved, as_of)],
        Only.RETURNED: [one.id for one in asked if one.id in unmended],
        Only.DOUBTFUL: [one.id for one in asked if one.id in doubtful],
        Only.MINE: [one.id for one in asked if one.id in mine],
    }


def _is_met(question: Question, saved: Mapping[str, Saved], as_of: date) -> bool:
    """Whether an answer claims the whole of what is asked."""
    answer, judge = saved.get(question.id, UNTOUCHED).answer, choose_judge(question, as_of)
    if judge is None or not answer.is_given or answer.not_applicable is not None or answer.refused is not None:
        return False
    return make_fraction(judge(answer.value)) == 1


def find_next(questionnaire: Questionnaire, ids: Collection[str], after: str = "") -> Question | None:
    """The next of some questions behind the one named, or from the top again; None where there is none."""
    asked = questionnaire.questions
    start = questionnaire.places.get(after, -1) + 1
    return next((one for one in (*asked[start:], *asked[:start]) if one.id in ids), None)


def choose_sections(questionnaire: Questionnaire, ids: Collection[str] | None, words: str) -> list[Section]:
    """The domains with those of their questions that are among `ids` (None: all) and have all the words."""
    wanted = _fold(words).split()

    def is_chosen(question: Question) -> bool:
        said = (question.text, question.title, question.heading, question.duty, question.help or "")
        text, number = _fold(" ".join((*said, questionnaire.cite(question)))), questionnaire.numbers[question.id]
        is_found = all(word in text or word == number for word in wanted)
        return is_found and (ids is None or question.id in ids)

    sections = (
        section.model_copy(update={"questions": tuple(filter(is_chosen, section.questions))})
        for section in questionnaire.domains
    )
    return [section for section in sections if section.questions]


def find_section(questionnaire: Questionnaire, question_id: str) -> Section:
    """The domain of a question that is asked."""
    return next(one for one in questionnaire.domains if question_id in {question.id for question in one.questions})


def _fold(words: str) -> str:
    """Words without differences of width and case."""
    return unicodedata.normalize("NFKC", words).lower()
