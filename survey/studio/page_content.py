"""What the page of a clause shows, as plain values: its text with the parts marked, its measures, what is open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from questionnaires.catalogue import Duty, Level, Library
from questionnaires.drafting.deciding.at_once import is_figure_open, list_complete, propose_reading
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedFigure, DecidedMeasure, NoticeFacts
from questionnaires.drafting.deciding.doubles import find_same_duty
from questionnaires.drafting.deciding.lacking import Lack, list_lacks, list_open
from questionnaires.drafting.deciding.raw_measures import ask, find_carried, list_above
from questionnaires.drafting.open_points import tell_unasked
from questionnaires.messages import Refused
from questionnaires.wording import write_date, write_year
from survey.storage.studio_people import ClauseReading
from survey.studio.drafts import OpenDraft

AROUND = 120  # letters of the clause before and after, and of a paragraph that is in no clause


@dataclass(frozen=True)
class Piece:
    """Letters of a clause that are of the same measures; `numbers` of none are not asked."""

    text: str
    measures: tuple[DecidedMeasure, ...]
    numbers: tuple[int, ...]
    begins: tuple[int, ...]

    @property
    def is_asked(self) -> bool:
        return any(one.is_asked for one in self.measures)


@dataclass(frozen=True)
class CarriedLine:
    """A question of a notice above that is asked no more beside a measure: where it stands, and whether the measure
    alone says so; where both carry one duty of the library, that does."""

    id: str
    document: str
    path: str
    title: str
    may_be_asked: bool


@dataclass(frozen=True)
class MeasureBlock:
    """A measure with its number on the page, what it lacks, its duty, its question by level, each wording of it once
    with the names of the highest level that it is put to, whether it is complete, and the adopted measures that ask
    the same duty of one of its levels, by the numbers of their clauses, and what it is asked in place of."""

    number: int
    measure: DecidedMeasure
    duty: Duty | None
    lacks: tuple[Refused, ...]
    asks: dict[Level, str]
    questions: tuple[str, ...]
    is_complete: bool
    same: tuple[tuple[int, DecidedMeasure], ...]
    carried: tuple[CarriedLine, ...]

    @property
    def may_be_ticked(self) -> bool:
        """Whether it may be adopted with others, once somebody has said so of it."""
        return self.measure.state == "undecided" and not self.lacks and not self.is_complete


@dataclass(frozen=True)
class FigureLine:
    """A figure in the table: what it is shown as and why, whether that is to be confirmed, and the measures around."""

    figure: DecidedFigure
    reading: str
    reason: str
    is_open: bool
    users: tuple[int, ...]


@dataclass(frozen=True)
class ClauseLine:
    """A clause in the list: its number, and how much of it is open, remarks of its readers among it."""

    number: int
    clause: DecidedClause
    lacks: tuple[Lack, ...]
    remarks: tuple[ClauseReading, ...]

    @property
    def accepted(self) -> int:
        return sum(one.state == "accepted" for one in self.clause.measures)

    @property
    def count(self) -> int:
        return len(self.lacks) + len(self.remarks)


@dataclass(frozen=True)
class OpenPoints:
    """All that is open in a draft, of the head and clause by clause."""

    lacks: tuple[Lack, ...]
    head: tuple[Lack, ...]
    lines: tuple[ClauseLine, ...]

    @property
    def count(self) -> int:
        return len(self.lacks) + self.remarks

    @property
    def remarks(self) -> int:
        return sum(len(one.remarks) for one in self.lines)

    @property
    def figures(self) -> int:
        return sum(one.figure is not None for one in self.lacks)

    def find_next(self, number: int) -> int | None:
        """The number of the next clause with something open, from the beginning again after the last."""
        order = [*self.lines[number:], *self.lines[:number]]
        return next((one.number for one in order if one.count), None)


def list_openness(draft: OpenDraft, library: Library) -> OpenPoints:
    """What is to be settled before a draft can be published."""
    lacks = tuple(list_open(draft.notice, library))
    lines = tuple(
        ClauseLine(
            number,
            clause,
            tuple(one for one in lacks if one.path == clause.path),
            tuple(one for one in draft.list_readings(number) if one.is_open),
        )
        for number, clause in enumerate(draft.notice.clauses, 1)
    )
    return OpenPoints(lacks, tuple(one for one in lacks if one.path is None), lines)


def list_unasked(facts: NoticeFacts) -> list[Refused]:
    """The paragraphs of a notice that are in no clause, each with the reason, in words."""
    points = [tell_unasked(one, AROUND) for one in facts.unasked]
    return [Refused(one.message, **one.details) for one in points]


def list_blocks(clause: DecidedClause, draft: OpenDraft, library: Library) -> list[MeasureBlock]:
    blocks, complete = [], {one.id for one in list_complete(clause, draft.facts, library)}
    for number, one in enumerate(clause.measures, 1):
        duty = library.duties.get(one.library or "")
        lacks = tuple(list_lacks(one, clause.body, draft.facts, library)) if one.is_asked else ()
        asks = {level: ask(one, duty, level) for level in one.levels}
        first = {words: level for level, words in reversed(asks.items()) if words}
        questions = tuple(fill_names(words, level, draft.facts) for words, level in reversed(first.items()))
        same = tuple(find_same_duty(draft.notice, one)) if one.is_asked else ()
        carried = tuple(_list_carried(one, draft.facts, library)) if one.is_asked else ()
        blocks.append(MeasureBlock(number, one, duty, lacks, asks, questions, one.id in complete, same, carried))
    return blocks


def _list_carried(one: DecidedMeasure, facts: NoticeFacts, library: Library) -> Iterator[CarriedLine]:
    """What of the notices above a measure is asked in place of."""
    ids = set(find_carried(one, facts, library))
    for document in list_above(facts, library):
        for clause in document.clauses:
            for above in clause.measures:
                if above.id in ids:
                    is_own = not one.library or above.library != one.library
                    yield CarriedLine(above.id, document.name, clause.path, above.title, is_own)


def fill_names(text: str, level: Level, facts: NoticeFacts) -> str:
    """Words with a place's names and days, as far as they are known before the question can be built."""
    names, since = facts.levels.get(level), write_date(facts.issued) if facts.issued else "文件印发之日"
    told = {"year": write_year(None), "since": since, **(names.model_dump() if names else {})}
    for key, words in told.items():
        text = text.replace(f"{{{key}}}", words)
    return text


