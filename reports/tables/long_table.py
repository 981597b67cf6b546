"""The long table: one row per bureau and question, self-assessed and verified side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from questionnaires.criteria import NotKept, Value
from questionnaires.criteria.checklists import ABSENT, NO_OCCASION
from questionnaires.questionnaire import Question
from questionnaires.scoring import Result
from reports.gap.rows import TIMING_NAMES, VERDICT_NAMES, write_given, write_target
from reports.tables.aggregate import (
    CREDIT,
    QUANTITIES,
    VERIFIED,
    Decided,
    RoundInfo,
    RoundTable,
    ScoredResponse,
    TableColumn,
    name_source,
)
from reports.tables.figures import MEANINGS, name_apart, read_figures, write_decimal
from reports.tables.table import Cell

MILLION = 10**6
VERDICTS = "达标、部分达标、未达标、不适用、未作答、不计分"


@dataclass(frozen=True, slots=True)
class LongRow:
    """One question of one bureau; `verified` is there once the response is accepted."""

    domain: str
    clause: str
    result: Result
    target: str
    verified: Result | None
    decision: Decided | None

    @property
    def value(self) -> Value:
        return self.result.answer.value if self.result.answer else None

    @property
    def answered(self) -> bool:
        return self.result.answer is not None and self.result.answer.not_applicable is None


def _first(line: LongRow) -> Cell:
    return read_figures(line.result.question, line.value)[0] if line.answered else None


def _second(line: LongRow) -> Cell:
    return read_figures(line.result.question, line.value)[1] if line.answered else None


def _credit(line: LongRow, read: str) -> Cell:
    credit = line.result.credit
    return None if credit is None else int(getattr(credit, read))


@lru_cache(maxsize=10_000)
def shorten_credit(credit: Fraction | None) -> Cell:
    """A credit with six decimals, never rounded up to full or down to nothing."""
    if credit is None:
        return None
    millionths = round(credit * MILLION)
    if 0 < credit < 1:
        millionths = min(max(millionths, 1), MILLION - 1)
    return write_decimal(Fraction(millionths, MILLION))


def shorten_weight(weight: Decimal | Fraction) -> Cell:
    """A weight as the catalogue has it; a share of a domain's points with six decimals, never rounded down to nothing.

    Only proportions count.
    """
    if isinstance(weight, Decimal):
        return weight
    return write_decimal(Fraction(max(round(weight * MILLION), 1), MILLION))


def _list_apart(line: LongRow, why: str) -> list[str]:
    return name_apart(line.result.question, line.value, why)


def _apart_columns(why: str, when: str) -> tuple[TableColumn[LongRow], ...]:
    """How many items of a list are set apart for a reason, and which."""
    return (
        TableColumn(
            f"{why}项数",
            f"清单中{when}的项数，不计入该题",
            "项",
            CREDIT,
            lambda line: len(_list_apart(line, why)) or None,
        ),
        TableColumn(
            f"{why}的项",
            f"清单中{when}的项和理由",
            "文字",
            CREDIT,
            lambda line: "、".join(_list_apart(line, why)) or None,
        ),
    )


COLUMNS: tuple[TableColumn[LongRow], ...] = (
    TableColumn("能力领域", "题目所属的能力领域", "文字", "Words", lambda line: line.domain),
    TableColumn("条款", "题目依据的条款", "条款序号", "Words", lambda line: line.clause),
    TableColumn("题目编号", "题目的固定编号", "编号", "Words", lambda line: line.result.question.id, is_machine=True),
    TableColumn("事项", "题目的简称", "文字", "Words", lambda line: line.result.question.title),
    TableColumn(
        "题型",
        "达标标准的类型",
        "、".join(MEANINGS),
        CREDIT,
        lambda line: line.result.question.criterion.kind,
        is_machine=True,
    ),
    TableColumn("数值", "答案的数值，各题型的含义见“题型数值”各行", "数或日期", CREDIT, _first, is_machine=True),
    TableColumn("第二数值", "答案的第二个数值", "数", CREDIT, _second, is_machine=True),
    TableColumn(
        "答案",
        "答案的文字表述",
        "文字",
        "Words",
        lambda line: line.result.question.criterion.write_value(line.value) if line.answered else None,
    ),
    TableColumn("达标标准", "文件要求达到的标准", "文字", "Words", lambda line: line.target),
    TableColumn(
        "不适用理由",
        "选择“不适用”时填写的理由",
        "文字",
        "Verdict",
        lambda line: line.result.answer.not_applicable if line.result.answer else None,
    ),
    *_apart_columns(ABSENT, "当地没有"),
    *_apart_columns(NO_OCCASION, "期间没有发生"),
    TableColumn(
        "未统计理由",
        "基础数据没有统计的理由；未统计不按0计算",
        "文字",
        QUANTITIES,
        lambda line: line.value.reason if isinstance(line.value, NotKept) else None,
    ),
    TableColumn(
        "备注", "填报单位的备注", "文字", "", lambda line: line.result.answer.remark if line.result.answer else None
    ),
    TableColumn(
        "判定",
        "对答案的判定",
        VERDICTS,
        "Verdict",
        lambda line: VERDICT_NAMES[line.result.verdict],
    ),
    TableColumn(
        "得分率分子",
        "得分率准确值的分子；分数写成一格会被表格软件当成日期",
        "整数",
        CREDIT,
        lambda line: _credit(line, "numerator"),
        is_machine=True,
    ),
    TableColumn(
        "得分率分母",
        "得分率准确值的分母",
        "整数",
        CREDIT,
        lambda line: _credit(line, "denominator"),
        is_machine=True,
    ),
    TableColumn("得分率", "得分率，保留六位小数", "0至1", CREDIT, lambda line: shorten_credit(line.result.credit)),
    TableColumn("权重", "题目的权重", "数", "Score", lambda line: shorten_weight(line.result.question.weight)),
    TableColumn(
        "失分", "本题从100分中减少的分数，合计等于100.00减得分", "分", "Score", lambda line: line.result.shown_lost
    ),
    TableColumn(
        "关键项",
        "是否限定等级的关键项",
        "是或否",
        "Grade",
        lambda line: "是" if line.result.question.critical else "否",
    ),
    TableColumn(
        "期限状态",
        "差距在填报基准日是否逾期，没有差距为空",
        "已逾期、无期限、未到期",
        "Time",
        lambda line: TIMING_NAMES[line.result.timing] if line.result.timing else None,
    ),
    TableColumn("期限", "文件规定的期限", "日期", "Time", lambda line: line.result.question.criterion.due),
    TableColumn("逾期完成", "是否在期限之后完成", "是或空", CREDIT, lambda line: "是" if line.result.late else None),
    TableColumn(
        "认定答案",
        "据以认定的答案，审核人员改定的为改定的答案，认定以前为空",
        "文字",
        VERIFIED,
        lambda line: write_given(line.verified.question, line.verified.answer, str) if line.verified else None,
    ),
    TableColumn(
        "认定判定",
        "对认定答案的判定，认定以前为空",
        VERDICTS,
        VERIFIED,
        lambda line: VERDICT_NAMES[line.verified.verdict] if line.verified else None,
    ),
    TableColumn(
        "认定得分率",
        "认定答案的得分率，认定以前为空",
        "0至1",
        VERIFIED,
        lambda line: shorten_credit(line.verified.credit) if line.verified else None,
    ),
    TableColumn(
        "认定失分",
        "本题按认定答案从100分中减少的分数，合计等于100.00减认定得分",
        "分",
        VERIFIED,
        lambda line: line.verified.shown_lost if line.verified else None,
    ),
    TableColumn(
        "审核决定",
        "审核人员对本题现行的决定，未决定为空",
        "确认、改定、退回",
        VERIFIED,
        lambda line: line.decision.word if line.decision else None,
    ),
    TableColumn(
        "审核理由",
        "审核决定的理由",
        "文字",
        VERIFIED,
        lambda line: (line.decision.reason or None) if line.decision else None,
    ),
)


class _Divider:
    """The questions of a response as lines."""

    def __init__(self, round_info: RoundInfo) -> None:
        self._round = round_info
        self._targets: dict[tuple[str, str, str], str] = {}

    def __call__(self, response: ScoredResponse) -> Iterator[LongRow]:
        assert response.scorecard is not None  # RoundTable leaves the others out
        sections = response.questionnaire.domains
        domains = {question.id: section.title for section in sections for question in section.questions}
        results = response.scorecard.results
        verified = response.verified.results if response.verified else (None,) * len(results)
        for result, checked in zip(results, verified, strict=True):
            question = result.question
            yield LongRow(
                domains[question.id],
                response.questionnaire.cite(question),
                result,
                self._word_target(response, question),
                checked,
                response.decisions.get(question.id),
            )

    def _word_target(self, response: ScoredResponse, question: Question) -> str:
        """Thousands of bureaus answer one question; its target is worded once."""
        key = (response.version, question.document, question.id)
        if key not in self._targets:
            self._targets[key] = write_target(question, self._round.as_of)
        return self._targets[key]


def long_table(round_info: RoundInfo) -> RoundTable[LongRow]:
    return RoundTable("long.csv", "逐题明细", round_info, COLUMNS, _Divider(round_info))


def describe_kinds() -> list[list[Cell]]:
    """The rows of the data dictionary on what the figures of each kind are."""
    source = name_source(CREDIT)
    return [["long.csv", f"数值（{kind}）", meaning, None, source] for kind, meaning in MEANINGS.items()]
