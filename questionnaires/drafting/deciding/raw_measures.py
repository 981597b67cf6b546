"""A decided measure as a catalogue says it: its own words whole, or what differs from the library's duty."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from questionnaires.catalogue import Duty, Level, Library, PolicyDocument
from questionnaires.drafting.deciding.decided import DecidedMeasure, NoticeFacts
from questionnaires.drafting.publishing import make_plain

DEFAULTS = {"op": "at_least", "required": True, "all_or_nothing": False, "per_year": False}


def write_measure(one: DecidedMeasure, facts: NoticeFacts, library: Library) -> dict[str, Any]:
    """The fields of a measure in the order of a catalogue; of one that was opened from a catalogue, what it said there
    with what was changed since."""
    now = write_own(one, facts, library)
    if one.kept is None or one.was is None:
        return now
    changed = {key: value for key, value in now.items() if key not in one.was or make_plain(value) != one.was[key]}
    left_out = one.was.keys() - now.keys()
    kept = {key: _read_criterion_days(key, value) for key, value in one.kept.items() if key not in left_out}
    return {**kept, **changed}


def write_own(one: DecidedMeasure, facts: NoticeFacts, library: Library) -> dict[str, Any]:
    """The fields of a measure by what is decided; only what is its own where it carries a duty."""
    duty = library.duties.get(one.library or "")
    fields: dict[str, Any] = {"id": fit_id(one.id, facts, library)}
    if duty is not None:
        fields["library"] = duty.id
    if duty is None or one.title != duty.title:
        fields["title"] = one.title
    if duty is None:
        fields["domain"] = one.domain
    fields |= {"levels": list(one.levels), "levels_basis": one.levels_basis}
    if one.duty:
        fields["duty"] = one.duty
    fields["phrase"] = one.phrase
    fields |= _write_criterion(one, duty) | _write_words(one, duty)
    if carried := find_carried(one, facts, library):
        fields["carries_out"] = carried
    if one.replaces:
        fields["replaces"] = list(one.replaces)
    return fields


def _read_criterion_days(key: str, value: Any) -> Any:
    """A field as YAML has it: the due date of a criterion is a date."""
    return {name: _read_days(name, one) for name, one in value.items()} if key == "criterion" else value


def _write_criterion(one: DecidedMeasure, duty: Duty | None) -> dict[str, Any]:
    criterion = {key: _read_days(key, value) for key, value in (one.criterion or {}).items()}
    if duty is None or criterion.get("kind") != duty.criterion["kind"]:
        return {"criterion": criterion}
    shared = duty.criterion
    own = {
        key: value for key, value in criterion.items() if key != "items" and shared.get(key, DEFAULTS.get(key)) != value
    }
    fields: dict[str, Any] = {"criterion": own} if own else {}
    if "items" in criterion and [dict(item) for item in criterion["items"]] != [dict(item) for item in shared["items"]]:
        by_value = {item["value"]: {"may_not_apply": False, **item} for item in shared["items"]}
        chosen = [
            item["value"] if by_value.get(item["value"]) == {"may_not_apply": False, **item} else item
            for item in criterion["items"]
        ]
        if chosen != [item["value"] for item in shared["items"]]:
            fields["items"] = chosen
    return fields


def _read_days(key: str, value: Any) -> Any:
    return date.fromisoformat(value) if key == "due" and isinstance(value, str) else value


def _write_words(one: DecidedMeasure, duty: Duty | None) -> dict[str, Any]:
    """The wording, and what makes the measure count otherwise, where it is its own."""
    fields: dict[str, Any] = {}
    if asks := _write_asks(one, duty):
        fields["asks"] = asks
    told = {
        "help": one.help or None,
        "evidence": list(one.evidence) or None,
        "advice": one.advice or None,
        "applies_if": one.applies_if or None,
        "allow_not_applicable": one.allow_not_applicable,
        "critical": one.critical,
        "weight": one.weight,
    }
    for key, value in told.items():
        shared = getattr(duty, key) if duty is not None else {"critical": False, "weight": 1}.get(key)
        if value is not None and value != (list(shared) if isinstance(shared, tuple) else shared):
            fields[key] = value
    return fields


def _write_asks(one: DecidedMeasure, duty: Duty | None) -> str | dict[str, str] | None:
    """The questions that are its own: one for all levels, or those that the duty words otherwise."""
    if isinstance(one.asks, str):
        return None if duty is not None and one.asks == duty.asks else one.asks or None
    worded = {level: words for level, words in one.asks.items() if level in one.levels and words}
    if duty is None or (one.criterion or {}).get("kind") != duty.criterion["kind"]:
        same = set(worded.values())
        return same.pop() if len(same) == 1 and len(worded) == len(one.levels) else _by_level(worded)
    return _by_level({level: words for level, words in worded.items() if find_asks(duty, level) != words}) or None


def _by_level(worded: Mapping[Level, str]) -> dict[str, str]:
    return {str(level): words for level, words in worded.items()}


def find_home(duty: Duty, library: Library) -> str:
    """The domain of a duty of the library."""
    return next(file.domain for file in library.duty_files if any(one.id == duty.id for one in file.duties))


def find_asks(duty: Duty, level: Level) -> str:
    """How the library asks a duty of a level, with placeholders; a city as a county where it has no own words."""
    if isinstance(duty.asks, str):
        return duty.asks
    return duty.asks.get(level) or (duty.asks.get(Level.COUNTY, "") if level is Level.CITY else "")


def ask(one: DecidedMeasure, duty: Duty | None, level: Level) -> str:
    """The question of a measure for a level, with placeholders; empty where there is none."""
    own = one.word_for(level)
    if own or duty is None or (one.criterion or {}).get("kind") != duty.criterion["kind"]:
        return own
    return find_asks(duty, level)


def fit_id(id: str, facts: NoticeFacts, library: Library) -> str:
    """The id of a measure: that of the draft, behind the document's where a notice above or a quantity has it."""
    taken = {one.id for duty in library.duties.values() for one in duty.quantities}
    taken |= {one.id for document in list_above(facts, library) for one in document.measures}
    return f"{facts.id[:25]}-{id}"[:60].strip("-") if id in taken else id


def list_above(facts: NoticeFacts, library: Library) -> list[PolicyDocument]:
    """The notices that this one carries out, nearest first."""
    return library.chain(facts.parent) if facts.parent in library.documents else []


def find_carried(one: DecidedMeasure, facts: NoticeFacts, library: Library) -> list[str]:
    """The measures of the notices above that need not be asked beside this one: as drafted, or of the same duty."""
    return [
        above.id
        for document in list_above(facts, library)
        for above in document.measures
        if (above.id in one.carries_out or (one.library and above.library == one.library))
        and set(above.levels) & set(one.levels)
    ]
