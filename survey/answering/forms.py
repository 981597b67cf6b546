"""Questions as forms. WTForms names and holds the fields; `answer_of` reads them by the same rules as answer files."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from questionnaires.answers import BLANK, UNANSWERED, Answer, read_answer
from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.words import read_words
from questionnaires.questionnaire import Question
from survey.responses.saving import UNTOUCHED, Saved
from survey.web.fields import DayField, FigureField
from survey.web.languages import say_refusal
from survey.web.typed import write_typed


class NotYet(InvalidAnswer):
    """Something is typed, but it is not an answer yet; `place` names the field that is still to be given."""

    def __init__(self, place: str, message: str, **details: object) -> None:
        super().__init__(message, **details)
        self.place = place


@dataclass(frozen=True)
class FieldBuilder:
    """How a kind of criterion is asked: its fields by name, the V of an answer file read from them, and V written back.

    `read` gives BLANK where nothing was typed and raises NotYet or InvalidAnswer.
    """

    build: Callable[[Any], dict[str, Any]]
    read: Callable[[Any], object]
    write: Callable[[Any, Any], dict[str, Any]]


def _radio(choices: Iterable[tuple[str, str]]) -> RadioField:
    # The criterion refuses what it does not offer, in words that are translated.
    return RadioField(choices=[SelectChoice(value, label) for value, label in choices], validate_choice=False)


def _build_scale(criterion: Any) -> dict[str, Any]:
    return {"value": _radio((option.value, option.label) for option in criterion.options)}


def _read_choice(form: Any) -> object:
    return form.value.data or BLANK


def _read_yes_no(form: Any) -> object:
    return {"yes": True, "no": False, None: BLANK, "": BLANK}.get(form.value.data, form.value.data)


def _read_figure(form: Any) -> object:
    return BLANK if form.value.figure is None else form.value.figure


def _build_pair(criterion: Any) -> dict[str, Any]:
    units = (criterion.unit, getattr(criterion, "base_unit", criterion.unit))
    named = zip(criterion.names, units, strict=True)
    return {name: FigureField(getattr(criterion, name), unit) for name, unit in named}


def _read_pair(form: Any) -> object:
    figures = {name: form[name].figure for name in form.question.criterion.names}
    empty = [name for name, figure in figures.items() if figure is None]
    if len(empty) == len(figures):
        return BLANK
    if empty:
        raise NotYet(empty[0], "One figure is still missing: %(name)s.", name=form[empty[0]].label.text)
    return figures


def _build_day(never: str) -> Callable[[Any], dict[str, Any]]:
    return lambda criterion: {"value": DayField(_l("Date")), "never": BooleanField(never)}


def _read_day(form: Any) -> object:
    if form.never.data and form.value.day:
        raise InvalidAnswer("Give a date or tick that there is none, not both.")
    return None if form.never.data else form.value.day or BLANK


def _build_checklist(criterion: Any) -> dict[str, Any]:
    choices = [SelectChoice(item.value, item.label) for item in criterion.items]
    items = SelectMultipleField(choices=choices, validate_choice=False)
    return {"items": items, "none": BooleanField(_l("None of the above"))}


def _read_checklist(form: Any) -> object:
    if form.none.data and form.items.data:
        raise InvalidAnswer("Items are ticked and so is “none of the above”; keep one of the two.")
    return form.items.data or ([] if form.none.data else BLANK)


def _tidy(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


_SCALE = FieldBuilder(_build_scale, _read_choice, lambda criterion, value: {"value": value})
_PAIR = FieldBuilder(
    _build_pair, _read_pair, lambda criterion, value: {name: write_typed(value[name]) for name in criterion.names}
)


def _day(never: str) -> FieldBuilder:
    return FieldBuilder(
        _build_day(never), _read_day, lambda criterion, value: {"value": value or "", "never": value is None}
    )


FIELD_BUILDERS: Mapping[str, FieldBuilder] = {
    "yes_no": FieldBuilder(
        lambda criterion: {"value": _radio([("yes", _l("Yes")), ("no", _l("No"))])},
        _read_yes_no,
        lambda criterion, value: {"value": "yes" if value else "no"},
    ),
    "stage": _SCALE,
    "grade": _SCALE,
    "number": FieldBuilder(
        lambda criterion: {"value": FigureField(_l("Figure"), criterion.unit)},
        _read_figure,
        lambda criterion, value: {"value": write_typed(value)},
    ),
    "share": _PAIR,
    "rate": _PAIR,
    "growth": _PAIR,
    "recency": _day(_l("Never done")),
    "done_by": _day(_l("Not done yet")),
    "checklist": FieldBuilder(
        _build_checklist, _read_checklist, lambda criterion, value: {"items": value, "none": not value}
    ),
    "quantity": FieldBuilder(
        lambda criterion: {"value": FigureField(_l("Figure"), criterion.unit)},
        _read_figure,
        lambda criterion, value: {"value": "" if value is None else write_typed(value)},
    ),
    "text": FieldBuilder(
        lambda criterion: {"value": TextAreaField(_l("Answer"))},
        lambda form: _tidy(form.value.data) or BLANK,
        lambda criterion, value: {"value": value},
    ),
}


HIDDEN = ("version", "seen", "clear")


class AnswerForm(Form):
    """One question's fields: those of its kind, "not applicable" where it is allowed, the remark.

    `version` and `seen` say on top of which answer they were drawn ("": not sent), `clear` that it is to be taken back.
    They are hidden and need no field, which is the dearest part of a form.
    """

    question: ClassVar[Question]
    value_names: ClassVar[tuple[str, ...]]
    version = ""
    seen = ""
    clear = ""

    not_applicable = BooleanField(_l("Not applicable"))
    reason = TextAreaField(_l("Reason why it does not apply"))
    remark = TextAreaField(_l("Remark"))

    @property
    def all_errors(self) -> list[str]:
        return [*self.form_errors, *(message for one in self for message in one.errors)]

    @property
    def first_id(self) -> str:
        """The id of the field that a link to this question's errors leads to."""
        wrong = [one.id for one in self if one.errors]
        return str(wrong[0] if wrong else self[self.value_names[0]].id)


