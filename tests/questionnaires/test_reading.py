"""Questionnaires read from first to last: nothing asked twice, nothing said by rote."""

from difflib import SequenceMatcher
from itertools import combinations

from questionnaires.catalogue import Library
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.questionnaire import Question, Questionnaire

ALIKE = 0.85
YEAR = "考核年度（1月1日至12月31日）"  # where no round says which


def build_all(library: Library) -> list[Questionnaire]:
    return [build_questionnaire(library, id, level) for id in library.documents for level in list_levels(library, id)]


def list_scored(questionnaire: Questionnaire) -> list[Question]:
    return [question for question in questionnaire.questions if question.criterion.scored]


def bare_texts(library: Library, questionnaire: Questionnaire) -> list[str]:
    """The scored questions without the names of place and bureau and the year, which all of them share.

    Quantities are all asked in the same words; what they count is their title.
    """
    names = library.documents[questionnaire.document].levels[questionnaire.level]
    texts = [question.text for question in list_scored(questionnaire)]
    for name in (names.regulator, names.government, names.place, YEAR):
        texts = [text.replace(name, "") for text in texts]
    return texts


def are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def test_no_two_questions_of_a_questionnaire_are_the_same_but_for_a_word(shipped: Library) -> None:
    alike = [
        (questionnaire.document, questionnaire.level, pair)
        for questionnaire in build_all(shipped)
        for pair in combinations(bare_texts(shipped, questionnaire), 2)
        if are_alike(*pair)
    ]
    assert alike == []


def test_no_advice_is_given_twice_in_a_questionnaire(shipped: Library) -> None:
    for questionnaire in build_all(shipped):
        advice = [question.advice for question in list_scored(questionnaire)]
        assert len(set(advice)) == len(advice), questionnaire.document


def test_no_two_quantities_of_a_questionnaire_have_one_title(shipped: Library) -> None:
    for questionnaire in build_all(shipped):
        titles = [question.title for question in questionnaire.questions if not question.criterion.scored]
        assert len(set(titles)) == len(titles), questionnaire.document


def test_a_county_is_asked_at_most_eighty_questions_and_forty_quantities(shipped: Library) -> None:
    for questionnaire in build_all(shipped):
        if questionnaire.level == "county":
            scored = len(list_scored(questionnaire))
            assert scored <= 80 and len(questionnaire.questions) - scored <= 40, questionnaire.document
