"""The acts on a clause by the names that the buttons of its page have, and the change of a whole measure."""

from collections.abc import Callable, Mapping
from typing import Any

from questionnaires.catalogue import Level, Library
from questionnaires.drafting.deciding import acts
from questionnaires.drafting.deciding.at_once import accept_at_once, confirm_figures, confirm_levels
from questionnaires.drafting.deciding.cutting import merge_up, split
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, Reading
from questionnaires.drafting.deciding.doubles import ask_both
from questionnaires.drafting.deciding.lacking import accept
from questionnaires.drafting.deciding.raw_measures import find_home
from questionnaires.drafting.deciding.scales import load_scales
from questionnaires.messages import Refused
from survey.studio.doubles import merge_into
from survey.studio.drafts import OpenDraft
from survey.studio.forms import MeasureForm, read_decimal, split_lines
from survey.studio.reach import get_redrafter

Change = Callable[[DecidedClause], DecidedClause]
Typed = Mapping[str, str]
_READINGS: dict[str, Reading] = {"target": "target", "due": "due", "none": "none"}
Act = Callable[[OpenDraft, Library, str, str, Any], Change]


def _accept(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    return lambda clause: accept(clause, id, draft.facts, library)


def _merge(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    return lambda clause: merge_up(clause, id)


def _ask_once(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    return merge_into(draft, library, id, value)


def _ask_both(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    return lambda clause: ask_both(clause, id, value)


def _set_aside(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    reason = typed.get("own_reason", "").strip() or typed.get("reason", "")
    return lambda clause: acts.set_aside(clause, id, reason)


def _reopen(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    return lambda clause: acts.reopen(clause, id)


def _split(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    at, redrafter = _read_number(value), get_redrafter(library)

    def redraft(clause: DecidedClause, part: DecidedMeasure) -> DecidedMeasure:
        return redrafter.redraft(clause, part, draft.facts.issued, draft.facts.effective)

    return lambda clause: split(clause, id, at, redraft)


def _take_duty(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    key = value or typed.get("duty_id", "")
    if key not in library.duties:
        raise Refused("Choose a duty of the library.")
    duty = library.duties[key]
    return lambda clause: acts.take_duty(clause, id, duty, find_home(duty, library))


def _leave_library(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    return lambda clause: acts.leave_library(clause, id)


def _settle_figure(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    number, reading = _read_number(value), _READINGS.get(typed.get(f"reading-{value}", ""))
    if reading is None:
        raise Refused("Say what the figure is.")
    reason = typed.get(f"figure-reason-{value}", "")
    return lambda clause: acts.settle_figure(clause, number, reading, reason)


def _settle_rest(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    """Confirm every figure that can be confirmed as the table shows it, with what was chosen there."""

    def settle(clause: DecidedClause) -> DecidedClause:
        shown = {
            number: (_READINGS[typed[f"reading-{number}"]], typed.get(f"figure-reason-{number}", ""))
            for number in range(len(clause.figures))
            if typed.get(f"reading-{number}") in _READINGS
        }
        return confirm_figures(clause, shown)

    return settle


def _confirm_levels(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    return confirm_levels


def _accept_at_once(draft: OpenDraft, library: Library, id: str, value: str, typed: Any) -> Change:
    """Adopt the measures that the page showed as complete, and those that were ticked."""
    complete, ticked = typed.getlist("complete"), typed.getlist("ticked")
    return lambda clause: accept_at_once(clause, complete, ticked, draft.facts, library)


def _set_domain(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    domain = typed.get("domain", "")
    if domain not in library.domains:
        raise Refused("Choose a domain.")
    return lambda clause: acts.set_domain(clause, domain)


def _set_levels(draft: OpenDraft, library: Library, id: str, value: str, typed: Any) -> Change:
    levels = [level for level in draft.facts.levels if level.value in typed.getlist("levels")]
    return lambda clause: acts.set_clause_levels(clause, levels)


def _give_reason(draft: OpenDraft, library: Library, id: str, value: str, typed: Typed) -> Change:
    reason = typed.get("own_reason", "").strip() or typed.get("reason", "")
    return lambda clause: acts.give_reason(clause, reason)


ACTS: dict[str, Act] = {
    "accept": _accept,
    "merge": _merge,
    "once": _ask_once,
    "both": _ask_both,
    "aside": _set_aside,
    "reopen": _reopen,
    "split": _split,
    "duty": _take_duty,
    "own": _leave_library,
    "figure": _settle_figure,
    "figures": _settle_rest,
    "assumed": _confirm_levels,
    "complete": _accept_at_once,
    "domain": _set_domain,
    "levels": _set_levels,
    "reason": _give_reason,
}


def find_act(name: str) -> Act:
    """The act of a button; raises Refused."""
    if name not in ACTS:
        raise Refused("There is no such act; use the buttons of the page.")
    return ACTS[name]


def _read_number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 7 else -1


def change_measure(clause: DecidedClause, id: str, form: MeasureForm, library: Library) -> DecidedClause:
    """A measure with everything that the validated form says. Raises Refused."""
    one = clause.find(id)
    duty = library.duties.get(one.library or "")
    known = [*(one.criterion or {}).get("items", ()), *(duty.criterion.get("items", ()) if duty else ())]
    levels = [Level(level) for level in form.levels.data if level in set(Level)]
    if form.domain.data not in library.domains or form.applies_if.data not in {"", *library.facts}:
        raise Refused("Choose a domain.")
    clause = acts.set_levels(clause, id, levels, form.levels_basis.data)
    clause = acts.set_criterion(clause, id, form.read_criterion(one, known), load_scales())
    asks = form.read_asks([level.value for level in levels])
    if asks == one.asks:  # whoever words it anew says what is counted, too
        asks = acts.follow_parts(asks, one.criterion, clause.find(id).criterion or {})
    weight = read_decimal(form.weight.data) if form.weight.data else None
    clause = acts.set_weight(clause, id, weight, {"y": True, "n": False}.get(form.critical.data))
    return acts.word(
        clause,
        id,
        title=form.title.data,
        domain=one.domain if duty else form.domain.data,
        unsure=False,
        asks=asks,
        duty=form.duty.data,
        help=form.help.data,
        evidence=tuple(split_lines(form.evidence.data)),
        advice=form.advice.data,
        phrase=form.phrase.data,
        applies_if=form.applies_if.data or None,
    )
