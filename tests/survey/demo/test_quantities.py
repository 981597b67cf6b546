"""The sample's quantities: such as a place of its size could have, in keeping with each other and with last year's."""

from random import Random

import pytest

from questionnaires.catalogue import Level
from questionnaires.criteria import Quantity
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.loading import load_library
from questionnaires.questionnaire import Question
from survey.demo.quantities import BY_ANOTHER, SamplePlace, make_quantity

CODES = [f"14{Random(n).randint(1000, 9999)}" for n in range(60)]


@pytest.fixture(scope="module")
def asked() -> dict[Level, dict[str, Question]]:
    """Every quantity that the notices ask, by level."""
    library, found = load_library(), dict[Level, dict[str, Question]]()
    for document in library.documents:
        for level in list_levels(library, document):
            questions = build_questionnaire(library, document, level).questions
            found.setdefault(Level(level), {}).update({one.id: one for one in questions if one.is_quantity})
    return found


def test_a_county_has_the_staff_and_the_money_of_a_county(asked: dict[Level, dict[str, Question]]) -> None:
    county = asked[Level.COUNTY]
    for code in CODES:
        place = SamplePlace(code, Level.COUNTY)
        assert 20 <= make_quantity(county["staff-total"], place) <= 80
        assert 40 <= make_quantity(county["drug-budget"], place) <= 400  # 万元


@pytest.mark.parametrize("level", [Level.PROVINCE, Level.CITY, Level.COUNTY])
def test_every_quantity_is_within_its_range_the_same_each_time_and_smaller_before(
    asked: dict[Level, dict[str, Question]], level: Level
) -> None:
    for question in asked[level].values():
        assert isinstance(question.criterion, Quantity) and question.criterion.range
        low, high = question.criterion.range
        for code in CODES[:10]:
            now, before = (make_quantity(question, SamplePlace(code, level, years)) for years in (0, 1))
            assert low <= before <= now <= high
            assert now == make_quantity(question, SamplePlace(code, level))


def test_a_part_is_never_more_than_its_whole(asked: dict[Level, dict[str, Question]]) -> None:
    county = asked[Level.COUNTY]
    parts = {id: other for id, (other, (_, most)) in BY_ANOTHER.items() if most <= 1 and {id, other} <= county.keys()}
    for code in CODES:
        place = SamplePlace(code, Level.COUNTY)
        for part, whole in parts.items():
            assert make_quantity(county[part], place) <= make_quantity(county[whole], place)
