"""A questionnaire as what stands on a sheet: for each question boxes to tick and room to write, with what was given."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from questionnaires.answers import UNANSWERED, Answer
from questionnaires.questionnaire import Question, Questionnaire

Clean = Callable[[str], str]
LONG, SHORT, LINES = "long", "short", "lines"


@dataclass(frozen=True, slots=True)
class Tick:
    """A box with its words."""

    words: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class WriteIn:
    """Room to write: the words before and behind it, how much there is, and what stands in it."""

    before: str
    after: str
    room: str
    given: str


Piece = Tick | WriteIn


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """A question as it is printed; `lines` hold its pieces."""

    number: str
    text: str
    clause: str
    target: str
    help: str
    evidence: str
    is_critical: bool
    is_quantity: bool
    lines: tuple[tuple[Piece, ...], ...]
    remark: str


@dataclass(frozen=True, slots=True)
class SheetDomain:
    """A domain by its number with its questions."""

    number: int
    title: str
    questions: tuple[SheetQuestion, ...]


def list_domains(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], as_of: date | None, clean: Clean
) -> list[SheetDomain]:
    """All domains; `clean` makes what people typed printable."""
    return [
        SheetDomain(
            questionnaire.domain_numbers[section.id],
            section.title,
            tuple(
                _make_question(questionnaire, one, answers.get(one.id, UNANSWERED), as_of, clean)
                for one in section.questions
            ),
        )
        for section in questionnaire.domains
    ]


def _make_question(
    questionnaire: Questionnaire, question: Question, answer: Answer, as_of: date | None, clean: Clean
) -> SheetQuestion:
    told = answer.tell(question) if answer.is_given and answer.refused is None else {}
    lines = [*LAYOUTS[question.criterion.kind](question.criterion, told, clean)]
    if question.allow_not_applicable:
        reason = told.get("not_applicable")
        lines.append((Tick("不适用", reason is not None), WriteIn("理由：", "", LONG, clean(reason or ""))))
    return SheetQuestion(
        number=questionnaire.numbers[question.id],
        text=question.text,
        clause=questionnaire.cite(question),
        target=question.criterion.write_target(as_of),
        help=question.help or "",
        evidence="；".join(question.evidence),
        is_critical=question.critical,
        is_quantity=question.is_quantity,
        lines=tuple(lines),
        remark=clean(answer.remark),
    )


Line = tuple[Piece, ...]
Layout = Callable[[Any, Mapping[str, Any], Clean], Iterator[Line]]


def _lay_yes_no(_criterion: Any, told: Mapping[str, Any], _clean: Clean) -> Iterator[Line]:
    given = told.get("value")
    yield Tick("是", given is True), Tick("否", given is False)


def _lay_scale(criterion: Any, told: Mapping[str, Any], _clean: Clean) -> Iterator[Line]:
    yield tuple(Tick(one.label, told.get("value") == one.value) for one in criterion.options)


def _lay_number(criterion: Any, told: Mapping[str, Any], _clean: Clean) -> Iterator[Line]:
    yield (WriteIn("", criterion.unit, SHORT, _write(told.get("value"))),)


def _lay_pair(criterion: Any, told: Mapping[str, Any], _clean: Clean) -> Iterator[Line]:
    given = told.get("value") or {}
    units = (criterion.unit, getattr(criterion, "base_unit", criterion.unit))
    yield tuple(
        WriteIn(f"{getattr(criterion, name)}：", unit, SHORT, _write(given.get(name)))
        for name, unit in zip(criterion.names, units, strict=True)
    )


def _lay_day(never: str) -> Layout:
    def lay(_criterion: Any, told: Mapping[str, Any], _clean: Clean) -> Iterator[Line]:
        given = told.get("value")
        year, month, day = (str(int(part)) for part in str(given).split("-")) if given else ("", "", "")
        parts = (WriteIn("", "年", SHORT, year), WriteIn("", "月", SHORT, month), WriteIn("", "日", SHORT, day))
        yield (*parts, Tick(never, "value" in told and given is None))

    return lay


def _lay_checklist(criterion: Any, told: Mapping[str, Any], clean: Clean) -> Iterator[Line]:
    ticked, apart = told.get("value") or [], told.get("set_apart") or {}
    plain: list[Piece] = []  # share a line
    for item in criterion.items:
        tick = Tick(item.label, item.value in ticked)
        if item.may_not_apply:
            yield from [tuple(plain)] if plain else []
            yield tick, WriteIn("不适用的，写明原因：", "", SHORT, clean(apart.get(item.value, "")))
            plain = []
        else:
            plain.append(tick)
    yield (*plain, Tick("以上均不具备", "value" in told and not ticked and len(apart) < len(criterion.items)))


def _lay_quantity(criterion: Any, told: Mapping[str, Any], clean: Clean) -> Iterator[Line]:
    reason = told.get("not_kept")
    figure = WriteIn("", criterion.unit, SHORT, _write(told.get("value")))
    yield figure, Tick("没有统计", reason is not None), WriteIn("原因：", "", SHORT, clean(reason or ""))


def _lay_text(_criterion: Any, told: Mapping[str, Any], clean: Clean) -> Iterator[Line]:
    yield (WriteIn("", "", LINES, clean(told.get("value") or "")),)


def _write(figure: Any) -> str:
    return "" if figure is None else f"{Decimal(figure):f}"


LAYOUTS: Mapping[str, Layout] = {
    "yes_no": _lay_yes_no,
    "stage": _lay_scale,
    "grade": _lay_scale,
    "number": _lay_number,
    "share": _lay_pair,
    "rate": _lay_pair,
    "growth": _lay_pair,
    "recency": _lay_day("从未开展"),
    "done_by": _lay_day("尚未完成"),
    "checklist": _lay_checklist,
    "quantity": _lay_quantity,
    "text": _lay_text,
}
