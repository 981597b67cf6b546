"""Questions as forms. WTForms names and holds the fields; `answer_of` reads them by the same rules as answer files."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, TextAreaField

from questionnaires.answers import BLANK, UNANSWERED, Answer, read_answer
from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.words import read_words
from questionnaires.questionnaire import Question
from survey.answering.builders import FIELD_BUILDERS, NotYet, tidy
from survey.responses.saving import UNTOUCHED, Saved
from survey.web.languages import say_refusal

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
    """What was read: an answer, or errors by field name ("answer": of all together), or what is `missing`.

    `place` is the field that is missing.
    """

    answer: Answer = UNANSWERED
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    missing: str = ""
    place: str = ""

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
    return {**words, **builder.write(question.criterion, answer.write(question) or {})}


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
        return Reading(missing=say_refusal(error), place=error.place)
    except InvalidAnswer as error:
        form.form_errors.append(say_refusal(error))
        return Reading(errors={"answer": list(form.form_errors)})


def _read_answer(form: AnswerForm, ticked: bool, as_of: date) -> Answer:
    raw: dict[str, Any] = {"remark": tidy(form.remark.data)}
    if ticked:
        raw["not_applicable"] = tidy(form.reason.data)
        if not raw["not_applicable"]:
            raise NotYet("reason", "Still missing: the reason why the question does not apply.")
    else:
        told = FIELD_BUILDERS[form.question.criterion.kind].read(form)
        if not told:
            return Answer(BLANK, remark=read_words(raw["remark"]))
        raw |= told
    return read_answer(form.question, raw, as_of)


def fingerprint(question: Question, answer: Answer) -> str:
    """A short mark of what a page showed, to tell what was changed on it."""
    return hashlib.sha256(json.dumps(answer.write(question), sort_keys=True).encode()).hexdigest()[:16]
