"""Pages that change which bureaus there are: one added by hand, ended, taken up again, merged into another."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from questionnaires.messages import Refused
from survey.bureaus.adding import add_bureau, has_added_bureau
from survey.bureaus.ending import Belongings, end_bureau, find_belongings, find_kept, merge_bureau, restore_bureau
from survey.bureaus.keeping import find_kept_city
from survey.bureaus.outside import name_reviewer
from survey.bureaus.pages import BureauForm, clean_given_code
from survey.bureaus.people import list_people
from survey.bureaus.places import LEVELS, find_bureau
from survey.bureaus.placing import count_strange_digits
from survey.bureaus.reach import get_bureau, only_keepers
from survey.sheets.reading import clean_login
from survey.storage.database import writing
from survey.storage.states import Role
from survey.storage.tables import MOST_REASON, Bureau
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import say_refusal
from survey.web.typed import read_line
from survey.web.words import LEVELS as LEVEL_NAMES

bp = Blueprint("bureau_changes", __name__)


class NewBureauForm(BureauForm):
    code = StringField(
        _l("Code"), [DataRequired(_l("Type the code of the bureau.")), Length(max=12)], filters=[clean_given_code]
    )
    level = SelectField(_l("Level"), choices=[SelectChoice(level, LEVEL_NAMES[level]) for level in LEVELS])
    parent_code = StringField(_l("Code of the place above"), [Length(max=12)], filters=[clean_given_code])


class EndForm(FlaskForm):
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why.")), Length(max=MOST_REASON)],
        filters=[lambda text: (text or "").strip()],
    )


class MergeForm(EndForm):
    into = StringField(
        _l("Code of the bureau that is kept"),
        [DataRequired(_l("Type the code of the bureau.")), Length(max=12)],
        filters=[clean_given_code],
    )


@bp.route("/bureaus/new", methods=["GET", "POST"])
@only_keepers
def add() -> Any:
    form, problem = NewBureauForm(data=_suggest()), None
    if form.validate_on_submit():
        values = {name: form[name].data or "" for name in ("code", "name", "level", "parent_code", "mailbox")}
        try:
            with writing(get_engine()) as session:
                add_bureau(session, current_person().id, values)
            return _say_added(values)
        except Refused as error:
            if has_added_bureau(get_session(), values):
                return redirect(url_for("bureaus.bureau", code=values["code"]))
            problem = say_refusal(error)
    page = render_template("bureaus/bureau_new.html", form=form, problem=problem)
    return (page, 422) if problem or form.errors else page


def _suggest() -> dict[str, str]:
    """Below which bureau, and so of which level: the one of the address, or a city administrator's city."""
    city = find_kept_city(current_person())
    above = find_bureau(get_session(), request.args.get("above", "")) or city
    level = LEVELS[min(LEVELS.index(above.level) + 1, len(LEVELS) - 1)] if above else LEVELS[0]
    return {"parent_code": above.code if above else "", "level": level}


def _say_added(values: dict[str, str]) -> Any:
    flash(_("The bureau is added. Now add its clerks and its head."))
    if count_strange_digits(values["code"], values["parent_code"]):
        words = _l(
            "The code %(cell)s begins with other digits than that of the place above, %(code)s.",
            cell=values["code"],
            code=values["parent_code"],
        )
        flash(str(words))
    return redirect(url_for("bureaus.bureau", code=values["code"]))


@bp.route("/bureaus/<code>/end", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR)
def end(code: str) -> Any:
    found, form, problem = get_bureau(code), EndForm(), None
    if form.validate_on_submit():
        try:
            with writing(get_engine()) as session:
                accounts = end_bureau(session, current_person().id, found.id, form.reason.data)
            flash(ngettext("Ended, with %(num)s account.", "Ended, with %(num)s accounts.", accounts))
            return redirect(url_for("bureaus.bureau", code=code))
        except Refused as error:
            problem = say_refusal(error)
    active = [one.person for one in list_people(get_session(), found) if one.person.is_active]
    page = render_template("bureaus/bureau_end.html", bureau=found, form=form, people=active, problem=problem)
    return (page, 422) if problem or form.errors else page


@bp.post("/bureaus/<code>/reviewer")
@only(Role.ADMINISTRATOR)
def name(code: str) -> Any:
    """Who reviews a bureau that has nobody above it, by user name; an empty one: nobody any more."""
    found = get_bureau(code)
    try:
        with writing(get_engine()) as session:
            login = clean_login(read_line(request.form.get("login", "")))
            named = name_reviewer(session, current_person().id, found.id, login)
            words = _("%(name)s reviews this bureau from now on.", name=named.name) if named else _("Nobody is named.")
        flash(words)
    except Refused as error:
        flash(say_refusal(error))
    return redirect(url_for("bureaus.bureau", code=code))


@bp.post("/bureaus/<code>/restore")
@only(Role.ADMINISTRATOR)
def restore(code: str) -> Any:
    found = get_bureau(code)
    try:
        with writing(get_engine()) as session:
            restore_bureau(session, current_person().id, found.id)
        flash(_("The bureau takes part again. Accounts that ended with it are reactivated one by one."))
    except Refused as error:
        flash(say_refusal(error))
    return redirect(url_for("bureaus.bureau", code=code))


@bp.route("/bureaus/<code>/merge", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR)
def merge(code: str) -> Any:
    """First what would go over, then, on a second button, all of it at once."""
    found, form, problem = get_bureau(code), MergeForm(), None
    kept: Bureau | None = None
    moving: Belongings | None = None
    if form.validate_on_submit():
        try:
            if request.form.get("step") == "merge":
                with writing(get_engine()) as session:
                    merge_bureau(session, current_person().id, found.id, form.into.data, form.reason.data)
                flash(_("The bureaus are merged; this is the one that is kept."))
                return redirect(url_for("bureaus.bureau", code=form.into.data))
            kept = find_kept(get_session(), found, form.into.data)
            moving = find_belongings(get_session(), found, kept)
        except Refused as error:
            problem = say_refusal(error)
    page = render_template(
        "bureaus/bureau_merge.html", bureau=found, form=form, kept=kept, moving=moving, problem=problem
    )
    return (page, 422) if problem or form.errors else page
