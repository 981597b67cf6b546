"""What one step of drafting hands to the next: blocks of a file, clauses of a notice, figures of a clause."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from questionnaires.catalogue import Level


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph as it is printed, whatever number the word processor puts before it included.

    `heading` is the depth of its style where the file says that it is a heading (1 the highest, 0 the notice's title).
    """

    text: str
    heading: int | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table row by row; a merged cell stands in each place that it covers."""

    rows: tuple[tuple[str, ...], ...]


Block = TextBlock | TableBlock
# Why the notice was made, aims that bind nobody, what only leads to clauses, what it says of itself, an annex's text.
UnaskedReason = Literal["introduction", "aims", "lead", "itself", "annex"]


@dataclass(frozen=True, slots=True)
class NoticeHead:
    """What stands before the first clause and after the last one. None: the text does not say."""

    title: str
    number: str | None
    issuer: str | None
    issued: date | None
    effective: date | None
    implements: str | None
    level: Level | None


@dataclass(frozen=True, slots=True)
class OutlineClause:
    """One numbered paragraph of a notice.

    `path` is as printed and joined from the top (三（七）, 二（三）1, 第九条, 14); `heading` is without its number;
    `body` is what follows the heading, its paragraphs joined by line breaks; `responsible` are the units of its
    责任单位 line or bracket, as printed; `chapter` is the heading of the chapter that it stands in.
    """

    path: str
    heading: str
    body: str
    responsible: tuple[str, ...] = ()
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class AnnexTask:
    """A row of a table of tasks: which clauses it speaks of (their paths), what is done, by whom, and until when."""

    clauses: tuple[str, ...]
    task: str
    responsible: tuple[str, ...]
    due: date | None


@dataclass(frozen=True, slots=True)
class UnaskedText:
    """A paragraph that is no clause, with the heading that it stands under, and why."""

    reason: UnaskedReason
    text: str
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A notice taken apart: each of its paragraphs is of the head, of one clause or of the annex, or is named as not
    asked."""

    head: NoticeHead
    clauses: tuple[OutlineClause, ...]
    annex: tuple[AnnexTask, ...] = ()
    unasked: tuple[UnaskedText, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure of a clause's body from `start` to `end`: a target as the fields of a criterion (`kind`, `op`,
    `target`, `unit`, `per`, `direction`, `period_months`, `due`), a lone due date or period among them, or the reason
    why it is none."""

    start: int
    end: int
    text: str
    criterion: dict[str, Any] | None
    reason: str | None
