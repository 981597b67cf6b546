"""Very long remarks and reasons: cut to what eight pages hold, whole in the annex."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from questionnaires.answers import read_answers
from questionnaires.generator import build_questionnaire
from questionnaires.scoring import score
from reports.gap.body import list_body
from reports.gap.content import Annex, GapReport
from reports.gap.report import build_gap_report, write_gap_report
from reports.gap.shortening import cut, find_longest
from tests.reports.gap.test_layout import COUNTIES, FOOT, LIBRARY, find_worst, make_worst_report, measure_feet
from tests.reports.gap.wordy import make_reviewed_report, make_wordiest_report
from tests.reports.samples import AS_OF

LONGEST = "因机构改革后人员编制尚未落实，所需经费由县级财政统筹安排。" * 17
HINT = "以“…”结尾的为节录，没有列出或者注明“（略）”的，全文见"


def make_wordy_report(document: str, remark: str) -> GapReport:
    """A county that has nothing of what a notice asks, and says why at every question."""
    asked = build_questionnaire(LIBRARY, document, "county", 2025)
    judged = [one for one in asked.questions if not one.is_quantity and one.criterion.kind != "text"]
    given = {one.id: {"value": find_worst(one), "remark": remark} for one in judged}
    card = score(asked, read_answers(asked, given, AS_OF), AS_OF)
    return replace(make_worst_report(document), scorecard=card, verified=card)


@pytest.mark.parametrize("document", COUNTIES)
def test_a_county_that_has_nothing_and_much_to_say_has_eight_pages(document: str) -> None:
    assert len(measure_feet(write_gap_report(make_wordy_report(document, LONGEST[:500])))) + 1 <= 8


def test_the_body_says_where_the_whole_is_and_the_annex_has_it() -> None:
    report = make_wordy_report(COUNTIES[0], LONGEST[:500])
    body = build_gap_report(report)
    assert LONGEST[:500] not in body and f"{HINT}附带全部附件的差距报告和所附数据文件" in body
    whole = build_gap_report(replace(report, annexes=frozenset({Annex.ANSWERS})))
    assert whole.count(f"备注：{LONGEST[:500]}") == len(report.counted.gaps)
    assert f"{HINT}附件“全部题目与答案”" in whole


def test_short_remarks_stay_as_they_are() -> None:
    body = build_gap_report(make_wordy_report(COUNTIES[0], "待补齐"))
    assert "待补齐" in body and HINT not in body


def test_a_reviewers_reason_stands_in_the_annex() -> None:
    report = make_wordy_report(COUNTIES[0], "")
    asked = report.counted.gaps[0].question.id
    annexed = replace(report, annexes=frozenset({Annex.ANSWERS}), reasons={asked: LONGEST[:500]})
    assert f"审核理由：{LONGEST[:500]}" in build_gap_report(annexed)


@pytest.mark.parametrize(
    ("lengths", "room", "longest"),
    [
        ([], 10, None),
        ([3, 3], 6, None),
        ([3, 4], 6, 3),
        ([1, 9, 9], 11, 5),  # what the short one leaves is for the others
        ([0, 0, 30], 12, 12),
    ],
)
def test_each_has_as_much_as_all_together_may_have(lengths: list[int], room: int, longest: int | None) -> None:
    assert find_longest(lengths, room) == longest


@pytest.mark.parametrize("document", COUNTIES)
@pytest.mark.parametrize("make", [make_reviewed_report, make_wordiest_report])
def test_a_county_of_which_all_was_set_aside_with_long_reasons_has_eight_pages(
    make: Callable[[str], GapReport], document: str
) -> None:
    feet = measure_feet(write_gap_report(make(document)))
    assert len(feet) + 1 <= 8
    assert max(feet) < FOOT


def test_an_answer_that_was_set_aside_and_is_a_gap_is_told_once_in_a_long_report() -> None:
    report = make_reviewed_report(COUNTIES[0])
    body = list_body(report, str, frozenset())
    assert (body.is_long, body.reviews, body.differing) == (True, [], len(report.counted.gaps))
    assert all(one.own for one in body.gaps)
    assert f"{body.differing}题列入差距，见第一部分注明“自评”的各项" in build_gap_report(report)


@pytest.mark.parametrize(
    ("words", "longest", "shown"),
    [
        ("一" * 12, 12, "一" * 12),
        ("一" * 13, 12, "一" * 11 + "…"),
        ("一" * 10 + " 三四", 12, "一" * 10 + "…"),
        ("一" * 12, 11, "（略）"),
        ("一二三", 1, "一二三"),
    ],
)
def test_a_mark_stands_for_what_is_left_out(words: str, longest: int, shown: str) -> None:
    assert cut(words, longest) == shown
