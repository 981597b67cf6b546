"""Annexes are printed on request."""

from reports.gap.annex_rows import list_answers, list_evidence
from reports.gap.content import Annex, FiledEvidence
from reports.gap.report import build_gap_report
from tests.reports.samples import MIXED, REASON, make_report, make_rich_report


def test_no_annex_is_printed_unasked() -> None:
    assert "附件1" not in build_gap_report(make_rich_report())


def test_annexes_are_numbered_as_they_were_asked_for() -> None:
    html = build_gap_report(make_rich_report(annexes=frozenset({Annex.ANSWERS, Annex.LEDGER})))
    assert "附件1　全部题目与答案" in html and "附件2　条款覆盖台账" in html
    assert "佐证材料清单" not in html


def test_every_question_stands_in_the_annex_with_its_answer() -> None:
    rows = {row.text: row for row in list_answers(make_rich_report(), str)}
    assert len(rows) == 11
    assert rows["本县的应急演练频次情况如何？"].words == "从未开展\n备注：已列入下半年计划。"
    assert rows["本县的不良反应报告情况如何？"].words == f"不适用：{REASON['reactions']}"
    assert rows["本县的其他情况情况如何？"].words == "未作答"


def test_a_verified_answer_stands_below_the_bureaus_own() -> None:
    rows = {row.text: row for row in list_answers(make_rich_report(), str)}
    plan = rows["本县的能力建设规划情况如何？"]
    assert (plan.words, plan.verdict) == ("自评：C级\n认定：无\n审核理由：规划尚在起草，未印发。", "未达标")


def test_evidence_is_listed_in_the_order_of_the_questionnaire() -> None:
    evidence = (FiledEvidence("drill", "方案.pdf", 400, "ab"), FiledEvidence("committee", "文件.pdf", 2_345_678, "cd"))
    rows = list_evidence(make_report(MIXED, REASON, evidence=evidence), str)
    assert [(row.title, row.size) for row in rows] == [("药品安全委员会", "2,346 KB"), ("应急演练频次", "1 KB")]


def test_no_evidence_is_said_to_be_none() -> None:
    html = build_gap_report(make_report(MIXED, REASON, annexes=frozenset({Annex.EVIDENCE})))
    assert "填报单位没有上传佐证材料。" in html
