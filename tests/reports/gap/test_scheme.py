"""A gap report under a scheme: the total, what moved the grade, the scheme in the notes, and the proof of it all."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from questionnaires.answers import read_answers
from questionnaires.applying import apply_scheme
from questionnaires.entry_reading import read_entries
from questionnaires.scheme import Scheme
from questionnaires.scoring import score
from reports.gap.attachments import UnreadableReport, attach, read_attached
from reports.gap.content import GapReport
from reports.gap.front_page import list_cells
from reports.gap.report import build_gap_report, write_gap_report
from reports.gap.verifying import verify_report
from tests.reports.samples import ALL_MET, AS_OF, BUREAU, make_questionnaire

ITEMS: dict[str, Any] = {
    "title": "某省方案",
    "bonus": [{"id": "model", "title": "示范单位", "points": Decimal(3)}],
    "deductions": [{"id": "late", "title": "迟报", "points": Decimal("1.5")}],
    "vetoes": [{"id": "incident", "title": "重大事故", "grade": "basic"}],
}
POINTS = {"N08": Decimal(40), "N12": Decimal("20.5")}
CLAIM = {"bonus": {"model": {"claimed": 3, "reason": "省级命名文件"}}}
LATE = {"deductions": [{"id": "late", "reason": "省局通报"}]}
VETO = {"vetoes": [{"id": "incident", "reason": "调查报告"}]}


def report_under(beside: dict[str, Any], review: dict[str, Any] | None = None, **fields: Any) -> GapReport:
    """All met but the drill, one of five questions of N12: 100 − 100 · 4.1 / 60.5 = 93.22 with points."""
    asked = apply_scheme(Scheme.model_validate(ITEMS | fields), make_questionnaire())
    answers = read_answers(asked, {id: {"value": value} for id, value in (ALL_MET | {"drill": None}).items()}, AS_OF)
    own, *verified = (
        score(asked, answers, AS_OF, read_entries(asked.scheme, one)) for one in (beside, review) if one is not None
    )
    return GapReport(BUREAU, asked, own, verified=verified[0] if verified else None)


def read(report: GapReport) -> str:
    return "".join(build_gap_report(report).split())


def test_the_total_stands_beside_the_score_with_what_was_added_and_taken_away() -> None:
    report = report_under(CLAIM | LATE, points=POINTS)
    assert report.scorecard.score == 100 - Fraction(410, Fraction("60.5"))
    cells = [(one.label, one.large, one.small) for one in list_cells(report)]
    assert cells[1:] == [("总分", "94.72", "加3分、扣1.5分"), ("能力等级", "优秀", "按得分评定")]
    assert "综合得分93.22分（满分100分），加3分、扣1.5分，总分94.72分，能力等级为“优秀”。" in read(report)


def test_what_moved_the_grade_is_named() -> None:
    # 90 − 1.5 = 88.5 by the total; by the score alone it would be excellent.
    low = report_under(LATE, grade_of="total")
    assert "能力等级为“良好”。扣分使等级降低。" in read(low)
    held = report_under(VETO)
    assert "按得分对应的等级为“优秀”；因有否决事项“重大事故”，等级限定为“基本达标”，得分不变。" in read(held)
    assert "否决事项使等级不高于“基本达标”，补齐差距不能提高等级。" in read(held)


def test_the_notes_say_the_scheme() -> None:
    words = read(report_under({}, points=POINTS, assumed="show", critical=(), deduction_cap=Decimal(10)))
    assert (
        "评分方案</th><td>本次评分按省级自定的评分方案“某省方案”。各能力领域的分值为检验检测能力40分、应急管理体系20.5分，"
        "由该级问卷中本领域的计分题按权重分配，不适用的退出计算。关键项由方案指定。层级为推定的题目只作答，不计分。"
        "总分＝得分＋加分－扣分，不低于0分；加分合计不超过5分，扣分合计不超过10分。"
        "否决事项：重大事故（等级不高于“基本达标”）。"
    ) in words


def test_a_report_under_a_scheme_is_made_again_from_what_it_carries() -> None:
    granted = CLAIM | {"granted": {"model": Decimal("1.25")}} | LATE | VETO
    report = report_under(CLAIM, granted, points=POINTS, grade_of="total")
    files = {one.name: one.content for one in attach(report)}
    again = read_attached(files)
    assert {one.name: one.content for one in attach(again)} == files
    assert build_gap_report(again) == build_gap_report(report)
    assert json.loads(files["answers.json"])["bonus"] == CLAIM["bonus"]
    assert json.loads(files["review.json"])["granted"] == {"model": 1.25}


def test_a_grant_that_was_changed_in_the_file_is_found() -> None:
    granted = CLAIM | {"granted": {"model": 2}}
    files = {one.name: one.content for one in attach(report_under(CLAIM, granted))}
    changed = files | {"review.json": files["review.json"].replace(b'"model": 2', b'"model": 4')}
    with pytest.raises(UnreadableReport, match=r"review\.json: granted\.model: At most 3 points can be given here"):
        read_attached(changed)


@pytest.mark.usefixtures("printed_anew")
def test_a_printed_report_under_a_scheme_is_identical_when_verified() -> None:
    assert verify_report(write_gap_report(report_under(CLAIM | LATE, points=POINTS, grade_of="total"))) is None


def test_every_claim_deduction_and_veto_stands_there_with_its_reason_beside_both_totals() -> None:
    granted = CLAIM | {"granted": {"model": Decimal("1.25")}} | LATE | VETO
    report = replace(report_under(CLAIM, granted), reasons={"bonus.model": "市级命名"})
    words = read(report)
    assert "加分、扣分和否决事项</h2><p>自评得分90.00分，加分计3分，扣分计0分，总分93.00分；" in words
    assert "认定得分90.00分，加分计1.25分，扣分计1.5分，总分89.75分。" in words
    text = re.sub("<[^>]*>", " ", words)
    assert "示范单位  3  省级命名文件  1.25  市级命名" in text
    assert "迟报  扣1.5分  省局通报" in text and "重大事故  否决，等级不高于“基本达标”  调查报告" in text
    assert list_cells(report)[0].small == "自评等级优秀，总分93.00分"
    assert verify_report(write_gap_report(report)) is None


def test_nothing_is_said_of_items_that_nobody_claimed_or_entered() -> None:
    assert "加分、扣分和否决事项" not in read(report_under({}))
