"""What the tables of a round are made from: many responses, and columns that say what they mean."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Scorecard
from reports.tables import Cell

DEMO_MARK = "演示数据"
Context = TypeVar("Context")


@dataclass(frozen=True)
class RoundInfo:
    """A round: its name, its reference date, every questionnaire that it uses, and whether its data are made up."""

    name: str
    as_of: date
    questionnaires: tuple[Questionnaire, ...]
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ScoredResponse:
    """One bureau in a round. `state` and `level` are words for people; `questionnaire` is what applies to the bureau.

    `scorecard` is None where nothing has been submitted: such a bureau stands in every table by its name and state,
    its other cells empty. `submitted_at` is in the time zone in which it is to be read.
    """

    bureau: str
    code: str
    parent: str
    level: str
    state: str
    document: str
    version: str
    submitted_at: datetime | None
    questionnaire: Questionnaire
    scorecard: Scorecard | None


@dataclass(frozen=True)
class Column(Generic[Context]):
    """A column: its header, what it means, its unit or values, the part of scoring.md behind it, and its cell."""

    header: str
    meaning: str
    unit: str
    source: str
    read: Callable[[Context], Cell]


@dataclass(frozen=True, slots=True)
class Entry:
    """A response in its round: what a row about a bureau is made from."""

    round: RoundInfo
    response: ScoredResponse


HEAD: tuple[Column[Entry], ...] = (
    Column("数据标记", "是否为演示数据", "演示数据或空", "", lambda one: DEMO_MARK if one.round.demo else None),
    Column("填报轮次", "本轮填报的名称", "文字", "", lambda one: one.round.name),
    Column("基准日期", "判定所依据的日期", "日期", "Time", lambda one: one.round.as_of),
    Column("文件", "评估依据的政策文件编号", "编号", "Words", lambda one: one.response.document),
    Column("目录版本", "题目目录的版本", "文字", "Words", lambda one: one.response.version),
    Column("层级", "填报单位的层级", "文字", "Words", lambda one: one.response.level),
    Column("单位代码", "填报单位的行政区划代码，按文本使用", "六位代码", "", lambda one: one.response.code),
    Column("单位名称", "填报单位的名称", "文字", "", lambda one: one.response.bureau),
    Column("所属上级", "上级单位或者地区", "文字", "", lambda one: one.response.parent),
    Column("状态", "填报的状态", "文字", "", lambda one: one.response.state),
    Column(
        "提交时间",
        "提交的时间，未提交为空",
        "日期和时间",
        "",
        lambda one: one.response.submitted_at and f"{one.response.submitted_at:%Y-%m-%d %H:%M:%S}",
    ),
)


def describe_columns(table: str, columns: tuple[Column[Context], ...]) -> list[list[Cell]]:
    """The rows of a data dictionary for one table."""
    return [
        [table, column.header, column.meaning, column.unit, f"scoring.md “{column.source}”" if column.source else None]
        for column in columns
    ]
