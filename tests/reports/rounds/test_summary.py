"""Many bureaus summed up: every figure here is worked by hand, and nobody who is not in counts as 0."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.outcomes import Outcome
from reports.rounds.content import Member, RoundReport
from reports.rounds.report import build_round_report
from reports.rounds.rows import (
    MOST_BUREAUS,
    list_change_rows,
    list_claim_rows,
    list_members,
    list_shared,
    pick_weakest,
)
from reports.rounds.summary import add_attendance, count_attendance, describe, list_places, sum_group, sum_groups
from reports.rounds.words import write_claims, write_cut, write_figures, write_focus
from tests.reports.samples import AS_OF, make_questionnaire

ASKED = make_questionnaire()
KEY = ("sample", "county")
NORTH, SOUTH = ("110100", "北市市场监督管理局"), ("110200", "南市市场监督管理局")


def member(code: str, score: int | None = None, place: tuple[str, str] = NORTH, **more: Any) -> Member:
    """A county; with a score, one that has submitted and answered two questions."""
    credits = more.pop("credits", {"committee": Fraction(1), "training": Fraction(1, 2)})
    grade = more.pop("grade", "良好")
    domains = {"N08": Fraction(score), "N12": Fraction(100)} if score is not None else {}
    outcome = Outcome(Fraction(score), grade, domains, credits) if score is not None else None
    state = more.pop("state", "已提交" if outcome else "填报中")
    own = more.pop("own", outcome.score if outcome else None)
    return Member(code, f"{code}县市场监督管理局", place, True, KEY, state, outcome=outcome, own=own, **more)


@pytest.mark.usefixtures("small_groups")
def test_nobody_who_is_not_in_counts_in_a_mean() -> None:
    group = sum_group(
        ASKED, [member("1", 60), member("2", 91), member("3"), member("4", state="免报", is_excused=True)]
    )
    assert group.figures is not None
    assert [group.figures.count, group.figures.mean, group.figures.low] == [2, Fraction(151, 2), 60]
    assert "应填报3个单位，按自评得分计入统计2个" in write_figures(group, False)


def test_a_group_of_whom_nobody_is_in_has_no_figures() -> None:
    group = sum_group(ASKED, [member("1"), member("2")])
    assert (group.figures, group.domains, group.gaps) == (None, {}, [])
    assert {row.own for row in list_members(group)} == {"—"}


@pytest.mark.usefixtures("small_groups")
def test_quartiles_are_those_of_all() -> None:
    figures = describe([(10, 1), (20, 1), (30, 1), (40, 1)])
    assert figures is not None
    assert [figures.first, figures.median, figures.third] == [Fraction(35, 2), 25, Fraction(65, 2)]


def test_classes_begin_at_their_lowest_score() -> None:
    group = sum_group(ASKED, [member("1", 90), member("2", 89), member("3", 50), member("4", 49), member("5", 100)])
    assert [count for _, count in group.classes] == [2, 1, 0, 0, 1, 1]
    assert [name for name, _ in group.classes][::5] == ["90～100分", "50分以下"]


@pytest.mark.usefixtures("small_groups")
def test_bureaus_of_different_questionnaires_are_never_in_one_mean() -> None:
    other = make_questionnaire().model_copy(update={"document": "other"})
    foreign = Member("9", "外县", NORTH, True, ("other", "county"), "已提交", outcome=Outcome(Fraction(0), "", {}, {}))
    groups = sum_groups([ASKED, other], [member("1", 80), foreign])
    means = {one.questionnaire.document: one.figures.mean for one in groups if one.figures}
    assert means == {"other": Fraction(0), "sample": Fraction(80)}


@pytest.mark.usefixtures("small_groups")
def test_a_shared_gap_says_how_many_of_those_to_whom_it_applies_and_where() -> None:
    full, half, none = Fraction(1), Fraction(1, 2), Fraction(0)
    given = [{"drill": full}, {"drill": half}, {"drill": none}, {}]
    group = sum_group(ASKED, [member(str(n), 80, credits=one) for n, one in enumerate(given)])
    [row] = list_shared(group)
    assert (row.title, row.count, row.share, row.mean) == ("应急演练频次", "2/3", "66.7%", "50.00%")
    assert (row.verdicts, row.where) == ("未达标1个，部分达标1个", "1县、2县")


def test_many_are_named_by_place_the_most_first() -> None:
    members = [member(f"{n}", 80, NORTH if n < 3 else SOUTH) for n in range(8)]
    [row] = list_shared(sum_group(ASKED, members))
    assert row.where == "南市5、北市3"


def test_what_most_share_comes_first_then_what_earns_less() -> None:
    half, third = Fraction(1, 2), Fraction(1, 3)
    first = {"training": half, "drill": third, "list": half}
    group = sum_group(ASKED, [member("1", 80, credits=first), member("2", 80, credits={"list": half})])
    assert [gap.question.id for gap in group.gaps] == ["list", "drill", "training"]


def test_what_to_do_first_is_what_most_share_and_who_fails_critical_questions() -> None:
    half, none = Fraction(1, 2), Fraction(0)
    first = {"committee": none, "drill": none, "list": half}
    members = [
        member("1", 80, credits=first),
        *(member(one, 80, credits={"drill": none, "list": Fraction(1)}) for one in "2345"),
    ]
    words = (
        "县（市、区）（某政办发〔2022〕1号）最普遍的差距是“应急演练频次”（5/5个单位），有关键项未完全达标的1个单位。"
    )
    assert write_focus(sum_group(ASKED, members)) == words
    assert write_focus(sum_group(ASKED, members[:1])) == ""


def test_a_provinces_notice_comes_before_one_that_carries_it_out() -> None:
    below = ASKED.model_copy(update={"document": "a-city", "sources": ASKED.sources * 2})
    foreign = Member("9", "外县", NORTH, True, ("a-city", "county"), "填报中")
    groups = sum_groups([below, ASKED], [member("1"), foreign])
    assert [one.questionnaire.document for one in groups] == ["sample", "a-city"]


def test_critical_items_are_listed_for_those_who_lack_them() -> None:
    members = [member("1", 80), member("2", 80, credits={"committee": Fraction(0)}), member("3")]
    assert [(one.code, unmet, partial) for one, unmet, partial in sum_group(ASKED, members).critical] == [
        ("2", ["药品安全委员会"], [])
    ]


def test_who_claims_too_much_is_named_with_by_how_much() -> None:
    members = [
        member("1", 80, own=Fraction(85), verified=Fraction(80)),
        member("2", 70, own=Fraction(70), verified=Fraction(70)),
        member("3", 90, own=Fraction(89), verified=Fraction(90)),
        member("4", 10),
    ]
    group = sum_group(ASKED, members)
    assert [(row.name, row.first, row.second, row.change) for row in list_claim_rows(group)] == [
        ("1县", "85.00", "80.00", "−5.00")
    ]
    assert "已认定3个单位，不足5个，不作统计；自评高于认定1个，低于认定1个，一致1个" in write_claims(group)


def test_change_is_over_those_with_a_score_in_both_rounds() -> None:
    group = sum_group(ASKED, [member("1", 80, last=Fraction(70)), member("2", 60, last=Fraction(65)), member("3", 50)])
    assert [(row.name, row.change) for row in list_change_rows(group)] == [("2县", "−5.00"), ("1县", "+10.00")]


def test_attendance_counts_the_excused_as_that_alone() -> None:
    members = [member("1", 80, verified=Fraction(80)), member("2", 70), member("3", is_late=True)]
    counted = count_attendance("某地", [*members, member("4", state="免报", is_excused=True)])
    assert (counted.bureaus, counted.owed, counted.submitted, counted.accepted) == (4, 3, 2, 1)
    assert (counted.late, counted.excused) == (1, 1)


def test_attendance_of_several_places_is_that_of_all_their_bureaus() -> None:
    members = [member("1", 80, verified=Fraction(80)), member("2", 70), member("3", is_late=True), member("4")]
    parts = [count_attendance(name, own) for name, own in (("甲", members[:1]), ("乙", members[1:]))]
    assert add_attendance("合计", parts) == count_attendance("合计", members)
    assert add_attendance("合计", []) == count_attendance("合计", [])


@pytest.mark.parametrize(("score", "name"), [(90, "90～100分"), (89, "80～90分"), (50, "50～60分"), (49, "50分以下")])
def test_a_class_begins_with_its_lowest_score(score: int, name: str) -> None:
    group = sum_group(ASKED, [member("1", score), member("2", 100), member("3")])
    assert Counter(dict(group.classes)) == Counter([name, "90～100分"])


def test_places_come_in_the_order_of_codes() -> None:
    places = list_places([member("3", place=SOUTH), member("2"), member("1")])
    assert [[one.code for one in own] for own in places.values()] == [["1", "2"], ["3"]]


def test_of_very_many_the_weakest_are_drawn_in_their_order_and_the_cut_is_said() -> None:
    many = [member(f"{n:04}", 100 - n % 100) for n in range(250)]
    shown = pick_weakest(many)
    assert len(shown) == MOST_BUREAUS and shown == sorted(shown, key=lambda one: one.code)
    # Two bureaus at each score up to 50 and three above: 204 are all up to 84, and two of those at 85.
    assert max(one.score or 0 for one in shown) == 85
    assert write_cut(250, "得分最低", "表") == "共250个单位，只列得分最低的204个，其余见导出数据的表。"


def test_a_province_of_usual_size_is_listed_whole() -> None:
    members = [member(f"{n}", 60 + n) for n in range(MOST_BUREAUS % 40)]
    assert (pick_weakest(members), write_cut(MOST_BUREAUS, "得分最低", "表")) == (members, "")


def test_the_report_of_very_many_bureaus_says_what_is_left_out() -> None:
    none = {"committee": Fraction(0)}
    places = [(f"11{n % 7:02}00", f"第{n % 7}市市场监督管理局") for n in range(700)]
    members = [member(f"{n:04}", n % 100, place, credits=none, own=Fraction(100)) for n, place in enumerate(places)]
    members = [replace(one, verified=one.score) for one in members]
    html = build_round_report(RoundReport("自评", "某省", AS_OF, AS_OF, [ASKED], members))
    for words in ("只列得分最低的204个", "只列关键项未达标最多的204个", "只列自评高出认定最多的204个", "不逐一列出"):
        assert words in html
    assert html.count('<th scope="row"') < 3 * MOST_BUREAUS + 200
