"""A scheme put to a questionnaire: weights, what is critical, and what becomes of assumed levels."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from questionnaires.applying import SchemeRefused, apply_scheme
from questionnaires.catalogue import Library
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scheme import Scheme
from questionnaires.scheme_reading import SCHEMES, read_scheme
from questionnaires.scoring import Scorecard, Verdict
from tests.questionnaires.kinds import STAFF
from tests.questionnaires.naive import AS_OF

Ask = Callable[..., Question]
Gather = Callable[..., Questionnaire]
Judge = Callable[..., Scorecard]
POINTS = {"N01": Decimal(7), "N02": Decimal(3)}
LATE = {"kind": "done_by", "due": "2025-12-31"}


def under(asked: Questionnaire, **fields: Any) -> Questionnaire:
    return apply_scheme(Scheme.model_validate(fields), asked)


def weigh(asked: Questionnaire) -> dict[str, Fraction]:
    return {one.id: Fraction(one.weight) for one in asked.questions}


@pytest.fixture
def asked(question: Ask, questionnaire: Gather) -> Questionnaire:
    """Two domains; b stands on an assumed level and is critical, t is a text."""
    return questionnaire(
        N01=[question("a", weight=2), question("b", levels_basis="assumed", critical=True), question("t", kind="text")],
        N02=[question("c"), question("d", weight="0.5", levels_basis="bracket")],
    )


def test_the_points_of_a_domain_are_shared_out_by_weight_among_what_is_scored(asked: Questionnaire) -> None:
    # 7 points, 2 : 1, the text has none of them and keeps its own; 3 points, 1 : 0.5.
    expected = {"a": Fraction(14, 3), "b": Fraction(7, 3), "t": Fraction(1), "c": Fraction(2), "d": Fraction(1)}
    assert weigh(under(asked, points=POINTS)) == expected


def test_weights_take_the_place_of_the_catalogues_with_points_and_without(asked: Questionnaire) -> None:
    weights = {"a": Decimal(3), "d": Decimal("2.5"), "elsewhere": Decimal(9)}
    assert weigh(under(asked, weights=weights)) == {"a": 3, "b": 1, "t": 1, "c": 1, "d": Fraction(5, 2)}
    # 7 points, 3 : 1; 3 points, 1 : 2.5.
    both = weigh(under(asked, weights=weights, points=POINTS))
    assert (both["a"], both["b"], both["c"]) == (Fraction(21, 4), Fraction(7, 4), Fraction(6, 7))


def test_assumed_levels_that_are_only_shown_are_asked_and_weigh_nothing(asked: Questionnaire, judge: Judge) -> None:
    shown = under(asked, assumed="show", points=POINTS)
    assert weigh(shown)["a"] == 7
    card = judge(shown, {"a": True, "b": False, "c": True, "d": False})
    result = next(one for one in card.results if one.question.id == "b")
    assert (result.verdict, result.lost, result.answer is not None) == (Verdict.NOT_SCORED, Fraction(0), True)
    # 7 + 2 of 10 points; b is answered, is no gap and caps nothing, and progress passes it over.
    assert (card.score, card.capped_by, [one.question.id for one in card.gaps]) == (Fraction(90), (), ["d"])
    assert judge(shown, {"a": True, "c": True, "d": True}).finished


def test_assumed_levels_that_are_left_out_are_not_asked(asked: Questionnaire) -> None:
    left = under(asked, assumed="leave_out", points=POINTS)
    assert [one.id for one in left.questions] == ["a", "t", "c", "d"]
    assert weigh(left)["a"] == 7


def test_a_quantity_is_scored_under_no_scheme_and_asked_alone_where_its_question_is_left_out(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    beside = question("n", **STAFF).model_copy(update={"beside": "b", "levels_basis": None})
    asked = questionnaire(N01=[question("a"), question("b", levels_basis="assumed"), beside])
    for assumed, stands in (("count", "b"), ("show", "b"), ("leave_out", None)):
        scheme = {"points": {"N01": Decimal(6)}, "weights": {"n": Decimal(9)}, "critical": ["n"], "assumed": assumed}
        quantity = under(asked, **scheme).by_id["n"]
        assert (quantity.is_scored, quantity.is_owed, quantity.critical, quantity.beside) == (
            False,
            True,
            False,
            stands,
        )
    # 6 points are all a's; without the number nothing is missing from the score.
    assert judge(under(asked, **scheme), {"a": True}).score == Fraction(100)


def test_a_domain_of_which_nothing_is_asked_is_gone_with_its_facts_and_needs_no_points(
    question: Ask, questionnaire: Gather
) -> None:
    asked = questionnaire(N01=[question("a")], N02=[question("b", levels_basis="assumed", applies_if="makes_vaccines")])
    left = under(asked, assumed="leave_out", points={"N01": Decimal(1)})
    assert ([section.id for section in left.domains], left.facts) == (["N01"], ())
    with pytest.raises(SchemeRefused, match=r"^points\.N02: The questionnaire asks in the domain “领域N02”"):
        under(asked, assumed="show", points={"N01": Decimal(1)})


def test_the_critical_list_takes_the_place_of_the_catalogues(asked: Questionnaire) -> None:
    def list_critical(**fields: Any) -> list[str]:
        return [one.id for one in under(asked, **fields).questions if one.critical]

    assert list_critical() == ["b"]
    assert list_critical(critical=()) == []
    assert list_critical(critical=("c", "elsewhere")) == ["c"]
    assert list_critical(assumed="show") == []


def test_what_does_not_apply_leaves_with_the_weight_it_has_from_the_whole_questionnaire(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    asked = questionnaire(
        N01=[question("a"), question("b", applies_if="has_laboratory")], N02=[question("c"), question("d")]
    )
    bureau = under(asked, points={"N01": Decimal(8), "N02": Decimal(2)}).for_profile({"has_laboratory": False})
    # a keeps 4 of 8 points: 4 of the 6 that are left, and 4 of 5 once d does not apply.
    assert judge(bureau, {"a": True, "c": False, "d": False}).score == Fraction(200, 3)
    assert judge(bureau, {"a": True, "c": False}, ["d"]).score == 80


def test_the_default_scheme_changes_nothing_but_that_there_is_a_total(asked: Questionnaire, judge: Judge) -> None:
    answers = {"a": True, "b": False, "c": False, "d": True}
    before, after = judge(asked, answers), judge(under(asked), answers)
    assert (after.score, after.grade, after.capped_by, after.gaps) == (
        before.score,
        before.grade,
        before.capped_by,
        before.gaps,
    )
    assert after.total is not None and after.total.points == after.score


def test_a_questionnaire_under_a_scheme_reads_back_as_the_same(asked: Questionnaire) -> None:
    chosen = under(asked, points=POINTS, assumed="show", bonus_cap=Decimal("2.50"))
    again = Questionnaire.model_validate_json(chosen.model_dump_json())
    assert (again.content_hash(), weigh(again)) == (chosen.content_hash(), weigh(chosen))
    assert again.scheme == chosen.scheme and not again.by_id["b"].is_scored
    with pytest.raises(ValueError, match="under a scheme already"):
        under(again)


def test_without_a_scheme_its_fields_are_not_in_the_json(asked: Questionnaire) -> None:
    """What was stored before there were schemes keeps its letters and its hash."""
    raw = asked.model_dump(mode="json")
    assert "scheme" not in raw and "scored" not in raw["domains"][0]["questions"][0]


@pytest.mark.parametrize("file", sorted(SCHEMES.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_scheme_that_we_ship_fits_every_notice_and_level(file: Path, shipped: Library) -> None:
    scheme = read_scheme(file, shipped)
    assert scheme.id == file.stem
    for document in shipped.documents:
        for level in list_levels(shipped, document):
            assert apply_scheme(scheme, build_questionnaire(shipped, document, level)).questions


def test_the_hundred_points_are_a_hundred_and_leave_no_domain_out(shipped: Library) -> None:
    scheme = read_scheme(SCHEMES / "hundred.yaml", shipped)
    assert sum(scheme.points.values()) == 100
    assert set(scheme.points) == set(shipped.domains)


def test_a_late_day_is_still_told_where_a_question_is_only_shown(
    question: Ask, questionnaire: Gather, judge: Judge
) -> None:
    shown = under(questionnaire(question("a", levels_basis="assumed", **LATE), question("b")), assumed="show")
    card = judge(shown, {"a": "2026-01-05", "b": True}, as_of=AS_OF)
    assert (card.results[0].verdict, card.results[0].late, card.score) == (Verdict.NOT_SCORED, True, Fraction(100))


def test_the_example_of_the_guide_is_a_scheme(shipped: Library, tmp_path: Path) -> None:
    guide = Path(__file__).parents[2] / "docs" / "scheme.zh-CN.md"
    path = tmp_path / "example.yaml"
    path.write_text(guide.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    asked = build_questionnaire(shipped, "inner-mongolia-2022-26", "county")
    assert apply_scheme(read_scheme(path, shipped), asked).scheme == read_scheme(path, shipped)
