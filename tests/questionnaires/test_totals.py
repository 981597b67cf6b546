"""Totals and grades under a scheme: bonus, deductions, vetoes and caps, worked by hand."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import AnswersRefused, read_answers
from questionnaires.applying import apply_scheme
from questionnaires.entry_reading import read_entries
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scheme import Scheme
from questionnaires.scoring import Scorecard, score
from questionnaires.shortest_path import NoPath, explain_no_path, find_shortest_path
from questionnaires.totals import Claim, Entries
from questionnaires.what_if import close_gaps
from tests.questionnaires.naive import AS_OF

ITEMS: dict[str, Any] = {
    "bonus": [
        {"id": "model", "title": "示范单位", "points": Decimal(3)},
        {"id": "lab", "title": "实验室", "points": Decimal("2.5")},
    ],
    "deductions": [
        {"id": "late", "title": "迟报", "points": Decimal("1.5")},
        {"id": "case", "title": "错案", "points": Decimal(4)},
    ],
    "vetoes": [
        {"id": "incident", "title": "重大事故", "grade": "below_standard"},
        {"id": "hidden", "title": "瞒报", "grade": "basic"},
    ],
}
TOTAL = {"grade_of": "total"}
LATE, CASE = {"id": "late", "reason": "通报"}, {"id": "case", "reason": "判决"}
INCIDENT, HIDDEN = {"id": "incident", "reason": "通报"}, {"id": "hidden", "reason": "核查"}


def claim(**points: Any) -> dict[str, Any]:
    return {id: {"claimed": Decimal(str(one)), "reason": "证书"} for id, one in points.items()}


Ask = Callable[..., Questionnaire]
Judge = Callable[..., Scorecard]


@pytest.fixture
def ask(question: Callable[..., Question], questionnaire: Ask) -> Ask:
    """A questionnaire of which `earned` of 100 points are met, the others lost in questions of these weights."""

    def ask(earned: int, *lost: int, critical: bool = False, **fields: Any) -> Questionnaire:
        gaps = [question(f"no{place}", weight=one, critical=critical) for place, one in enumerate(lost)]
        met = [question("yes", weight=earned)] if earned else []
        return apply_scheme(Scheme.model_validate(ITEMS | fields), questionnaire(*met, *gaps))

    return ask


@pytest.fixture
def judge(ask: Ask) -> Judge:
    def judge(asked: Questionnaire, beside: dict[str, Any]) -> Scorecard:
        answers = {one.id: {"value": one.id == "yes"} for one in asked.questions}
        entries = read_entries(asked.scheme, beside)
        return score(asked, read_answers(asked, answers, AS_OF), AS_OF, entries)

    return judge


@pytest.mark.parametrize(
    ("earned", "fields", "beside", "expected"),
    [
        # Nothing entered: the total is the score.
        (80, {}, {}, ("80", "0", "0", "good", "")),
        # Claimed counts until it is verified: 80 + 3 + 2.5 = 85.5, but the cap is 5.
        (80, {}, {"bonus": claim(model=3, lab=2.5)}, ("85", "5", "0", "good", "")),
        (80, {"bonus_cap": Decimal(10)}, {"bonus": claim(model=3, lab=2.5)}, ("85.5", "5.5", "0", "good", "")),
        # Verified, only what is granted counts: 80 + 1.25; nothing, where nothing is.
        (80, {}, {"bonus": claim(model=3), "granted": {"model": Decimal("1.25")}}, ("81.25", "1.25", "0", "good", "")),
        (80, {}, {"bonus": claim(model=3), "granted": {}}, ("80", "0", "0", "good", "")),
        # Three deductions: 80 − 1.5 − 1.5 − 4 = 73; with a cap of 5 it is 75. The grade is that of the score, 80.
        (80, {}, {"deductions": [LATE, LATE, CASE]}, ("73", "0", "7", "good", "")),
        (80, {"deduction_cap": Decimal(5)}, {"deductions": [LATE, LATE, CASE]}, ("75", "0", "5", "good", "")),
        # The grade of the total: 73 is basic, 88 + 3 is excellent, 89 + 3 − 1.5 = 90.5 is so by the bonus alone.
        (80, TOTAL, {"deductions": [LATE, LATE, CASE]}, ("73", "0", "7", "basic", "deduction")),
        (88, TOTAL, {"bonus": claim(model=3)}, ("91", "3", "0", "excellent", "bonus")),
        (89, TOTAL, {"bonus": claim(model=3), "deductions": [LATE]}, ("90.5", "3", "1.5", "excellent", "bonus")),
        # 59 + 3 − 4 = 58: with neither it would be 59; without the deduction 62, without the bonus 55.
        (59, TOTAL, {"bonus": claim(model=3), "deductions": [CASE]}, ("58", "3", "4", "below_standard", "deduction")),
        # Never below 0, never above 100 and the cap: 2 − 4; 100 + 5.
        (2, TOTAL, {"deductions": [CASE]}, ("0", "0", "4", "below_standard", "")),
        (100, TOTAL, {"bonus": claim(model=3, lab=2)}, ("105", "5", "0", "excellent", "")),
        # A veto leaves the grade it names at most; the worst of two holds; one that holds nothing down is no change.
        (95, {}, {"vetoes": [HIDDEN]}, ("95", "0", "0", "basic", "veto")),
        (95, {}, {"vetoes": [HIDDEN, INCIDENT]}, ("95", "0", "0", "below_standard", "veto")),
        (61, {}, {"vetoes": [HIDDEN]}, ("61", "0", "0", "basic", "")),
        # 88 + 3 would be excellent, the veto makes it basic: the bonus has changed nothing.
        (88, TOTAL, {"bonus": claim(model=3), "vetoes": [HIDDEN]}, ("91", "3", "0", "basic", "veto")),
    ],
)
def test_a_total(
    ask: Ask, judge: Judge, earned: int, fields: Any, beside: Any, expected: tuple[str, str, str, str, str]
) -> None:
    card = judge(ask(earned, *([100 - earned] if earned < 100 else []), **fields), beside)
    assert card.total is not None and card.grade is not None and card.score == earned
    points, bonus, deducted, grade, changes = expected
    assert (card.total.points, card.total.bonus, card.total.deducted) == (
        Fraction(points),
        Fraction(bonus),
        Fraction(deducted),
    )
    assert (card.grade.grade, " ".join(card.changed_by)) == (grade, changes)


def test_a_cap_and_a_veto_that_both_hold_the_grade_are_both_named(ask: Ask, judge: Judge) -> None:
    card = judge(ask(95, 5, critical=True), {"vetoes": [HIDDEN, HIDDEN]})
    assert card.grade is not None and card.uncapped_grade is not None and card.total is not None
    assert (card.grade.grade, card.uncapped_grade.grade) == ("below_standard", "excellent")
    assert ([*card.changed_by], [one.id for one in card.total.vetoes]) == (["cap", "veto"], ["hidden"])


def test_an_unfinished_response_has_no_total_but_its_range(ask: Ask) -> None:
    asked = ask(80, 20)
    card = score(asked, {}, AS_OF, read_entries(asked.scheme, {"bonus": claim(model=3)}))
    assert (card.score, card.low, card.high, card.grade) == (None, Fraction(0), Fraction(100), None)
    assert card.total is not None
    assert (card.total.points, card.total.bonus) == (None, Fraction(3))


def test_without_a_scheme_there_is_no_total_and_nothing_can_be_entered(questionnaire: Ask, question: Any) -> None:
    asked = questionnaire(question("a"))
    assert score(asked, {}, AS_OF).total is None
    with pytest.raises(ValueError, match="under a scheme only"):
        score(asked, {}, AS_OF, Entries({"model": Claim(Fraction(1), "证书")}))


@pytest.mark.parametrize(
    ("beside", "refusal"),
    [
        ({"bonus": claim(park=1)}, "bonus.park: The scheme has no such item; there are: model, lab."),
        ({"bonus": claim(model=3.1)}, "bonus.model: At most 3 points can be given here."),
        ({"bonus": claim(model=-1)}, "bonus.model: The number must not be negative."),
        ({"bonus": claim(model="NaN")}, "bonus.model: The number must be finite."),
        ({"bonus": {"model": {"claimed": 1, "reason": " "}}}, "bonus.model: Say why."),
        ({"bonus": {"model": {"claimed": 1}}}, 'bonus.model: Give {"claimed": points, "reason": …}.'),
        ({"bonus": {"model": {"claimed": True, "reason": "证书"}}}, "bonus.model: true is not a number."),
        ({"bonus": []}, "bonus: Fields with their values belong here."),
        ({"granted": {"model": 1}}, "granted.model: Nothing is claimed for this item; only what is claimed"),
        ({"bonus": claim(model=2), "granted": {"model": 3}}, "granted.model: At most 2 points can be given here."),
        ({"deductions": [{"id": "case"}]}, 'deductions.0: Give {"id": …, "reason": …}.'),
        ({"deductions": [LATE, {"id": "x", "reason": "通报"}]}, "deductions.1: The scheme has no such item; there are"),
        ({"deductions": {"late": 1}}, "deductions: A list belongs here."),
        ({"vetoes": [{"id": "late", "reason": "通报"}]}, "vetoes.0: The scheme has no such item"),
        ({"vetoes": [{"id": ["incident"], "reason": "通报"}]}, "vetoes.0: The scheme has no such item"),
        ({"vetoes": [INCIDENT | {"reason": 5}]}, "vetoes.0: Give words, not 5."),
    ],
)
def test_what_the_scheme_does_not_have_is_refused(beside: dict[str, Any], refusal: str) -> None:
    with pytest.raises(AnswersRefused) as refused:
        read_entries(Scheme.model_validate(ITEMS), beside)
    assert str(refused.value).startswith(refusal)


def test_nothing_beside_the_answers_is_read_without_a_scheme() -> None:
    with pytest.raises(AnswersRefused, match=r"^granted: This counts under a scheme only; give one\.; vetoes: "):
        read_entries(None, {"granted": {}, "vetoes": []})


def test_the_path_counts_bonus_and_deductions_where_the_grade_is_of_the_total(ask: Ask, judge: Judge) -> None:
    # 70 + 3 − 1.5 = 71.5; 75 needs 3.5 more: the gap of 23 gives it, that of 4, too, that of 3 not.
    beside = {"bonus": claim(model=3), "deductions": [LATE]}
    asked = ask(70, 3, 4, 23, **TOTAL)
    path = find_shortest_path(asked, judge(asked, beside))
    assert path is not None
    assert ([one.question.id for one in path.steps], path.grade.grade, path.score, path.others) == (
        ["no2"],
        "excellent",  # 70 + 23 + 3 − 1.5 = 94.5
        Fraction(93),
        1,
    )
    # Of the score alone 75 needs 5 more: only the gap of 23 is enough.
    asked = ask(70, 3, 4, 23)
    path = find_shortest_path(asked, judge(asked, beside))
    assert path is not None
    assert (path.grade.grade, path.others) == ("excellent", 0)


@pytest.mark.parametrize(
    ("fields", "beside", "obstacle"),
    [
        ({}, {"vetoes": [INCIDENT]}, NoPath.VETO),
        # Basic by its score of 70 and by the veto: nothing lifts it above.
        ({}, {"vetoes": [HIDDEN]}, NoPath.VETO),
        # 70 − 10 × 4 = 30; with all met 100 − 40 = 60 is basic, exactly.
        (TOTAL, {"deductions": [CASE] * 10}, None),
        # 70 − 10 × 4 − 1.5 = 28.5; with all met 58.5.
        (TOTAL, {"deductions": [CASE] * 10 + [LATE]}, NoPath.DEDUCTIONS),
        # 70 − 18 × 4 = −2, shown as 0; with a bonus of 3, 100 − 72 + 3.
        (TOTAL, {"bonus": claim(model=3), "deductions": [CASE] * 18}, NoPath.DEDUCTIONS),
    ],
)
def test_where_nothing_lifts_the_grade_there_is_no_path_and_it_is_said_why(
    ask: Ask, judge: Judge, fields: Any, beside: Any, obstacle: NoPath | None
) -> None:
    asked = ask(70, 20, 10, **fields)
    card = judge(asked, beside)
    assert explain_no_path(asked, card) == obstacle
    assert (find_shortest_path(asked, card) is None) == (obstacle is not None)


def test_a_veto_bounds_what_the_path_reaches(ask: Ask, judge: Judge) -> None:
    # 50 of 100; the gap of 50 would give excellent, the veto leaves basic.
    asked = ask(50, 50)
    path = find_shortest_path(asked, judge(asked, {"vetoes": [HIDDEN]}))
    assert path is not None
    assert (path.grade.grade, path.score) == ("basic", Fraction(100))


@pytest.mark.parametrize("ids", [(), ("no0",), ("no0", "no1"), ("no0", "no2", "yes", "none")])
@pytest.mark.parametrize("critical", [False, True])
@pytest.mark.parametrize("beside", [{}, {"bonus": claim(model=3), "deductions": [LATE]}, {"vetoes": [HIDDEN]}])
@pytest.mark.parametrize("fields", [{}, TOTAL], ids=["score", "total"])
def test_closing_gaps_gives_what_scoring_gives_for_the_answers_with_them_met(
    ids: tuple[str, ...], critical: bool, beside: dict[str, Any], fields: dict[str, Any], ask: Ask, judge: Judge
) -> None:
    asked = ask(55, 20, 15, 10, critical=critical, **fields)
    card = judge(asked, beside)
    found = close_gaps(asked, card, ids)
    assert found is not None and card.total is not None
    answers = {one.id: {"value": one.id == "yes" or one.id in ids} for one in asked.questions}
    met = score(asked, read_answers(asked, answers, AS_OF), AS_OF, card.total.entries)
    assert (found.score, found.grade, found.uncapped) == (met.score, met.grade, met.uncapped_grade)
    assert (found.total, found.changes) == (met.total, met.changed_by)
    assert [one.question.id for one in found.held_by] == [one.question.id for one in met.capped_by]
    assert [one.question.id for one in found.closed] == [id for id in ("no0", "no1", "no2") if id in ids]


def test_closing_a_gap_worked_by_hand_and_nothing_without_a_score(ask: Ask, judge: Judge) -> None:
    asked = ask(55, 20, 15, 10)
    found = close_gaps(asked, judge(asked, {"deductions": [LATE]}), ["no0"])  # 55 + 20, and 1.5 less in total
    assert found is not None and found.total is not None
    assert (str(found.score), str(found.total.points), found.grade.grade) == ("75", "147/2", "good")
    assert close_gaps(asked, score(asked, {}, AS_OF), ["no0"]) is None
