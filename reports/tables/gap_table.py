"""The table of gaps: one row per bureau and gap, in the words, the figures and the order of its gap report."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.scoring import Result
from reports.gap.rows import GapRow, list_gaps
from reports.tables.aggregate import CREDIT, VERIFIED, Decided, RoundInfo, RoundTable, ScoredResponse, TableColumn


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap of one bureau: as its report prints it, and what it was printed from."""

    row: GapRow
    result: Result
    domain: str
    is_verified: bool
    decision: Decided | None


def divide_gaps(response: ScoredResponse) -> Iterator[GapLine]:
    """The gaps of a response that was submitted: by the verified answers once it is accepted."""
    own, card = response.scorecard, response.verified or response.scorecard
    assert own is not None and card is not None  # RoundTable leaves the others out
    sections = response.questionnaire.domains
    domains = {question.id: section.title for section in sections for question in section.questions}
    for row, gap in zip(list_gaps(response.questionnaire, card, own, str), card.gaps, strict=True):
        id = gap.question.id
        yield GapLine(row, gap, domains[id], response.verified is not None, response.decisions.get(id))


GAP_COLUMNS: tuple[TableColumn[GapLine], ...] = (
    TableColumn(
        "差距依据",
        "差距按自评还是按审核认定的答案列出；认定以后按认定",
        "自评、认定",
        VERIFIED,
        lambda one: "认定" if one.is_verified else "自评",
    ),
    TableColumn(
        "差距序号", "与差距报告的序号一致；没有差距的单位没有行", "整数", "Order of gaps", lambda one: one.row.number
    ),
    TableColumn("能力领域", "题目所属的能力领域", "文字", "Words", lambda one: one.domain),
    TableColumn("条款", "题目依据的条款", "条款序号", "Words", lambda one: one.row.cited),
    TableColumn("题目编号", "题目的固定编号", "编号", "Words", lambda one: one.result.question.id, is_machine=True),
    TableColumn("事项", "题目的简称", "文字", "Words", lambda one: one.row.title),
    TableColumn("工作要求", "文件对本项工作的要求", "文字", "Words", lambda one: one.row.duty),
    TableColumn("达标标准", "文件要求达到的标准", "文字", "Words", lambda one: one.row.target),
    TableColumn("答案", "据以判定的答案", "文字", "Words", lambda one: one.row.answer),
    TableColumn(
        "自评答案",
        "填报单位自己的答案，与据以判定的答案相同为空",
        "文字",
        VERIFIED,
        lambda one: one.row.own or None,
    ),
    TableColumn("尚缺", "距达标标准还缺什么", "文字", CREDIT, lambda one: one.row.missing),
    TableColumn("判定", "对答案的判定", "部分达标、未达标", "Verdict", lambda one: one.row.verdict),
    TableColumn(
        "失分", "本题从100分中减少的分数，合计等于100.00减得分", "分", "Score", lambda one: one.result.shown_lost
    ),
    TableColumn("关键项", "是否限定等级的关键项", "是或否", "Grade", lambda one: "是" if one.row.critical else "否"),
    TableColumn("期限状态", "差距在填报基准日是否逾期", "已逾期、无期限、未到期", "Time", lambda one: one.row.timing),
    TableColumn("期限", "文件规定的期限", "日期", "Time", lambda one: one.result.question.criterion.due),
    TableColumn("整改建议", "如何补齐差距", "文字", "", lambda one: one.row.advice),
    TableColumn("备注", "填报单位的备注", "文字", "", lambda one: one.row.remark or None),
    TableColumn(
        "审核决定",
        "审核人员对本题现行的决定，未决定为空",
        "确认、改定、退回",
        VERIFIED,
        lambda one: one.decision.word if one.decision else None,
    ),
    TableColumn(
        "审核理由",
        "审核决定的理由",
        "文字",
        VERIFIED,
        lambda one: (one.decision.reason or None) if one.decision else None,
    ),
)


def gap_table(round_info: RoundInfo) -> RoundTable[GapLine]:
    return RoundTable("gaps.csv", "差距清单", round_info, GAP_COLUMNS, divide_gaps)
