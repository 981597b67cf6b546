"""The cells of a question as an answer, by the very rules of the form: what one accepts, so does the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from questionnaires.answers import UNANSWERED, Answer
from questionnaires.questionnaire import Question
from survey.answering.builders import APART, REASONS
from survey.answering.forms import Reading, answer_of, build_form
from survey.workbooks.cells import Cell
from survey.workbooks.layout import NOT_APPLICABLE, REASON, TICKED, CellKind, Slot, list_beside, list_slots
from survey.workbooks.reading import Filled

MOST_QUOTED = 40


@dataclass(frozen=True)
class Given:
    """What a workbook says to a question, or what is wrong with it, by cell."""

    question: Question
    answer: Answer = UNANSWERED
    faults: Mapping[Cell, str] = field(default_factory=dict)


def read_given(filled: Filled, questions: Iterable[Question], as_of: date) -> dict[str, Given]:
    """What a workbook says to each question that it has."""
    return {
        question.id: _read_question(question, filled.cells[question.id], filled.broken.get(question.id, ""), as_of)
        for question in questions
        if question.id in filled.cells
    }


def _read_question(question: Question, cells: Mapping[str, Cell], broken: str, as_of: date) -> Given:
    if broken:
        return Given(question, faults={next(iter(cells.values())): broken})
    faults = {cell: cell.fault for cell in cells.values() if cell.fault}
    typed: MultiDict[str, str] = MultiDict({f"{question.id}-version": "0"})
    for slot in (*list_slots(question), *list_beside(question)):
        if not cells[slot.name].fault:
            faults |= _type_slot(question, slot, cells[slot.name], typed)
    if not question.allow_not_applicable and cells[NOT_APPLICABLE.name].text.strip():
        faults[cells[NOT_APPLICABLE.name]] = _("This question applies to everyone; not applicable cannot be chosen.")
    faults |= _type_none(question, cells, faults, typed) | _find_unsaid(question, cells, typed)
    if faults:
        return Given(question, faults=faults)
    form = build_form(question, typed=typed)
    reading = answer_of(form, as_of)
    if reading.ready:
        return Given(question, reading.answer)
    return Given(question, faults=_place(question, cells, reading))


def _find_unsaid(question: Question, cells: Mapping[str, Cell], typed: MultiDict[str, str]) -> dict[Cell, str]:
    """What the form would pass over: an answer beside not applicable, and a reason without it."""
    if not question.allow_not_applicable:
        return {}
    if f"{question.id}-{NOT_APPLICABLE.name}" not in typed:
        words = _("A reason stands here, but not applicable is not chosen. Choose it, or clear the reason.")
        return {
            cell: words for cell in (cells[REASON.name],) if cell.text.strip() and not cells[NOT_APPLICABLE.name].fault
        }
    words = _("Not applicable is chosen, but an answer stands here too. Keep one of them.")
    filled = (cells[slot.name] for slot in list_slots(question))
    return {cell: words for cell in filled if cell.text.strip() and not cell.fault}


def _type_slot(question: Question, slot: Slot, cell: Cell, typed: MultiDict[str, str]) -> dict[Cell, str]:
    """Type a cell into the fields as a form sends them; say what is wrong where it is not on its list."""
    name, _colon, item = slot.name.partition(":")
    if slot.kind is not CellKind.CHOICE:
        typed[f"{question.id}-{name}"] = cell.text
        return {}
    word = _fold(cell.text)
    if not word:
        return {}
    meanings = {_fold(label): meaning for label, meaning in slot.choices.items()}
    if word not in meanings:
        offered = "、".join(slot.choices)
        quoted = cell.text.strip()[:MOST_QUOTED]
        return {cell: _("“%(typed)s” is not offered here; choose from: %(offered)s.", typed=quoted, offered=offered)}
    if meanings[word] in REASONS:
        typed[f"{question.id}-{APART}{item}"] = meanings[word]
    elif meanings[word]:
        typed.add(f"{question.id}-{name}", item or meanings[word])
    return {}


def _fold(words: str) -> str:
    """Full-width letters and spaces about are the same word."""
    return normalize("NFKC", words).strip().upper()


def _type_none(
    question: Question, cells: Mapping[str, Cell], wrong: Mapping[Cell, str], typed: MultiDict[str, str]
) -> dict[Cell, str]:
    """A checklist whose every item is denied has none; where some are and none is affirmed, the others are missing.
    Where an item is `wrong`, nothing is known of the others yet."""
    items = [cells[slot.name] for slot in list_slots(question) if ":" in slot.name]
    blank = [cell for cell in items if not cell.text.strip() and not cell.fault]
    if len(blank) == len(items) or f"{question.id}-items" in typed or any(cell in wrong for cell in items):
        return {}
    if blank:
        return {cell: _("Say for each item whether it is in place: choose yes or no.") for cell in blank}
    typed[f"{question.id}-none"] = TICKED
    return {}


def _place(question: Question, cells: Mapping[str, Cell], reading: Reading) -> dict[Cell, str]:
    """At which cell each error of the form is said; those of the whole answer at its first cell."""
    first = list_slots(question)[0].name
    if reading.missing:
        place = reading.place.replace(APART, "items:") if reading.place.startswith(APART) else reading.place
        return {cells[place if place in cells else first]: reading.missing}
    placed: dict[Cell, str] = {}
    for name, messages in reading.errors.items():
        placed[cells[name if name in cells else first]] = " ".join(messages)
    return placed
