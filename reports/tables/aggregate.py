"""What the tables of a round are made from: many responses, and columns that say what they mean."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from questionnaires.calendar import default_year
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Scorecard
from reports.tables.quantity_sums import Giver
from reports.tables.table import Cell

DEMO_MARK = "演示数据"
HASH_SHOWN = 12
CREDIT = "Credit by kind of criterion"  # sections of scoring.md
QUANTITIES = "Quantities"
VERIFIED = "Self-assessed and verified"
Context = TypeVar("Context")


@dataclass(frozen=True)
class RoundInfo:
    """A round: its name, its reference date, every questionnaire that it uses, and whether its data are made up.

    `givers` are the bureaus whose quantities are added up; whether by what is verified, `is_verified` says.
    """

    name: str
    as_of: date
    questionnaires: tuple[Questionnaire, ...]
    demo: bool = False
    givers: tuple[Giver, ...] = ()
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A reviewer's decision on a question, in a word for people, and its reason."""

    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScoredResponse:
    """One bureau in a round. `state` and `level` are words for people; `questionnaire` is what applies to the bureau.

    `scorecard` is None where nothing has been submitted: such a bureau stands in every table by its name and state,
    its other cells empty. `submitted_at` is in the time zone in which it is to be read. `verified` is there once
    the response is accepted, `decisions` by question (and by `claims.name_claim` of a claim) as they stand, as
    `claim_files` are the names of what proves a claim; `number` and `content_hash` lead back to the response and to the
    questionnaire as it was issued.
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
    number: int | None = None
    content_hash: str = ""
    absent_reason: str = ""
    verified: Scorecard | None = None
    decisions: Mapping[str, Decided] = field(default_factory=dict)
    claim_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class TableColumn(Generic[Context]):
    """A column: its header, what it means, its unit or values, the part of scoring.md behind it, and its cell.

    Where a header or a cell is an id, people have `label` and `show` in its place; what `is_machine` is for programs.
    """

    header: str
    meaning: str
    unit: str
    source: str
    read: Callable[[Context], Cell]
    label: str = ""
    show: Callable[[Context], Cell] | None = None
    is_machine: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A response in its round: what a row about a bureau is made from."""

    round: RoundInfo
    response: ScoredResponse


def _find_year(one: Entry) -> int:
    year = one.response.questionnaire.year
    return default_year(one.round.as_of) if year is None else year


HEAD: tuple[TableColumn[Entry], ...] = (
    TableColumn(
        "数据标记",
        "是否为演示数据",
        "演示数据或空",
        "",
        lambda one: DEMO_MARK if one.round.demo else None,
        is_machine=True,
    ),
    TableColumn("填报轮次", "本轮填报的名称", "文字", "", lambda one: one.round.name, is_machine=True),
    TableColumn("填报基准日", "判定所依据的日期", "日期", "Time", lambda one: one.round.as_of, is_machine=True),
    TableColumn("考核年度", "按年度统计的数所属的年度", "年份", "Time", _find_year, is_machine=True),
    TableColumn(
        "答卷编号", "答卷在系统中的编号，可据以查到答卷", "整数", "", lambda one: one.response.number, is_machine=True
    ),
    TableColumn(
        "文件",
        "评估依据的政策文件编号",
        "编号",
        "Words",
        lambda one: one.response.document,
        label="评估依据",
        show=lambda one: one.response.questionnaire.source.name,
    ),
    TableColumn("目录版本", "题目目录的版本", "文字", "Words", lambda one: one.response.version, is_machine=True),
    TableColumn(
        "问卷摘要",
        f"下发问卷内容SHA-256值的前{HASH_SHOWN}位，内容相同则摘要相同",
        f"{HASH_SHOWN}位十六进制数，按文本使用",
        "",
        lambda one: one.response.content_hash[:HASH_SHOWN] or None,
        is_machine=True,
    ),
    TableColumn("层级", "填报单位的层级", "文字", "Words", lambda one: one.response.level),
    TableColumn(
        "单位代码", "填报单位的行政区划代码，按文本使用", "六位代码", "", lambda one: one.response.code, is_machine=True
    ),
    TableColumn("单位名称", "填报单位的名称", "文字", "", lambda one: one.response.bureau),
    TableColumn("所属上级", "上级单位或者地区", "文字", "", lambda one: one.response.parent),
    TableColumn(
        "状态",
        "填报的状态；未提交、未报和免报的单位没有得分，不按0分计",
        "文字",
        "",
        lambda one: one.response.state,
    ),
    TableColumn(
        "免报或未报说明",
        "同意免报的理由，或按未报结办的说明；都没有为空",
        "文字",
        "",
        lambda one: one.response.absent_reason or None,
    ),
    TableColumn(
        "提交时间",
        "提交的时间，未提交为空",
        "日期和时间",
        "",
        lambda one: one.response.submitted_at and f"{one.response.submitted_at:%Y-%m-%d %H:%M:%S}",
    ),
)
HEAD_HEADERS = tuple(column.header for column in HEAD)
REGISTERED = "登记信息，不参与计算"


@dataclass(frozen=True)
class RoundTable(Generic[Context]):
    """A table of a round, made response by response: `divide` gives what the rows of one response are about.

    `name` is that of its file, `title` that of its sheet.
    """

    name: str
    title: str
    round: RoundInfo
    columns: tuple[TableColumn[Context], ...]
    divide: Callable[[ScoredResponse], Iterable[Context]]

    @property
    def headers(self) -> list[str]:
        return [*HEAD_HEADERS, *(column.header for column in self.columns)]

    def write_rows(self, response: ScoredResponse) -> Iterator[list[Cell]]:
        """The rows of one response; a single row, empty but for its head, for a bureau that has not submitted."""
        head = [column.read(Entry(self.round, response)) for column in HEAD]
        if response.scorecard is None:
            yield head + [None] * len(self.columns)
            return
        readers = [column.read for column in self.columns]
        for one in self.divide(response):
            yield head + [read(one) for read in readers]

    def describe(self) -> list[list[Cell]]:
        """The rows of the data dictionary on this table."""
        return [*_describe(self.name, HEAD), *_describe(self.name, self.columns)]


def name_source(section: str) -> str:
    """Where the rule behind a column is written."""
    return f"scoring.md “{section}”" if section else REGISTERED


def _describe(table: str, columns: tuple[TableColumn[Context], ...]) -> list[list[Cell]]:
    return [[table, one.header, one.meaning, one.unit, name_source(one.source)] for one in columns]
