"""What a reviewer should look at first, and why: pure rules over plain data, each reason checkable by eye.

A flag is a reason to look, never a verdict: it changes no score and decides nothing. What a bureau can mend or explain
by itself its clerk is asked first (`ASKED_FIRST`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from questionnaires.answers import Answer
from questionnaires.criteria import NOTHING, Checklist, Growth, NotKept, Number, Quantity, Rate, Share, Stage, YesNo
from questionnaires.questionnaire import Question
from questionnaires.wording import write_figure

SHORTEST_REMARK = 10  # a remark up to this length, such as 已落实, is the same by chance
BIG_CHANGE = Fraction(1, 2)
BIG_FACTOR = 3
BIG_FACTOR_OF_COUNTS = 10  # basic figures, such as spending, change more from year to year; a wrong unit tenfold
FEWEST_ALIKE = 5  # full marks on fewer questions are no straight line
FIGURES = (Number, Quantity, Share, Rate, Growth)
DOUBTS = re.compile(
    "(?<![无没])(?<!没有)(?<!不存在)(尚未|暂未|暂无|还没|还未|仍未|待完善|正在筹建|"
    "未(?:完成|开展|建立|建成|制定|印发|配备|达标|达到|落实|实施|启动))"
)
DONE = re.compile("已(?:经)?(?:全部|全面|基本)?(完成|建成|建立|印发|开展|实现|配齐)")
HEDGED = re.compile("[未没无待拟不暂]")


class FlagKind(StrEnum):
    """Why to look, most pressing first."""

    CRITICAL_UNMET = "critical_unmet"
    CRITICAL_EXEMPT = "critical_exempt"
    CRITICAL_BARE = "critical_bare"
    WITHOUT_GROUND = "without_ground"
    TWO_FIGURES = "two_figures"
    DENIED_FACT = "denied_fact"
    DOUBTFUL_REMARK = "doubtful_remark"
    DONE_REMARK = "done_remark"
    SAME_FILE = "same_file"
    SAME_REMARK = "same_remark"
    JUMP = "jump"
    FIGURE_JUMP = "figure_jump"
    EXPIRED = "expired"
    BARE = "bare"
    STRAIGHT_LINE = "straight_line"


RANK = {kind: rank for rank, kind in enumerate(FlagKind)}
BARE_CLAIMS = (FlagKind.CRITICAL_BARE, FlagKind.BARE)
# What a clerk sees first: not what is no fault (a critical item that is not met, an answer better than last year's),
# nor what would tell of other bureaus.
ASKED_FIRST = frozenset(
    {
        *(FlagKind.CRITICAL_EXEMPT, FlagKind.WITHOUT_GROUND, FlagKind.TWO_FIGURES, FlagKind.DENIED_FACT),
        *(FlagKind.DOUBTFUL_REMARK, FlagKind.DONE_REMARK, FlagKind.FIGURE_JUMP, FlagKind.EXPIRED, *BARE_CLAIMS),
    }
)


class JudgedAnswer(Protocol):
    """A question with its answer and the credit that this earns (None: none to give), such as a result is."""

    @property
    def question(self) -> Question: ...
    @property
    def answer(self) -> Answer | None: ...
    @property
    def credit(self) -> Fraction | None: ...


@dataclass(frozen=True)
class Flag:
    """One reason to look at a question ("": at the response as a whole), with the figures that fill its words.

    `others` are the responses that have the same remark or file.
    """

    kind: FlagKind
    question_id: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class File:
    """A file attached to a question, by its SHA-256, and the last day on which it is valid (None: no end)."""

    sha256: str
    valid_until: date | None = None


@dataclass(frozen=True)
class Looked:
    """What is looked at of one response: its results, its profile, its files by question, last year's results."""

    results: Sequence[JudgedAnswer]
    as_of: date
    profile: Mapping[str, bool] = field(default_factory=dict)
    files: Mapping[str, Sequence[File]] = field(default_factory=dict)
    previous: Mapping[str, JudgedAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class Twins:
    """Who else in the round has it: responses by (question, normalised remark), and by the SHA-256 of a file."""

    remarks: Mapping[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    files: Mapping[str, Sequence[int]] = field(default_factory=dict)


def find_flags(response_id: int, looked: Looked, twins: Twins) -> list[Flag]:
    """Every reason to look at a response, in the order in which a reviewer should."""
    flags = [*_find_straight_line(looked.results), *_find_two_figures(looked.results)]
    flags += _find_without_ground(looked.results)
    for result in looked.results:
        if result.answer is not None:
            flags += _find_of_one(result, result.answer, looked)
            flags += _find_change(result, result.answer, looked.previous.get(result.question.id))
            flags += _find_twins(response_id, result, result.answer, looked, twins)
    places = {result.question.id: place for place, result in enumerate(looked.results)}
    return sorted(flags, key=lambda flag: (RANK[flag.kind], places.get(flag.question_id, -1)))


def order_queue(flags: Sequence[Flag], results: Sequence[JudgedAnswer]) -> list[str]:
    """The questions to look at, first the one with the most pressing reason; then more reasons, then more weight."""
    reasons: dict[str, list[Flag]] = {}
    for flag in flags:
        reasons.setdefault(flag.question_id, []).append(flag)
    asked = [result.question for result in results if result.question.id in reasons]

    def press(id: str) -> tuple[int, int]:
        return (min(RANK[flag.kind] for flag in reasons[id]), -len(reasons[id]))

    return [one.id for one in sorted(asked, key=lambda one: (*press(one.id), -Fraction(one.weight)))]


def count_kinds(flags: Sequence[Flag]) -> dict[FlagKind, int]:
    """How many there are of each kind."""
    return dict(Counter(flag.kind for flag in flags))


def weigh(counts: Mapping[FlagKind, int]) -> tuple[int, ...]:
    """How much there is to look at, to be compared: the most pressing kinds count first."""
    return tuple([counts.get(kind, 0) for kind in RANK])  # thousands are put in order by it


def normalise(remark: str) -> str:
    """A remark without spaces, punctuation and differences of width and case; "" where it is too short to compare."""
    wide = unicodedata.normalize("NFKC", remark).lower()
    words = "".join(one for one in wide if unicodedata.category(one)[0] in "LN")
    return words if len(words) > SHORTEST_REMARK else ""


def _find_of_one(result: JudgedAnswer, answer: Answer, looked: Looked) -> Iterator[Flag]:
    """The reasons that lie in an answer by itself."""
    if answer.not_applicable is not None:
        yield from _find_exempt(result, looked)
    elif result.credit == 1:
        yield from _find_claim(result, answer, looked)
    else:
        if result.question.critical and result.credit is not None:
            yield Flag(FlagKind.CRITICAL_UNMET, result.question.id)
        yield from _find_undersold(result, answer)


def _find_undersold(result: JudgedAnswer, answer: Answer) -> Iterator[Flag]:
    """Nothing is claimed though the remark says that it is done; a remark with any reserve is none of the kind."""
    is_told = isinstance(result.question.criterion, YesNo | Stage | Checklist)
    done = DONE.search(answer.remark) if is_told and result.credit == NOTHING else None
    if done and not HEDGED.search(answer.remark):
        yield Flag(FlagKind.DONE_REMARK, result.question.id, {"word": done[0]})


def _find_exempt(result: JudgedAnswer, looked: Looked) -> Iterator[Flag]:
    """What is said not to apply though it should."""
    question = result.question
    if question.critical:
        yield Flag(FlagKind.CRITICAL_EXEMPT, question.id)
    if question.applies_if is not None and looked.profile.get(question.applies_if) is True:
        yield Flag(FlagKind.DENIED_FACT, question.id, {"fact": question.applies_if})


def _find_claim(result: JudgedAnswer, answer: Answer, looked: Looked) -> Iterator[Flag]:
    """Full credit, against what stands beside it: nothing attached, an old paper, a remark that takes it back."""
    question, files = result.question, looked.files.get(result.question.id, ())
    if question.evidence and not files:
        yield Flag(FlagKind.CRITICAL_BARE if question.critical else FlagKind.BARE, question.id)
    if files and all(one.valid_until is not None and one.valid_until < looked.as_of for one in files):
        yield Flag(FlagKind.EXPIRED, question.id)
    if doubt := DOUBTS.search(answer.remark):
        yield Flag(FlagKind.DOUBTFUL_REMARK, question.id, {"word": doubt[1]})


def _find_change(result: JudgedAnswer, answer: Answer, before: JudgedAnswer | None) -> Iterator[Flag]:
    """A jump against last year's answer to the same question, where it is still asked in the same way."""
    question = result.question
    if before is None or before.answer is None or before.question.criterion.kind != question.criterion.kind:
        return
    if result.credit is not None and before.credit is not None and abs(result.credit - before.credit) >= BIG_CHANGE:
        shown = {"before": write_figure(100 * before.credit), "now": write_figure(100 * result.credit)}
        yield Flag(FlagKind.JUMP, question.id, shown)
    factor = BIG_FACTOR_OF_COUNTS if isinstance(question.criterion, Quantity) else BIG_FACTOR
    then = {(label, unit): figure for label, unit, figure in list_figures(before)}
    for label, unit, figure in list_figures(result):
        old = then.get((label, unit))
        if old and figure and max(old, figure) > factor * min(old, figure):
            shown = {"label": label, "unit": unit, "before": write_figure(old), "now": write_figure(figure)}
            shown["times"] = write_figure(Fraction(round(max(old, figure) / min(old, figure))))
            yield Flag(FlagKind.FIGURE_JUMP, question.id, shown)


def _find_twins(response_id: int, result: JudgedAnswer, answer: Answer, looked: Looked, twins: Twins) -> Iterator[Flag]:
    id = result.question.id
    if others := _without(response_id, twins.remarks.get((id, normalise(answer.remark)), ())):
        yield Flag(FlagKind.SAME_REMARK, id, others=others)
    same = {other for file in looked.files.get(id, ()) for other in twins.files.get(file.sha256, ())}
    if others := _without(response_id, sorted(same)):
        yield Flag(FlagKind.SAME_FILE, id, others=others)


def _without(response_id: int, others: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(other for other in others if other != response_id))


def _find_without_ground(results: Sequence[JudgedAnswer]) -> Iterator[Flag]:
    """Credit for what presumes something else that earns none, as the catalogue says: a drill without a plan."""
    lacking = {result.question.id: result.question.title for result in results if result.credit == NOTHING}
    for result in results:
        ground = next((id for id in result.question.presumes if id in lacking), None)
        if ground is not None and result.credit:
            yield Flag(FlagKind.WITHOUT_GROUND, result.question.id, {"title": lacking[ground]})


def _find_two_figures(results: Sequence[JudgedAnswer]) -> Iterator[Flag]:
    """The same thing counted twice with different figures, such as the inhabitants in two rates."""
    counted: dict[tuple[str, str], list[tuple[JudgedAnswer, Fraction]]] = {}
    for result in results:
        if not isinstance(result.question.criterion, Number | Quantity):  # their labels say nothing of what they count
            for label, unit, figure in list_figures(result):
                counted.setdefault((label, unit), []).append((result, figure))
    for (label, unit), places in counted.items():
        for result, figure in places:
            other = next((one for one in places if one[1] != figure), None)
            if other is not None:
                shown = {"label": label, "unit": unit, "here": write_figure(figure)}
                shown |= {"there": write_figure(other[1]), "title": other[0].question.title}
                yield Flag(FlagKind.TWO_FIGURES, result.question.id, shown)


def list_figures(result: JudgedAnswer) -> Iterator[tuple[str, str, Fraction]]:
    """The figures of an answer: what is counted ("" for a plain number), its unit, how many."""
    if result.answer is None or result.answer.not_applicable is not None:
        return
    value: Any = result.answer.value
    criterion = result.question.criterion
    if isinstance(criterion, Number | Quantity):
        if not isinstance(value, NotKept):
            yield "", criterion.unit, value
    elif isinstance(criterion, Share | Rate | Growth):
        units = (criterion.unit, criterion.base_unit if isinstance(criterion, Rate) else criterion.unit)
        for name, unit, figure in zip(criterion.names, units, (value.first, value.second), strict=True):
            yield getattr(criterion, name), unit, figure


def _find_straight_line(results: Sequence[JudgedAnswer]) -> Iterator[Flag]:
    """Full marks on everything that applies."""
    credits = [result.credit for result in results if result.credit is not None]
    if len(credits) >= FEWEST_ALIKE and set(credits) == {1}:
        yield Flag(FlagKind.STRAIGHT_LINE, details={"count": str(len(credits))})
