"""What an administrator says of a file of results: what they are, and of which day."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from survey.rounds.forms import NEEDED, add_year_to_words
from survey.storage.tables import Round
from survey.web.fields import DayField, fold_line, is_printable


class ResultsForm(FlaskForm):
    """The title and reference date of results with which a round is compared."""

    title = StringField(
        _l("Title"), [DataRequired(_l("Give the round a title.")), Length(max=80), is_printable], filters=[fold_line]
    )
    as_of = DayField(_l("Reference date"), validators=[NEEDED])

    def __init__(self, round: Round) -> None:
        super().__init__(data={"title": add_year_to_words(round.title, -1), "as_of": take_year(round)})
        self.before = round.as_of

    def validate_as_of(self, field: DayField) -> None:
        if field.day and field.day >= self.before.isoformat():
            raise ValidationError(_("It lies before the reference date of the round, %(day)s.", day=self.before))


def take_year(round: Round) -> str:
    """The reference date a year earlier."""
    day = round.as_of
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day).isoformat()
