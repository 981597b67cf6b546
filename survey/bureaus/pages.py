"""Administrators' pages of bureaus: the tree of them, and each with its people."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from questionnaires.messages import Refused
from survey.bureaus.bureau_import import GOOD_MAILBOX
from survey.bureaus.keeping import keeps, refuse_strangers
from survey.bureaus.mending import delete_bureau, is_bound, is_used, mend_bureau, show_place
from survey.bureaus.outside import find_named
from survey.bureaus.people import list_people
from survey.bureaus.places import LEVELS, Branch, find_place, grow_tree
from survey.bureaus.reach import get_bureau, get_kept_bureau, only_keepers
from survey.sheets.reading import clean_code
from survey.storage.database import writing
from survey.storage.offices import EndedBureau
from survey.storage.states import Role
from survey.storage.tables import MOST_REASON, Bureau
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.fields import fold_line, is_printable
from survey.web.languages import clean_search, say_refusal
from survey.web.words import LEVELS as LEVEL_NAMES

bp = Blueprint("bureaus", __name__)
MOST_SHOWN = 600


def clean_given_code(text: str | None) -> str:
    return clean_code(text or "")


class BureauForm(FlaskForm):
    name = StringField(
        _l("Name of the bureau"),
        [DataRequired(_l("Type the name of the bureau.")), Length(max=80), is_printable],
        filters=[fold_line],
    )
    mailbox = StringField(
        _l("Office mailbox"),
        [
            Optional(),
            Length(max=120),
            Regexp(
                f"^(?:{GOOD_MAILBOX.pattern})$", message=_l("Type an e-mail address, such as office@example.gov.cn.")
            ),
        ],
        filters=[lambda text: (text or "").strip()],
    )


class PlaceForm(BureauForm):
    """A bureau with its place; `reason` is asked for where a round binds it."""

    code = StringField(
        _l("Code"), [DataRequired(_l("Type the code of the bureau.")), Length(max=12)], filters=[clean_given_code]
    )
    level = SelectField(_l("Level"), choices=[SelectChoice(level, LEVEL_NAMES[level]) for level in LEVELS])
    parent_code = StringField(_l("Code of the place above"), [Length(max=12)], filters=[clean_given_code])
    replaces_code = StringField(_l("Code of the bureau that it replaces"), [Length(max=12)], filters=[clean_given_code])
    reason = TextAreaField(
        _l("Why code, place above or replaced bureau are corrected"),
        [Length(max=MOST_REASON)],
        filters=[lambda text: (text or "").strip()],
    )


@bp.get("/bureaus")
@only_keepers
def tree() -> Any:
    branches = [one for one in grow_tree(get_session()) if keeps(current_person(), one.bureau)]
    words, gaps = clean_search(request.args.get("q", "")), request.args.get("gaps") == "yes"
    found = [one for one in branches if _matches(one, words) and (one.missing or not gaps)]
    return render_template(
        "bureaus/tree.html",
        branches=found[:MOST_SHOWN],
        found=len(found),
        all=len(branches),
        incomplete=sum(bool(one.missing) for one in branches),
        words=words,
        gaps=gaps,
    )


def _matches(branch: Branch, words: str) -> bool:
    bureau = branch.bureau
    text = f"{bureau.parent.name if bureau.parent else ''} {bureau.name} {bureau.code}"
    return all(word in text for word in words.split())


@bp.route("/bureaus/<code>", methods=["GET", "POST"])
@only_keepers
def bureau(code: str) -> Any:
    found = get_kept_bureau(code)
    now, bound, problem = show_place(get_session(), found), is_bound(get_session(), found), None
    form = _make_form(now, bound)
    if form.validate_on_submit():
        values = now | {name: value for name, value in form.data.items() if name in now}
        try:
            with writing(get_engine()) as session:
                refuse_strangers(session, current_person().id, bureaus=[session.get(Bureau, found.id)])
                moved = mend_bureau(session, current_person().id, found.id, values, form.data.get("reason", ""))
            flash(_say_saved(values["code"], moved))
            return redirect(url_for("bureaus.bureau", code=values["code"]))
        except Refused as error:
            problem = say_refusal(error)
    page = _draw_bureau(found, form=form, bound=bound, problem=problem)
    return (page, 422) if problem or form.errors else page


def _make_form(now: dict[str, str], bound: bool) -> BureauForm:
    """What may be changed of a bureau: by a city administrator name and mailbox only."""
    if current_person().role is not Role.ADMINISTRATOR:
        return BureauForm(data=now)
    form = PlaceForm(data=now)
    if bound:
        del form.level
    else:
        del form.reason
    return form


def _say_saved(code: str, moved: int | None) -> str:
    """That it is saved, and who reviews now what is under way."""
    if not moved:
        return str(_("Saved."))
    get_session().expire_all()
    place = find_place(get_bureau(code))
    words: str = ngettext(
        "Saved. %(num)s response under way is reviewed from now on below %(place)s.",
        "Saved. %(num)s responses under way are reviewed from now on below %(place)s.",
        moved,
        place=place.name,
    )
    return words


def _draw_bureau(found: Bureau, **rest: Any) -> str:
    branches = grow_tree(get_session())
    [branch] = [one for one in branches if one.bureau.id == found.id]
    below = [one for one in branches if one.bureau.parent_id == found.id]
    people, used = list_people(get_session(), found), is_used(get_session(), found)
    opens = found.parent is not None and keeps(current_person(), found.parent)
    ended = get_session().get(EndedBureau, found.id)
    facts = {"branch": branch, "below": below, "people": people, "used": used, "above_opens": opens, "ended": ended}
    facts["reviewer"] = find_named(get_session(), found)
    return render_template("bureaus/bureau.html", **facts, **rest)


@bp.post("/bureaus/<code>/delete")
@only(Role.ADMINISTRATOR)
def delete(code: str) -> Any:
    found = get_bureau(code)
    try:
        with writing(get_engine()) as session:
            delete_bureau(session, current_person().id, found.id)
    except Refused as error:
        flash(say_refusal(error))
        return redirect(url_for("bureaus.bureau", code=code))
    flash(_("Deleted."))
    return redirect(url_for("bureaus.tree"))
