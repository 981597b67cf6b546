"""The dates and particulars of evidence, as they are typed."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from survey.evidence.file_names import MOST, name_file
from survey.evidence.listing import Dates, Filed
from survey.evidence.shelf import Particulars
from survey.storage.tables import MOST_DONE, MOST_NOTE, MOST_NUMBER
from survey.web.fields import DayField, fold_line, is_printable
from survey.web.languages import local_today


class EvidenceDatesForm(Form):
    """When a document was issued and until when it holds; both may be left empty."""

    issued_on = DayField(_l("Issued on"))
    valid_until = DayField(_l("Valid until"))

    def validate_issued_on(self, field: DayField) -> None:
        if field.day and field.day > local_today().isoformat():
            raise ValidationError(_("The day of issue is still to come; check the year."))

    def validate_valid_until(self, field: DayField) -> None:
        if field.day and self.issued_on.day and field.day < self.issued_on.day:
            raise ValidationError(_("It ends before the day of issue; check both dates."))

    @property
    def words(self) -> str:
        """What was done about a return, where this is asked."""
        return ""

    @property
    def dates(self) -> Dates:
        """What was typed, once it is validated."""
        issued_on, valid_until = (one.day and date.fromisoformat(one.day) for one in (self.issued_on, self.valid_until))
        return Dates(issued_on or None, valid_until or None)

    def say_errors(self) -> str:
        return " ".join(f"{one.label.text}{_(': ')}{' '.join(map(str, one.errors))}" for one in self if one.errors)


class MendingForm(EvidenceDatesForm):
    """What is said of files for a returned question: the dates, and in a word what was done."""

    done = StringField(
        _l("What was done"),
        [
            DataRequired(_l("Say in a word what was done about what was returned.")),
            Length(max=MOST_DONE, message=_l("Shorten it to %(most)s characters.", most=MOST_DONE)),
            is_printable,
        ],
        filters=[fold_line],
    )

    @property
    def words(self) -> str:
        return self.done.data or ""


class WordForm(Form):
    """What was done about a return, where files are ticked for questions that came back; elsewhere it is left empty."""

    done = StringField(
        _l("What was done"),
        [Length(max=MOST_DONE, message=_l("Shorten it to %(most)s characters.", most=MOST_DONE)), is_printable],
        filters=[fold_line],
    )

    def say_errors(self) -> str:
        return " ".join(map(str, self.done.errors))


class ParticularsForm(EvidenceDatesForm):
    """What a bureau says of a file on its shelf."""

    name = StringField(
        _l("File name"),
        [DataRequired(_l("Give the file a name.")), Length(max=MOST), is_printable],
        filters=[fold_line],
    )
    number = StringField(_l("Document number"), [Length(max=MOST_NUMBER), is_printable], filters=[fold_line])
    note = StringField(_l("Note"), [Length(max=MOST_NOTE), is_printable], filters=[fold_line])

    def read_particulars(self, kind: str) -> Particulars:
        """What was typed, once it is validated; the name ends as the kind of the file does."""
        return Particulars(
            name_file(self.name.data or "", kind), self.number.data or "", self.dates, self.note.data or ""
        )


def fill_particulars(said: Particulars) -> ParticularsForm:
    """The form of what is said of a file as it is."""
    dates = {"issued_on": said.dates.issued_on, "valid_until": said.dates.valid_until}
    filled = {name: day and day.isoformat() for name, day in dates.items()}
    return ParticularsForm(data={"name": said.name, "number": said.number, "note": said.note, **filled})


def fill_dates(file: Filed, prefix: str) -> EvidenceDatesForm:
    """The form of a file's dates as they are."""
    dates = {"issued_on": file.dates.issued_on, "valid_until": file.dates.valid_until}
    return EvidenceDatesForm(prefix=prefix, data={name: day and day.isoformat() for name, day in dates.items()})
