"""The forms of the studio: the file, the head of a notice, and a measure with everything that can be changed in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from questionnaires.catalogue import Level, LevelNames, Library
from questionnaires.drafting.deciding.decided import DecidedMeasure, NoticeFacts
from questionnaires.drafting.yaml_writing import FIELDS
from survey.catalogues.words import KINDS
from survey.sheets.characters import is_seen
from survey.studio.words import BASES, DIRECTIONS, OPS
from survey.web.fields import DayField, fold_line, is_printable

LEVEL_PARTS = ("name", "place", "government", "regulator", "below")
MOST_LINE, MOST_PARAGRAPH, MOST_TITLE = 200, 600, 24
MAY_NOT_APPLY = "（可不涉及）"
NEEDED = InputRequired(_l("This is needed."))


def _offer(words: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


def _strip(typed: str | None) -> str:
    return (typed or "").strip()


def _fold(typed: str | None) -> str:
    """Several lines as one, as word processors break them too."""
    return fold_line(" ".join((typed or "").splitlines()))


class FactsForm(FlaskForm):
    """The head of a notice, and the words of its place for each level."""

    version = IntegerField(validators=[InputRequired()])
    title = StringField(_l("Title"), [NEEDED, Length(max=MOST_LINE), is_printable], filters=[fold_line])
    number = StringField(_l("Document number"), [Length(max=MOST_LINE), is_printable], filters=[fold_line])
    issuer = StringField(_l("Issuer"), [NEEDED, Length(max=MOST_LINE), is_printable], filters=[fold_line])
    issued = DayField(_l("Date of issue"), validators=[Optional()])
    implements = StringField(
        _l("Carries out (as cited)"), [NEEDED, Length(max=MOST_LINE), is_printable], filters=[fold_line]
    )
    division = StringField(
        _l("Division code"),
        [NEEDED, Regexp(r"^[0-9]{6}$", message=_l("Give the six digits of the division code."))],
        filters=[_strip],
    )
    parent = SelectField(_l("Notice above, of this site"), validate_choice=False)
    id = StringField(
        _l("Short name of the catalogue"),
        [NEEDED, Regexp(r"^[a-z][a-z0-9-]{0,59}$", message=_l("Lower-case letters, digits and hyphens only."))],
        filters=[_strip],
    )

    def fill(self, facts: NoticeFacts, library: Library) -> None:
        """Offer the notices above."""
        others = [one for one in library.documents.values() if one.id != facts.id]
        offered = [SelectChoice(one.id, one.line) for one in others]
        self.parent.choices = [SelectChoice("", _("none")), *offered]

    def take(self, facts: NoticeFacts, levels: dict[Level, LevelNames]) -> NoticeFacts:
        """The head as it was typed, looked over by whoever typed it."""
        return facts.model_copy(
            update={
                "title": self.title.data,
                "number": self.number.data or None,
                "issuer": self.issuer.data,
                "issued": date.fromisoformat(self.issued.day) if self.issued.day else None,
                "implements": self.implements.data,
                "division": self.division.data,
                "parent": self.parent.data or None,
                "id": self.id.data,
                "levels": levels,
                "settled": True,
            }
        )


def read_levels(typed: Mapping[str, str], facts: NoticeFacts) -> tuple[dict[Level, LevelNames], list[str]]:
    """The words for each level as they were typed, `LEVEL-PART`, and the fields that are empty or too long."""
    levels, wrong = {}, []
    for level in facts.levels:
        words = {part: fold_line(typed.get(f"{level}-{part}")) for part in LEVEL_PARTS}
        bad = [part for part, one in words.items() if not one or len(one) > MOST_LINE or "{" in one or "}" in one]
        wrong += [f"{level}-{part}" for part in bad]
        levels[level] = facts.levels[level] if bad else LevelNames(**words)
    return levels, wrong


class MeasureForm(FlaskForm):
    """Everything that can be changed in a measure; fields of other kinds than the one chosen are not heeded."""

    version = IntegerField(validators=[InputRequired()])
    title = StringField(_l("Title"), [NEEDED, Length(max=MOST_TITLE), is_printable], filters=[fold_line])
    domain = SelectField(_l("Domain"), validate_choice=False)
    levels = SelectMultipleField(_l("Levels bound"), validate_choice=False)
    levels_basis = SelectField(_l("Basis"), choices=_offer(BASES))
    kind = SelectField(_l("Kind"), choices=_offer(KINDS))
    op = SelectField(_l("Compared"), choices=_offer(OPS), validate_choice=False)
    direction = SelectField(_l("Direction"), choices=_offer(DIRECTIONS), validate_choice=False)
    target = StringField(_l("Target"), filters=[_strip])
    unit = StringField(_l("Unit"), [Length(max=60), is_printable], filters=[fold_line])
    per = StringField(_l("Per so many"), filters=[_strip])
    first = StringField(_l("What is counted"), [Length(max=60), is_printable], filters=[fold_line])
    second = StringField(_l("Of what"), [Length(max=60), is_printable], filters=[fold_line])
    base_unit = StringField(_l("Unit of the base"), [Length(max=60), is_printable], filters=[fold_line])
    period_months = StringField(_l("Months"), filters=[_strip])
    per_year = BooleanField(_l("of the assessment year"))
    due = DayField(_l("Due date"), validators=[Optional()])
    step = SelectField(_l("Grade"), validate_choice=False)
    items = TextAreaField(_l("Items, one a line"), filters=[_strip])
    asks = TextAreaField(_l("Question"), [Length(max=MOST_LINE), is_printable], filters=[_fold])
    asks_province = TextAreaField(validators=[Length(max=MOST_LINE), is_printable], filters=[_fold])
    asks_city = TextAreaField(validators=[Length(max=MOST_LINE), is_printable], filters=[_fold])
    asks_county = TextAreaField(validators=[Length(max=MOST_LINE), is_printable], filters=[_fold])
    asks_township = TextAreaField(validators=[Length(max=MOST_LINE), is_printable], filters=[_fold])
    duty = TextAreaField(_l("Duty in our own words"), [Length(max=MOST_PARAGRAPH), is_printable], filters=[_fold])
    help = TextAreaField(_l("Help for the question"), [Length(max=MOST_LINE), is_printable], filters=[_fold])
    evidence = TextAreaField(_l("Evidence, one a line"), filters=[_strip])
    advice = TextAreaField(_l("Advice"), [Length(max=MOST_PARAGRAPH), is_printable], filters=[_fold])
    phrase = StringField(_l("Anchor in the text"), [Length(max=20), is_printable], filters=[fold_line])
    weight = StringField(_l("Weight"), filters=[_strip])
    critical = SelectField(_l("Critical item"), validate_choice=False)
    applies_if = SelectField(_l("Asked only where"), validate_choice=False)

    def validate_weight(self, field: Any) -> None:
        if field.data and read_decimal(field.data) is None:
            raise ValidationError(_("%(typed)s is not a number.", typed=field.data))

    def validate_target(self, field: Any) -> None:
        if field.data and self.kind.data != "grade" and read_decimal(field.data) is None:
            raise ValidationError(_("%(typed)s is not a number.", typed=field.data))

    def validate_evidence(self, field: Any) -> None:
        lines = split_lines(field.data)
        if len(lines) > 5 or any(len(one) > MOST_LINE for one in lines):
            raise ValidationError(_("Five lines of evidence at most, each of 200 characters at most."))
        _refuse_unseen(lines)

    def validate_items(self, field: Any) -> None:
        _refuse_unseen(split_lines(field.data))

    def read_asks(self, levels: Sequence[str]) -> str | dict[Level, str]:
        """The question for all levels, or by level where some have their own."""
        own = {Level(level): self[f"asks_{level}"].data for level in levels if self[f"asks_{level}"].data}
        if not own:
            return str(self.asks.data or "")
        return {Level(level): own.get(Level(level)) or self.asks.data or "" for level in levels}

    def read_criterion(self, one: DecidedMeasure, known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The criterion of the chosen kind; `known` are items whose values stay."""
        kind = self.kind.data
        before = one.criterion if one.criterion and one.criterion["kind"] == kind else {}
        typed: dict[str, Any] = {
            **{key: value for key, value in before.items() if key in ("range", "base_range", "all_or_nothing")},
            "kind": kind,
            "op": self.op.data,
            "direction": self.direction.data,
            "target": self.step.data if kind == "grade" else read_number(self.target.data),
            "unit": self.unit.data,
            "per": read_number(self.per.data),
            "base_unit": self.base_unit.data,
            "due": self.due.day,
            "period_months": None if self.per_year.data else read_number(self.period_months.data),
            "per_year": bool(self.per_year.data) or None,
            **dict(zip(PARTS.get(kind, ()), (self.first.data, self.second.data), strict=False)),
        }
        if kind == "quantity":
            typed |= {"measure": "stock"} | {key: before[key] for key in ("measure", "required") if key in before}
        if kind == "grade":
            typed["scale"] = before.get("scale", "laboratory")
        if kind == "stage":
            typed |= {key: before[key] for key in ("scale", "options") if key in before}
        if kind == "checklist":
            typed["items"] = read_items(self.items.data or "", known)
        return {key: value for key, value in typed.items() if key in FIELDS[kind] and value not in (None, "")}


