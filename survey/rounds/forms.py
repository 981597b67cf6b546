"""Forms about a round: a new one, typed or filled in from a notice or from last year's; its days; who is left out."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError

from questionnaires.applying import SchemeRefused
from questionnaires.calendar import default_year
from questionnaires.catalogue import Library
from questionnaires.scheme import Scheme
from survey.bureaus.places import walk_up
from survey.catalogues.reach import get_library
from survey.rounds.opening import RoundPlan
from survey.rounds.planning import Notices
from survey.rounds.rounds import open_scheme
from survey.rounds.scheme_choice import (
    OWN_FILE,
    SHIPPED,
    find_choice,
    list_choices,
    list_named,
    read_carried,
    read_sent,
    say_refusals,
)
from survey.storage.states import Absence
from survey.storage.tables import MOST_REASON, Bureau, Round
from survey.web.fields import DayField, FigureField, fold_line, is_printable
from survey.web.languages import local_today

GRADES = ("excellent", "good", "basic")
OPEN_DAYS = 30
MOST_NOTICE = 50  # letters of a notice's name in a title
NEEDED = InputRequired(_l("This is needed."))
WHY = _l("Say why, in %(most)s characters at most.", most=MOST_REASON)


def _strip(typed: str | None) -> str | None:
    return typed and typed.strip()


class RoundForm(FlaskForm):
    """What an administrator says of a round, without its notice and bureaus."""

    title = StringField(
        _l("Title"), [DataRequired(_l("Give the round a title.")), Length(max=80), is_printable], filters=[fold_line]
    )
    slug = StringField(
        _l("Short name"),
        [
            DataRequired(_l("Give the round a short name for its address, such as 2027.")),
            Regexp(
                r"^(?!new$)[a-z0-9][a-z0-9-]{0,39}$",
                message=_l("Lower-case letters, digits and hyphens only, 40 at most, and not “new”."),
            ),
        ],
        filters=[_strip],
    )
    as_of = DayField(_l("Reference date"), validators=[NEEDED])
    year = StringField(
        _l("Assessment year"),
        [Optional(), Regexp(r"^(19|20)[0-9]{2}$", message=_l("Type the year with four digits, such as 2026."))],
        filters=[_strip],
    )
    opens_on = DayField(_l("Opening date"), validators=[NEEDED])
    closes_on = DayField(_l("Closing date"), validators=[NEEDED])
    scheme = SelectField(_l("Scheme"), choices=list_choices, default=SHIPPED[0])
    scheme_file = FileField(_l("File of the scheme"))
    sent_scheme = HiddenField()
    excellent = FigureField(_l("Excellent from"), _l("points"), validators=[NEEDED])
    good = FigureField(_l("Good from"), _l("points"), validators=[NEEDED])
    basic = FigureField(_l("Basic from"), _l("points"), validators=[NEEDED])
    nearest = BooleanField(_l("Places with their own implementing notice get that notice's questions"))

    def take_file(self, library: Library) -> None:
        """Read the file of a scheme where one was sent, and carry it on; what is wrong with it stands at its field."""
        sent = self.scheme_file.data
        if not sent:
            return
        self.scheme.data, self.sent_scheme.data = OWN_FILE, ""
        try:
            self.sent_scheme.data = read_sent(sent.filename, sent.read(), library).model_dump_json()
        except SchemeRefused as error:
            self.scheme_file.errors = self.scheme_file.process_errors = say_refusals(error)

    def open_scheme(self) -> Scheme | None:
        """The scheme that is chosen; None where its file is missing."""
        if self.scheme.data != OWN_FILE:
            return list_named().get(self.scheme.data)
        try:
            return read_carried(self.sent_scheme.data or "", get_library())
        except (SchemeRefused, ValueError):
            return None

    def validate_scheme_file(self, field: Any) -> None:
        if self.scheme.data == OWN_FILE and self.open_scheme() is None and not field.process_errors:
            raise ValidationError(_("Choose the file of the scheme, YAML or JSON."))

    def validate_year(self, field: Any) -> None:
        if self.as_of.day and int(field.data) > int(self.as_of.day[:4]):
            raise ValidationError(_("The assessment year begins after the reference date."))

    def validate_closes_on(self, field: Any) -> None:
        if self.opens_on.day and field.day < self.opens_on.day:
            raise ValidationError(_("The closing date lies before the opening date."))
        if field.day < local_today().isoformat():
            raise ValidationError(_("The closing date is past already."))

    def validate_excellent(self, field: FigureField) -> None:
        if (field.figure or 0) > 100:
            raise ValidationError(_("No bureau can have more than 100 points."))

    def validate_good(self, field: FigureField) -> None:
        _check_below(field, self.excellent)

    def validate_basic(self, field: FigureField) -> None:
        _check_below(field, self.good)
        if (field.figure or 0) <= 0:
            raise ValidationError(_("The lowest bound must be above 0."))

    @property
    def bounds(self) -> dict[str, str]:
        """The lower bounds as typed, once validated."""
        return {grade: write_bound(self[grade].figure) for grade in GRADES}


class RoundDatesForm(FlaskForm):
    """The days of a round that runs, and why they are moved."""

    opens_on = DayField(_l("Opening date"), validators=[NEEDED])
    closes_on = DayField(_l("Closing date"), validators=[NEEDED])
    reason = TextAreaField(
        _l("Why the dates are changed"), [DataRequired(_l("Say why.")), Length(max=MOST_REASON)], filters=[_strip]
    )


class AbsenceForm(FlaskForm):
    """How a bureau is left out of a round, and why; the choices are those of the person."""

    absence = RadioField(_l("How it is left out"), [NEEDED], default=Absence.EXCUSED.value)
    reason = TextAreaField(
        _l("Why it is left out"), [DataRequired(WHY), Length(max=MOST_REASON, message=WHY)], filters=[_strip]
    )


class TitleForm(FlaskForm):
    """Another title of a round; `seen` is the one that was shown."""

    seen = HiddenField()
    title = StringField(
        _l("Title"), [DataRequired(_l("Give the round a title.")), Length(max=80), is_printable], filters=[fold_line]
    )


class ReasonForm(FlaskForm):
    """Why something is done with a round, or with bureaus of it."""

    reason = TextAreaField(_l("Reason"), [DataRequired(WHY), Length(max=MOST_REASON, message=WHY)], filters=[_strip])


class ExtensionForm(FlaskForm):
    """Until when single bureaus may hand in, and why."""

    due_on = DayField(_l("New last day"), validators=[NEEDED])
    reason = TextAreaField(_l("Reason"), [DataRequired(WHY), Length(max=MOST_REASON, message=WHY)], filters=[_strip])

    def validate_due_on(self, field: Any) -> None:
        if field.day < local_today().isoformat():
            raise ValidationError(_("That day is past already."))


def _check_below(field: FigureField, higher: FigureField) -> None:
    if higher.figure is not None and (field.figure or 0) >= higher.figure:
        raise ValidationError(_("This must be lower than “%(other)s”.", other=higher.label.text))


def write_bound(bound: Any) -> str:
    """A lower bound as it is typed and kept: without zeros that say nothing."""
    return f"{Decimal(str(bound)).normalize():f}"


@dataclass(frozen=True)
class RoundDraft:
    """A round on its way: the notice that was chosen, the round it copies, the form, the bureaus that are ticked."""

    document: str | None
    previous: Round | None
    form: RoundForm
    ticked: frozenset[int]

    def plan(self, defaults: Mapping[str, str]) -> RoundPlan:
        """What is to be opened, once the form is validated; bounds like the `defaults` are left to the notices."""
        form = self.form
        return RoundPlan(
            slug=form.slug.data,
            title=form.title.data,
            document=self.document,
            nearest=bool(form.nearest.data),
            bands=None if form.bounds == defaults else form.bounds,
            bureau_ids=tuple(sorted(self.ticked)),
            previous_id=self.previous.id if self.previous else None,
            as_of=date.fromisoformat(form.as_of.day or ""),
            opens_on=date.fromisoformat(form.opens_on.day or ""),
            closes_on=date.fromisoformat(form.closes_on.day or ""),
            year=int(form.year.data) if form.year.data else None,
            scheme=form.open_scheme(),
        )


def default_bounds(library: Library, document: str | None) -> dict[str, str]:
    """The lower bounds of the grades in a notice; without one, those that most notices have."""
    chosen = library.documents[document] if document else next(iter(library.documents.values()))
    return {band.grade: write_bound(band.from_) for band in chosen.bands if band.grade in GRADES}


def begin_draft(
    library: Library, document: str, bureaus: Iterable[Bureau], today: date, others: Collection[Round] = ()
) -> RoundDraft:
    """A new round on a notice: every bureau of its place that it asks something is ticked.

    Where there are `others` of this title or short name already, it is called by its notice, too.
    """
    place = library.documents[document].division
    notices = Notices(library, document, nearest=True)
    inside = [one for one in bureaus if place in {above.code for above in (one, *walk_up(one))}]
    form = RoundForm(
        formdata=None,
        data={
            **_name_anew(today.year, library.documents[document].name, others),
            "opens_on": today.isoformat(),
            "closes_on": (today + timedelta(days=OPEN_DAYS)).isoformat(),
            "nearest": True,
            **default_bounds(library, document),
        },
    )
    return RoundDraft(document, None, form, frozenset(one.id for one in inside if notices.find(one)))


def _name_anew(year: int, notice: str, others: Collection[Round]) -> dict[str, str]:
    """A title and a short name for a round that none of the others has."""
    slugs, titles = {one.slug for one in others}, {one.title for one in others}
    title, slug = f"{year}年度药品监管能力自评", str(year)
    names = (slug, *(f"{slug}-{number}" for number in range(2, len(slugs) + 2)))
    return {
        "title": f"{title}（{notice[:MOST_NOTICE]}）" if title in titles or slug in slugs else title,
        "slug": next(one for one in names if one not in slugs),
    }


def copy_draft(library: Library, previous: Round, bureau_ids: Iterable[int]) -> RoundDraft:
    """Last year's round once more with the catalogue of today, all dates a year on."""
    form = RoundForm(
        formdata=None,
        data={
            "title": add_year_to_words(previous.title),
            "slug": add_year_to_words(previous.slug),
            "nearest": previous.nearest,
            "year": "" if previous.year == default_year(previous.as_of) else str(previous.year + 1),
            "scheme": find_choice(scheme := open_scheme(previous)),
            "sent_scheme": previous.scheme if find_choice(scheme) == OWN_FILE else "",
            **{name: add_year(getattr(previous, name)).isoformat() for name in ("as_of", "opens_on", "closes_on")},
            **(previous.bands or default_bounds(library, previous.document)),
        },
    )
    return RoundDraft(previous.document, previous, form, frozenset(bureau_ids))


def add_year(day: date) -> date:
    """The same day of the next year; 29 February becomes 28."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def add_year_to_words(words: str, years: int = 1) -> str:
    """Raise each year in a title or short name, by one as a rule; one without a year stays."""
    return re.sub(r"(?<!\d)20\d\d(?!\d)", lambda found: str(int(found[0]) + years), words)
