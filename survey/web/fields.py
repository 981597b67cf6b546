"""Form fields that hold what was typed and, once validated, what it means."""

from typing import Any

from flask_babel import gettext
from wtforms import Form, StringField
from wtforms.validators import StopValidation

from questionnaires.criteria import InvalidAnswer
from questionnaires.criteria.numbers import read_number
from survey.sheets.characters import clean_line, is_seen
from survey.web.languages import say_refusal
from survey.web.typed import read_figure, read_typed_day


def is_printable(form: Form, field: StringField) -> None:
    """A validator: one line of text that people can see."""
    if not is_seen(field.data or ""):
        raise StopValidation(gettext("The line holds a character that cannot be seen; type it again."))


def fold_line(text: str | None) -> str:
    """A filter: a line as it is kept, with spaces of one kind."""
    return clean_line(text or "")


class FigureField(StringField):
    """A number with its unit; `figure` is what was typed, as JSON has numbers, once the field is validated."""

    figure: int | float | None = None

    def __init__(self, label: str, unit: str = "", **rest: Any) -> None:
        super().__init__(label, **rest)
        self.unit = unit

    def pre_validate(self, form: Form) -> None:
        try:
            self.figure = read_figure(self.data or "", self.unit)
            if self.figure is not None:
                read_number(self.figure)
        except InvalidAnswer as error:
            raise StopValidation(say_refusal(error)) from None


class DayField(StringField):
    """A date, typed in any usual way; `day` is its ISO form once the field is validated."""

    day: str | None = None

    def pre_validate(self, form: Form) -> None:
        try:
            self.day = read_typed_day(self.data or "")
        except InvalidAnswer as error:
            raise StopValidation(say_refusal(error)) from None
