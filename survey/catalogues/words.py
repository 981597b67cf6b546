"""Faults of a catalogue, and what a version says otherwise, in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.catalogue import Level
from questionnaires.comparing import Change, FieldChange
from questionnaires.faults import CatalogueFault
from survey.web.languages import say_refusal
from survey.web.words import LEVELS

PLACES = {
    "measure": _l("measure"),
    "clause": _l("clause"),
    "duty": _l("duty of the library"),
    "entry": _l("entry"),
    "document": _l("head of the notice"),
    "bands": _l("grade bands"),
    "file": _l("the whole file"),
}
# What a placeholder stands for, in the language of the notices.
STANDS_FOR = {
    "place": "本地",
    "government": "本级政府",
    "regulator": "本级监管部门",
    "below": "下级",
    "year": "考核年度",
    "since": "印发之日",
}
PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
LINE, BYTE = re.compile(r"line (\d+), column (\d+)"), re.compile(r"byte (\d+)")
CHANGES = {
    Change.NEW: _l("new"),
    Change.GONE: _l("repealed"),
    Change.SPLIT: _l("split"),
    Change.MERGED: _l("merged"),
    Change.FIGURE: _l("figure or date changed"),
    Change.ANSWER: _l("answered otherwise"),
    Change.LEVELS: _l("levels changed"),
    Change.COUNTED: _l("counted otherwise"),
    Change.REWORDED: _l("reworded"),
    Change.MOVED: _l("renumbered"),
    Change.KEPT: _l("kept"),
}
KINDS = {
    "yes_no": _l("yes or no"),
    "stage": _l("stage"),
    "checklist": _l("checklist"),
    "number": _l("number"),
    "share": _l("share"),
    "rate": _l("rate"),
    "growth": _l("growth"),
    "grade": _l("grade of a scale"),
    "recency": _l("last time"),
    "done_by": _l("done by a date"),
    "quantity": _l("Basic figures"),
    "text": _l("free text"),
}
FIELDS = {
    "title": _l("Title"),
    "number": _l("Number"),
    "issuer": _l("Issuer"),
    "issued": _l("Issued"),
    "division": _l("Division code"),
    "implements": _l("Carries out"),
    "parent": _l("Parent notice"),
    "levels": _l("Levels that it binds"),
    "bands": _l("Grade bands"),
    "heading": _l("Heading of the clause"),
    "reason": _l("Why it is not asked"),
    "not_targets": _l("Figures that are no targets"),
    "carried": _l("Words without a question of their own"),
    "domain": _l("Domain"),
    "levels_basis": _l("Basis of the levels"),
    "library": _l("Duty of the library"),
    "duty": _l("Duty"),
    "phrase": _l("Anchor phrase"),
    "asks": _l("Question"),
    "help": _l("Help"),
    "evidence": _l("Evidence"),
    "advice": _l("Advice"),
    "weight": _l("Weight"),
    "critical": _l("Critical"),
    "applies_if": _l("Applies if"),
    "allow_not_applicable": _l("May be not applicable"),
    "carries_out": _l("Carries out of the parent"),
    "presumes": _l("Presumes"),
    "beside": _l("Stands beside"),
    "criterion.kind": _l("Kind"),
    "criterion.target": _l("Target"),
    "criterion.unit": _l("Unit"),
    "criterion.per": _l("Per"),
    "criterion.part": _l("What is counted"),
    "criterion.whole": _l("Of what"),
    "criterion.count": _l("What is counted"),
    "criterion.base": _l("Of what"),
    "criterion.base_unit": _l("Unit of the base"),
    "criterion.baseline": _l("What is counted"),
    "criterion.current": _l("Of what"),
    "criterion.period_months": _l("Period in months"),
    "criterion.per_year": _l("Of the assessment year"),
    "criterion.due": _l("Due date"),
    "criterion.within_months": _l("Months from the issue date"),
    "criterion.all_or_nothing": _l("All or nothing"),
    "criterion.options": _l("Options"),
    "criterion.items": _l("Items"),
    "criterion.range": _l("Plausible range"),
}


@dataclass(frozen=True)
class ToldFault:
    """A fault in words: where, and what is wrong there."""

    place: str
    why: str


def say_faults(faults: Iterable[CatalogueFault], document_id: str) -> list[ToldFault]:
    """Every fault in words; one in another notice than the document names that."""
    return [_say_fault(one, document_id) for one in faults]


def _say_fault(fault: CatalogueFault, document_id: str) -> ToldFault:
    other = fault.file.removesuffix(".yaml")
    parts = ["" if other == document_id else other, say_place(fault.place), fault.field]
    return ToldFault(" · ".join(filter(None, parts)), say_refusal(fault.why))


def say_place(place: str) -> str:
    """Where a fault is: a line, a byte, a measure or clause by its name."""
    if found := LINE.fullmatch(place):
        return str(_("line %(line)s, column %(column)s", line=found[1], column=found[2]))
    if found := BYTE.fullmatch(place):
        return str(_("byte %(number)s", number=found[1]))
    kind, _blank, name = place.partition(" ")
    return " ".join(filter(None, (str(PLACES.get(kind, kind)), name)))


def say_changes(fields: Iterable[FieldChange]) -> list[tuple[str, str, str]]:
    """Each changed field with what it said and what it says; questions of several levels that change alike once."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for one in fields:
        outer, _dot, inner = one.field.partition(".")
        name = outer if outer == "asks" else one.field
        before, after = (
            _say_kind(each) if name == "criterion.kind" else say_value(each) for each in (one.before, one.after)
        )
        alike.setdefault((name, before, after), []).append(inner)
    return [(say_field(name, levels), before, after) for (name, before, after), levels in alike.items()]


def _say_kind(kind: Any) -> str:
    return str(KINDS.get(str(kind), say_value(kind)))


def say_field(field: str, levels: Sequence[str]) -> str:
    """What a field of a catalogue is called; a question with its levels."""
    if field == "asks" and all(levels):
        told = str(_(", ")).join(str(LEVELS[level]) for level in levels)
        return str(_("%(field)s (%(level)s)", field=FIELDS["asks"], level=told))
    return str(FIELDS.get(field, field))


def say_value(value: Any) -> str:
    """A plain value of a catalogue in words."""
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, Level):
        return str(LEVELS[value])
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Mapping):
        return _say_mapping(value)
    if isinstance(value, tuple | list):
        return str(_(", ")).join(map(say_value, value))
    return PLACEHOLDER.sub(lambda found: STANDS_FOR.get(found[1], found[0]), str(value))


def _say_mapping(value: Mapping[str, Any]) -> str:
    """An option by its label, a level by its names, anything else field by field."""
    if "label" in value:
        return str(value["label"])
    said = [f"{say_value(key)}{_(': ')}{say_value(one)}" for key, one in value.items()]
    return str(_(", ")).join(said)