PARTS = {"share": ("part", "whole"), "rate": ("count", "base"), "growth": ("baseline", "current")}


def read_decimal(typed: str) -> Decimal | None:
    """A plain number as it was typed; None where it is none."""
    try:
        number = Decimal(typed.replace("，", "").replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def read_number(typed: str | None) -> int | float | None:
    number = read_decimal(typed) if typed else None
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def split_lines(typed: str | None) -> list[str]:
    return [line for one in (typed or "").splitlines() if (line := fold_line(one))]


def _refuse_unseen(lines: Sequence[str]) -> None:
    """Raises ValidationError where a line holds what nobody sees, and no file for people can hold."""
    if not all(map(is_seen, lines)):
        raise ValidationError(_("The line holds a character that cannot be seen; type it again."))


def read_items(typed: str, known: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The items of a list, one a line; those that were there keep their values."""
    values = {str(item["label"]): str(item["value"]) for item in reversed(known)}
    taken: set[str] = set()
    items: list[dict[str, Any]] = []
    for line in split_lines(typed):
        label = line.removesuffix(MAY_NOT_APPLY).strip()
        value, number = values.get(label, ""), 1
        while not value or value in taken:
            value, number = f"item-{number}", number + 1
            value = "" if value in values.values() else value
        taken.add(value)
        apart = {"may_not_apply": True} if line.endswith(MAY_NOT_APPLY) else {}
        items.append({"value": value, "label": label, **apart})
    return items


def write_items(criterion: Mapping[str, Any] | None) -> str:
    """The items of a list as they are typed."""
    return "\n".join(
        f"{item['label']}{MAY_NOT_APPLY if item.get('may_not_apply') else ''}"
        for item in (criterion or {}).get("items", ())
    )


def read_version(typed: Mapping[str, str]) -> int:
    """The version at which something was shown that a form changes; 0, at which nothing is, where none is told."""
    version = typed.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0
