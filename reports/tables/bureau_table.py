"""The table of bureaus: one row each, self-assessed and verified side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.scoring import DomainScore, Result, Scorecard, Verdict
from questionnaires.wording import round_half_up
from reports.gap.conclusions import write_grade
from reports.gap.rows import VERDICT_NAMES, count_verdicts
from reports.tables.aggregate import VERIFIED, RoundInfo, RoundTable, ScoredResponse, TableColumn
from reports.tables.table import Cell

QuestionKey = tuple[str, str]
GRADES = "优秀、良好、基本达标、未达标、未评定、尚未完成"


@dataclass(frozen=True, slots=True)
class Judged:
    """A scorecard that can be asked for one domain, one question, one verdict."""

    card: Scorecard
    domains: dict[str, DomainScore]
    results: dict[QuestionKey, Result]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Both:
    """A bureau's own scorecard, and the verified one where there is one."""

    own: Judged
    verified: Judged | None


def pair(response: ScoredResponse) -> Iterator[Both]:
    """The one row of a response."""
    assert response.scorecard is not None  # RoundTable leaves the others out
    yield Both(_index(response.scorecard), _index(response.verified) if response.verified else None)


def _index(card: Scorecard) -> Judged:
    return Judged(
        card=card,
        domains={domain.id: domain for domain in card.domains},
        results={(one.question.document, one.question.id): one for one in card.results},
        counts=count_verdicts(card.results),
    )


def write_cell(points: Fraction | None) -> Cell:
    """A score as it is shown."""
    return None if points is None else round_half_up(points)


def _uncapped_grade(both: Both) -> Cell:
    grade = both.own.card.uncapped_grade
    return grade.label if grade else None


def _lost(both: Both) -> Cell:
    high = both.own.card.high
    return None if high is None else 100 - round_half_up(high)


def _difference(both: Both) -> Cell:
    """Of the shown figures, so that the row adds up."""
    own, verified = both.own.card.score, both.verified.card.score if both.verified else None
    return None if own is None or verified is None else round_half_up(verified) - round_half_up(own)


def _list_caps(card: Scorecard) -> Cell:
    return " ".join(result.question.id for result in card.capped_by)


def _name_caps(card: Scorecard) -> Cell:
    return "、".join(result.question.title for result in card.capped_by) or None


def _count_column(verdict: Verdict) -> TableColumn[Both]:
    name = VERDICT_NAMES[verdict]
    return TableColumn(f"{name}题数", f"自评判定为“{name}”的题数", "题", "Verdict", lambda one: one.own.counts[verdict])


BUREAU_COLUMNS: tuple[TableColumn[Both], ...] = (
    TableColumn(
        "得分", "自评综合得分，未完成或者未评定为空", "分，0至100", "Score", lambda one: write_cell(one.own.card.score)
    ),
    TableColumn(
        "得分下限", "未作答题目全部不得分时的得分", "分，0至100", "Verdict", lambda one: write_cell(one.own.card.low)
    ),
    TableColumn(
        "得分上限", "未作答题目全部得满分时的得分", "分，0至100", "Verdict", lambda one: write_cell(one.own.card.high)
    ),
    TableColumn("失分合计", "各项差距失分之和，等于100.00减得分（未完成时减得分上限）", "分", "Score", _lost),
    TableColumn("等级", "自评限定以后的能力等级", GRADES, "Grade", lambda one: write_grade(one.own.card)),
    TableColumn("限定前等级", "只按得分对应的等级", "优秀、良好、基本达标、未达标", "Grade", _uncapped_grade),
    TableColumn(
        "限定等级的关键项",
        "未完全达标的关键项",
        "题目编号，以空格分隔",
        "Grade",
        lambda one: _list_caps(one.own.card),
        show=lambda one: _name_caps(one.own.card),
    ),
    TableColumn(
        "认定得分",
        "按审核认定的答案计算的得分，认定以前为空",
        "分，0至100",
        VERIFIED,
        lambda one: write_cell(one.verified.card.score) if one.verified else None,
    ),
    TableColumn(
        "认定等级",
        "按审核认定的答案评定的等级，认定以前为空",
        GRADES,
        VERIFIED,
        lambda one: write_grade(one.verified.card) if one.verified else None,
    ),
    TableColumn(
        "认定限定等级的关键项",
        "按审核认定的答案未完全达标的关键项",
        "题目编号，以空格分隔",
        VERIFIED,
        lambda one: _list_caps(one.verified.card) if one.verified else None,
        show=lambda one: _name_caps(one.verified.card) if one.verified else None,
    ),
    TableColumn("认定较自评", "认定得分减自评得分，负数为自评偏高", "分", VERIFIED, _difference),
    TableColumn("已答题数", "已作答的计分题数", "题", "Verdict", lambda one: one.own.card.answered),
    TableColumn("应答题数", "应作答的计分题数", "题", "Verdict", lambda one: one.own.card.asked),
    *(_count_column(verdict) for verdict in Verdict),
)


def bureau_table(round_info: RoundInfo, *more: TableColumn[Both]) -> RoundTable[Both]:
    """The table, with the columns that this round has beside those of every round."""
    return RoundTable("bureaus.csv", "单位汇总", round_info, (*BUREAU_COLUMNS, *more), pair)