def cut_pieces(clause: DecidedClause) -> list[Piece]:
    """A clause's body in pieces, each of which is of the same measures; together they are all of it."""
    edges = {0, len(clause.body)}
    for one in clause.measures:
        edges |= {min(max(0, one.start), len(clause.body)), min(max(0, one.end), len(clause.body))}
    order = sorted(edges)
    pieces = []
    for start, end in pairwise(order):
        of = [(number, one) for number, one in enumerate(clause.measures, 1) if one.start <= start and end <= one.end]
        pieces.append(
            Piece(
                clause.body[start:end],
                tuple(one for _, one in of),
                tuple(number for number, _ in of),
                tuple(number for number, one in of if one.start == start),
            )
        )
    return pieces


def count_letters(pieces: Sequence[Piece]) -> tuple[int, int]:
    """How many letters of a clause are asked, and how many are not."""
    asked = sum(len("".join(one.text.split())) for one in pieces if one.is_asked)
    return asked, sum(len("".join(one.text.split())) for one in pieces) - asked


def find_current(clause: DecidedClause, wanted: str, after: str = "") -> DecidedMeasure | None:
    """The measure that is open on the page: the one that is wanted, or the first undecided one behind `after`."""
    named = next((one for one in clause.measures if one.id == wanted), None)
    at = next((place for place, one in enumerate(clause.measures) if one.id == after), -1) + 1
    order = (*clause.measures[at:], *clause.measures[:at])
    return named or next((one for one in order if one.state == "undecided"), None)


def list_figures(clause: DecidedClause) -> list[FigureLine]:
    return [
        FigureLine(
            figure, *propose_reading(clause, figure), is_figure_open(clause, figure), tuple(find_users(clause, figure))
        )
        for figure in clause.figures
    ]


def find_users(clause: DecidedClause, figure: DecidedFigure) -> list[int]:
    """The numbers of the measures around a figure."""
    return [number for number, one in enumerate(clause.measures, 1) if one.start <= figure.start < one.end]


def tail(body: str) -> str:
    return body if len(body) <= AROUND else "…" + body[-AROUND:]


def head(body: str) -> str:
    return body if len(body) <= AROUND else body[:AROUND] + "…"
