"""The forms of a plan: a promise, a new item, words with an act."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, StopValidation

from survey.answering.forms import AnswerForm, Reading
from survey.plans.promise import DAYS, FIELDS, Promise
from survey.plans.words import FIELDS as NAMES
from survey.sheets.characters import is_seen
from survey.storage.plans import MOST_LINE, MOST_MEASURE, MOST_PROGRESS, MOST_RESOURCES
from survey.storage.tables import MOST_REASON
from survey.web.fields import DayField, fold_line, is_printable
from survey.web.languages import show_day

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def fold_words(text: str | None) -> str:
    """A filter: several lines as one."""
    return fold_line(" ".join((text or "").split("\n")).replace("\r", ""))


def trim_words(text: str | None) -> str:
    """A filter: words of several lines, with ends of one kind."""
    return (text or "").replace("\r\n", "\n").strip()


def is_near(form: Form, field: DayField) -> None:
    """A validator: a day of this time, not a year that was mistyped."""
    if field.day and not EARLIEST <= date.fromisoformat(field.day) < LATEST:
        raise StopValidation(_("Give a day between 2000 and 2099."))


def is_readable(form: Form, field: TextAreaField) -> None:
    """A validator: lines of text that people can see."""
    for line in (field.data or "").split("\n"):
        if not is_seen(line):
            raise StopValidation(_("The line holds a character that cannot be seen; type it again."))


class PromiseForm(Form):
    """What an item promises; `version` is the one from which the fields were filled."""

    version = HiddenField()
    measure = TextAreaField(NAMES["measure"], [Length(max=MOST_MEASURE), is_printable], filters=[fold_words])
    office = StringField(NAMES["office"], [Length(max=MOST_LINE), is_printable], filters=[fold_line])
    owner = StringField(NAMES["owner"], [Length(max=MOST_LINE), is_printable], filters=[fold_line])
    start = DayField(NAMES["start"], validators=[is_near])
    due = DayField(NAMES["due"], validators=[is_near])
    resources = StringField(NAMES["resources"], [Length(max=MOST_RESOURCES), is_printable], filters=[fold_line])

    def read(self) -> Promise:
        """The promise that was typed, once the form is validated."""
        told: dict[str, Any] = {one: self[one].data or "" for one in FIELDS if one not in DAYS}
        return Promise(**told | {one: date.fromisoformat(day) if (day := self[one].day) else None for one in DAYS})


class NewItemForm(PromiseForm):
    """An item to be added: about a question that has none, or about something else with a title of its own."""

    question = SelectField(_l("About the question"), validate_choice=False)
    title = StringField(
        _l("or about something else (title)"), [Length(max=MOST_LINE), is_printable], filters=[fold_line]
    )
    once = HiddenField()

    def offer(self, questions: Sequence[tuple[str, str]]) -> None:
        """Offer these questions to choose from."""
        self.question.choices = [SelectChoice("", _("none")), *(SelectChoice(id, words) for id, words in questions)]

    def validate_title(self, field: StringField) -> None:
        offered = {one.value for one in self.question.choices}
        if (self.question.data or "") not in offered:
            raise StopValidation(_("This question cannot be chosen. Choose another, or type a title."))
        if bool(self.question.data) == bool(field.data):
            raise StopValidation(_("Choose a question or type a title, one of the two."))


class WordsForm(Form):
    """Words with an act: how it goes on, or why."""

    version = HiddenField()
    once = HiddenField()
    text = TextAreaField(_l("Words"), filters=[trim_words])

    most = MOST_REASON

    def validate_text(self, field: TextAreaField) -> None:
        is_readable(self, field)
        if len(field.data) > self.most:
            raise StopValidation(_("At most %(most)s characters.", most=self.most))


class ProgressForm(WordsForm):
    """How an item goes on."""

    most = MOST_PROGRESS

    def validate_text(self, field: TextAreaField) -> None:
        super().validate_text(field)
        if not field.data:
            raise StopValidation(_("Write something first."))


class CheckForm(Form):
    """A check: the day of which what is done was looked at, none of them before the first nor after the last day."""

    of_day = DayField(_l("Checked as of"))

    def __init__(self, typed: Any, first: date, last: date) -> None:
        super().__init__(typed)
        self.first, self.last = first, max(first, last)

    def validate_of_day(self, field: DayField) -> None:
        if field.day and not self.first <= date.fromisoformat(field.day) <= self.last:
            raise StopValidation(
                _(
                    "Give a day from the reference date %(first)s to today, %(last)s.",
                    first=show_day(self.first),
                    last=show_day(self.last),
                )
            )

    @property
    def day(self) -> date:
        """The day that was typed, or else the first one, once the form is validated."""
        return date.fromisoformat(self.of_day.day) if self.of_day.day else self.first


class DueForm(Form):
    """A last day that is set from above."""

    version = HiddenField()
    due = DayField(NAMES["due"], validators=[is_near])

    def validate_due(self, field: DayField) -> None:
        if not field.day:
            raise StopValidation(_("Choose a deadline."))


def doubt_answer(form: AnswerForm, reading: Reading, is_wanted: bool) -> str:
    """Why what was typed as the answer of now cannot be taken; empty where it can, or where there is none to be."""
    if not is_wanted:
        is_typed = reading.answer.is_given or not reading.ready
        return (
            str(_("An answer is typed, but “fully met” is chosen. Take the answer out, or choose it."))
            if is_typed
            else ""
        )
    if reading.ready and reading.answer.is_given:
        return ""
    return " ".join(form.all_errors) or reading.missing or str(_("Give the answer that the gap has now."))


def fill_promise(promise: Promise, version: int, form: type[PromiseForm] = PromiseForm, typed: Any = None) -> Any:
    """The form of a promise, filled from it or from what was `typed`."""
    data: Mapping[str, Any] = {one: getattr(promise, one) for one in FIELDS if one not in DAYS}
    days = {one: day.isoformat() for one in DAYS if (day := getattr(promise, one)) is not None}
    return form(typed, data={**data, **days, "version": str(version)})
