"""The fields of each kind of question: which there are, what an answer file says read from them, and written back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.checklists import ABSENT, NO_OCCASION, join_reason, part_reason
from survey.web.fields import DayField, FigureField
from survey.web.typed import write_typed

APART, WHY = "apart_", "why_"  # the fields of an item that may not apply, before its name
REASONS = {"absent": ABSENT, "no_occasion": NO_OCCASION}


Told = Mapping[str, Any]


class NotYet(InvalidAnswer):
    """Something is typed, but it is not an answer yet; `place` names the field that is still to be given."""

    def __init__(self, place: str, message: str, **details: object) -> None:
        super().__init__(message, **details)
        self.place = place


@dataclass(frozen=True)
class FieldBuilder:
    """How a kind of criterion is asked: its fields by name, what an answer file tells read from them, and written back.

    `read` gives the keys of such an answer, none where nothing was typed, and raises NotYet or InvalidAnswer; `write`
    takes the criterion and those keys.
    """

    build: Callable[[Any], dict[str, Any]]
    read: Callable[[Any], Told]
    write: Callable[[Any, Told], dict[str, Any]]


def _radio(choices: Iterable[tuple[str, str]]) -> RadioField:
    # The criterion refuses what it does not offer, in words that are translated.
    return RadioField(choices=[SelectChoice(value, label) for value, label in choices], validate_choice=False)


def _build_scale(criterion: Any) -> dict[str, Any]:
    return {"value": _radio((option.value, option.label) for option in criterion.options)}


def _tell(given: object) -> Told:
    """A value alone; what is empty is not typed."""
    return {} if given in (None, "") else {"value": given}


def _read_choice(form: Any) -> Told:
    return _tell(form.value.data)


def _read_yes_no(form: Any) -> Told:
    return _tell({"yes": True, "no": False}.get(form.value.data, form.value.data))


def _read_number(form: Any) -> Told:
    return _tell(form.value.figure)


def _build_pair(criterion: Any) -> dict[str, Any]:
    units = (criterion.unit, getattr(criterion, "base_unit", criterion.unit))
    named = zip(criterion.names, units, strict=True)
    return {name: FigureField(getattr(criterion, name), unit) for name, unit in named}


def _read_pair(form: Any) -> Told:
    figures = {name: form[name].figure for name in form.question.criterion.names}
    empty = [name for name, figure in figures.items() if figure is None]
    if len(empty) == len(figures):
        return {}
    if empty:
        raise NotYet(empty[0], "One figure is still missing: %(name)s.", name=form[empty[0]].label.text)
    return {"value": figures}


def _read_day(form: Any) -> Told:
    if form.never.data and form.value.day:
        raise InvalidAnswer("Give a date or tick that there is none, not both.")
    return {"value": None} if form.never.data else _tell(form.value.day)


class ItemsField(SelectMultipleField):
    """The items of a list to tick; those that may not apply have a choice and a reason beside them (APART, WHY)."""


class ApartField(SelectField):
    """Why an item is set apart, drawn beside its tick."""


class WhyField(StringField):
    """The words of that reason, drawn beside the choice."""


def _build_checklist(criterion: Any) -> dict[str, Any]:
    choices = [SelectChoice(item.value, item.label) for item in criterion.items]
    fields = {
        "items": ItemsField(choices=choices, validate_choice=False),
        "none": BooleanField(_l("None of the above")),
    }
    for item in criterion.items:
        if item.may_not_apply:
            offered = [SelectChoice("", "–"), SelectChoice("absent", _l("not here"))]
            offered.append(SelectChoice("no_occasion", _l("did not happen")))
            fields[APART + item.value] = ApartField(item.label, choices=offered, default="", validate_choice=False)
            fields[WHY + item.value] = WhyField(item.label)
    return fields


def _read_checklist(form: Any) -> Told:
    if form.none.data and form.items.data:
        raise InvalidAnswer("Items are ticked and so is “none of the above”; keep one of the two.")
    apart = dict(_read_apart(form))
    ticked, listed = form.items.data or [], len(form.question.criterion.items)
    if not ticked and not form.none.data and len(apart) < listed:
        if apart:
            raise NotYet("items", "Still missing: tick the items that are in place, or “none of the above”.")
        return {}
    return {"value": ticked} | ({"set_apart": apart} if apart else {})


def _read_apart(form: Any) -> Iterable[tuple[str, str]]:
    """The items that are set apart, each with its reason; raises NotYet where that is missing."""
    for item in form.question.criterion.items:
        if not item.may_not_apply:
            continue
        chosen, words = form[APART + item.value].data, (form[WHY + item.value].data or "").strip()
        if not chosen:
            if words:
                raise NotYet(
                    APART + item.value,
                    "A reason stands at “%(item)s”: choose whether it is not here or did not happen, or clear it.",
                    item=item.label,
                )
            continue
        if chosen not in REASONS:
            raise InvalidAnswer("“%(typed)s” is not offered for “%(item)s”.", typed=chosen, item=item.label)
        if item.value in (form.items.data or []):
            raise InvalidAnswer("“%(item)s” is ticked and set apart at once; keep one of the two.", item=item.label)
        if not words and REASONS[chosen] == ABSENT:
            raise NotYet(WHY + item.value, "Still missing: why “%(item)s” does not exist here.", item=item.label)
        yield item.value, join_reason(REASONS[chosen], words)


def _write_checklist(criterion: Any, told: Told) -> dict[str, Any]:
    apart = told.get("set_apart") or {}
    fields = {"items": told["value"], "none": not told["value"] and len(apart) < len(criterion.items)}
    for item, reason in apart.items():
        why, words = part_reason(reason)
        fields[APART + item] = next(name for name, one in REASONS.items() if one == why)
        fields[WHY + item] = words
    return fields


def _build_quantity(criterion: Any) -> dict[str, Any]:
    return {
        "value": FigureField(_l("Figure"), criterion.unit),
        "not_kept": BooleanField(_l("Not kept")),
        "why": WhyField(_l("Why the figure is not kept")),
    }


def _read_quantity(form: Any) -> Told:
    words, given = tidy(form.why.data), form.value.figure is not None
    if not form.not_kept.data:
        if words:
            raise NotYet(
                "not_kept", "A reason stands here, but “not kept” is not ticked. Tick it, or clear the reason."
            )
        return _read_number(form)
    if given:
        raise InvalidAnswer("A figure is given and “not kept” is ticked; keep one of the two.")
    if not words:
        raise NotYet("why", "Still missing: the reason why the figure is not kept.")
    return {"not_kept": words}


def _write_quantity(_criterion: Any, told: Told) -> dict[str, Any]:
    if "not_kept" in told:
        return {"not_kept": True, "why": told["not_kept"]}
    return {"value": write_typed(told["value"])}


def tidy(typed: str | None) -> str:
    """What was typed in a box, as it is kept."""
    return (typed or "").replace("\r\n", "\n").strip()


def _day(never: str) -> FieldBuilder:
    return FieldBuilder(
        lambda criterion: {"value": DayField(_l("Date")), "never": BooleanField(never)},
        _read_day,
        lambda criterion, told: {"value": told["value"] or "", "never": told["value"] is None},
    )


_SCALE = FieldBuilder(_build_scale, _read_choice, lambda criterion, told: {"value": told["value"]})
_PAIR = FieldBuilder(
    _build_pair,
    _read_pair,
    lambda criterion, told: {name: write_typed(told["value"][name]) for name in criterion.names},
)
FIELD_BUILDERS: Mapping[str, FieldBuilder] = {
    "yes_no": FieldBuilder(
        lambda criterion: {"value": _radio([("yes", _l("Yes")), ("no", _l("No"))])},
        _read_yes_no,
        lambda criterion, told: {"value": "yes" if told["value"] else "no"},
    ),
    "stage": _SCALE,
    "grade": _SCALE,
    "number": FieldBuilder(
        lambda criterion: {"value": FigureField(_l("Figure"), criterion.unit)},
        _read_number,
        lambda criterion, told: {"value": write_typed(told["value"])},
    ),
    "share": _PAIR,
    "rate": _PAIR,
    "growth": _PAIR,
    "recency": _day(_l("Never done")),
    "done_by": _day(_l("Not done yet")),
    "checklist": FieldBuilder(_build_checklist, _read_checklist, _write_checklist),
    "quantity": FieldBuilder(_build_quantity, _read_quantity, _write_quantity),
    "text": FieldBuilder(
        lambda criterion: {"value": TextAreaField(_l("Answer"))},
        lambda form: _tell(tidy(form.value.data)),
        lambda criterion, told: {"value": told["value"]},
    ),
}