@dataclass(frozen=True)
class Reading:
    """What was read: an answer, or errors by field name ("answer": of all together), or what is `missing`."""

    answer: Answer = UNANSWERED
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    missing: str = ""

    @property
    def ready(self) -> bool:
        return not self.errors and not self.missing


@lru_cache(maxsize=4096)
def _make_class(question: Question) -> type[AnswerForm]:
    fields = FIELD_BUILDERS[question.criterion.kind].build(question.criterion)
    absent = {} if question.allow_not_applicable else {"not_applicable": None, "reason": None}
    return type("QuestionForm", (AnswerForm,), {"question": question, "value_names": tuple(fields), **fields, **absent})


def build_form(question: Question, saved: Saved = UNTOUCHED, typed: Any = None) -> AnswerForm:
    """The form of a question, filled from what is saved or from what was `typed`, names beginning with its id."""
    form = _make_class(question)(typed, prefix=question.id, data=fields_of(question, saved.answer))
    if typed is None:
        form.version, form.seen = str(saved.version), fingerprint(question, saved.answer)
    else:
        hidden = (typed.get(f"{question.id}-{name}", "") for name in HIDDEN)
        form.version, form.seen, form.clear = hidden
    return form


def build_forms(questions: Iterable[Question], saved: Mapping[str, Saved], typed: Any = None) -> dict[str, AnswerForm]:
    """The forms of a page, by question."""
    return {question.id: build_form(question, saved.get(question.id, UNTOUCHED), typed) for question in questions}


def fields_of(question: Question, answer: Answer) -> dict[str, Any]:
    """What stands in the fields of a question for its answer; the inverse of `answer_of`."""
    if answer.is_empty:
        return {}
    words = {"remark": answer.remark}
    if not answer.is_given:
        return words
    if answer.value is None and answer.not_applicable is not None:
        return {**words, "not_applicable": True, "reason": answer.not_applicable}
    builder = FIELD_BUILDERS[question.criterion.kind]
    return {**words, **builder.write(question.criterion, answer.write_value(question))}


def answer_of(form: AnswerForm, as_of: date) -> Reading:
    """Read a filled form. Errors are also left at the form's fields, for drawing."""
    if form.clear:
        return Reading()
    ticked = "not_applicable" in form and form.not_applicable.data
    if not form.validate() and not ticked:
        return Reading(errors=form.errors)
    try:
        return Reading(_read_answer(form, bool(ticked), as_of))
    except NotYet as error:
        return Reading(missing=say_refusal(error), errors={})
    except InvalidAnswer as error:
        form.form_errors.append(say_refusal(error))
        return Reading(errors={"answer": list(form.form_errors)})


def _read_answer(form: AnswerForm, ticked: bool, as_of: date) -> Answer:
    raw: dict[str, Any] = {"remark": _tidy(form.remark.data)}
    if ticked:
        raw["not_applicable"] = _tidy(form.reason.data)
        if not raw["not_applicable"]:
            raise NotYet("reason", "Still missing: the reason why the question does not apply.")
    else:
        raw["value"] = FIELD_BUILDERS[form.question.criterion.kind].read(form)
    if raw.get("value") is BLANK:
        return Answer(BLANK, remark=read_words(raw["remark"]))
    return read_answer(form.question, raw, as_of)


def fingerprint(question: Question, answer: Answer) -> str:
    """A short mark of what a page showed, to tell what was changed on it."""
    return hashlib.sha256(json.dumps(answer.write(question), sort_keys=True).encode()).hexdigest()[:16]
