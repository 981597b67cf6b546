"""Administrators' pages of people: everyone, adding one, changing one, links, and ending an account."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, Regexp

from questionnaires.messages import Refused
from survey.accounts.second_factor import take_factor_off
from survey.accounts.waiting_links import list_waiting
from survey.bureaus.keeping import end_keeper, keeps, list_given_roles, may_keep, name_keeper, refuse_strangers
from survey.bureaus.moving import move_person
from survey.bureaus.people import (
    GOOD_LOGIN,
    GOOD_TELEPHONE,
    NOT_YET,
    WITHOUT_PASSWORD,
    add_account,
    change_person,
    deactivate,
    describe_person,
    has_added,
    invite_people,
    list_people,
    reactivate,
    read_people,
    search_people,
)
from survey.bureaus.reach import get_kept_bureau, get_kept_person, only_keepers
from survey.sheets.reading import clean_code, clean_login
from survey.storage.database import writing
from survey.storage.states import WITHOUT_BUREAU, AccountState, Role
from survey.storage.tables import Person
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.fields import fold_line, is_printable
from survey.web.languages import clean_search, local_today, say_refusal
from survey.web.marks import expensive
from survey.web.typed import read_line
from survey.web.words import ROLES

bp = Blueprint("people", __name__)
MOST_SHOWN = 300
A_PRINT = 1000  # people on one page of the list to print, which is some 30 sheets


class PersonForm(FlaskForm):
    """What is kept of a person, and no more."""

    name = StringField(
        _l("Name of the person"),
        [DataRequired(_l("Type the name.")), Length(max=60), is_printable],
        filters=[fold_line],
    )
    post = StringField(_l("Post"), [Length(max=60), is_printable], filters=[fold_line])
    telephone = StringField(
        _l("Office telephone"),
        [Optional(), Regexp(f"^(?:{GOOD_TELEPHONE.pattern})$", message=_l("Type a number such as 0351-1234567."))],
    )

    def read(self) -> dict[str, str]:
        return {name: (self[name].data or "").strip() for name in ("name", "post", "telephone")}


class AccountForm(PersonForm):
    login = StringField(
        _l("User name"),
        [
            DataRequired(_l("Type a user name.")),
            Regexp(
                f"^(?:{GOOD_LOGIN.pattern})$", message=_l("Use 2 to 60 lower-case letters, digits, dots and hyphens.")
            ),
        ],
        filters=[lambda text: clean_login(text or "")],
    )
    role = SelectField(_l("Role"))


@bp.get("/people")
@only_keepers
def everyone() -> Any:
    words, role, state = _read_search()
    actor = current_person()
    listed = [one for one in read_people(get_session()) if keeps(actor, one.person.bureau)]
    found = list(search_people(listed, words, role, state))
    return render_template(
        "bureaus/people.html",
        people=found[:MOST_SHOWN],
        found=len(found),
        all=len(listed),
        words=words,
        role=role,
        state=state,
        roles=list(Role),
        states=[NOT_YET, *AccountState],
        not_yet=sum(one.state in WITHOUT_PASSWORD for one in listed),
        inviting=sum(may_keep(actor, one.person) for one in found) if state in (NOT_YET, *WITHOUT_PASSWORD) else 0,
        waiting=len(list_waiting(get_session(), _find_key(), current_person().id)),
    )


@bp.get("/people/list")
@only_keepers
def print_list() -> Any:
    """Everyone who is searched for, on paper."""
    actor, found = current_person(), search_people(read_people(get_session()), *_read_search())
    kept = [one for one in found if keeps(actor, one.person.bureau)]
    pages = max(1, -(-len(kept) // A_PRINT))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    shown = kept[(page - 1) * A_PRINT : page * A_PRINT]
    search = dict(zip(("q", "role", "state"), _read_search(), strict=True))
    return render_template(
        "bureaus/people_print.html",
        people=shown, found=len(kept), page=page, pages=pages, search=search, today=local_today(),
    )  # fmt: skip


def _find_key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key


def _read_search() -> tuple[str, str, str]:
    given = request.values
    return clean_search(given.get("q", "")), given.get("role", ""), given.get("state", "")


@bp.post("/people/invitations")
@only_keepers
@expensive(20)
def invite_all() -> Any:
    """New links for all who are shown and have not set a password yet."""
    with writing(get_engine()) as session:
        actor = session.get_one(Person, current_person().id)
        listed = search_people(list_people(session), *_read_search())
        found = [one.person for one in listed if one.state in WITHOUT_PASSWORD and may_keep(actor, one.person)]
        if found:
            invite_people(session, current_person().id, found, _find_key())
    if found:
        return redirect(url_for("links.show"))
    flash(_("Everyone here has set a password already."))
    return redirect(url_for("people.everyone"))


@bp.route("/people/new", methods=["GET", "POST"])
@bp.route("/bureaus/<code>/people/new", methods=["GET", "POST"])
@only_keepers
def add(code: str = "") -> Any:
    bureau, form = get_kept_bureau(code) if code else None, AccountForm()
    if not keeps(current_person(), bureau):
        abort(404)
    form.role.choices = [SelectChoice(role.value, ROLES[role]) for role in list_given_roles(current_person(), bureau)]
    problem = None
    if form.validate_on_submit():
        values = {"login": form.login.data, "role": form.role.data, "bureau_code": code, **form.read()}
        try:
            with writing(get_engine()) as session:
                new = add_account(session, current_person().id, values)
                invite_people(session, current_person().id, [new], _find_key())
            return redirect(url_for("links.show"))
        except Refused as error:
            if has_added(get_session(), current_person().id, values):  # sent twice, or its answer was lost
                return redirect(url_for("links.show"))
            problem = say_refusal(error)
    page = render_template("bureaus/people_add.html", form=form, bureau=bureau, problem=problem)
    return (page, 422) if problem or form.errors else page


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
@only_keepers
def person(person_id: int) -> Any:
    found = get_kept_person(person_id)
    form = PersonForm(obj=found)
    if form.validate_on_submit():
        values = form.read()
        return _act(lambda session, actor, whom: change_person(session, actor, whom, values), person_id, _("Saved."))
    listed = describe_person(get_session(), found)
    may = may_keep(current_person(), found)
    roles = [role for role in Role if role not in WITHOUT_BUREAU]
    page = render_template("bureaus/person.html", form=form, one=listed, may_keep=may, roles=roles)
    return (page, 422) if form.errors else page


@bp.post("/people/<int:person_id>/invite")
@only_keepers
@expensive(200)
def invite_again(person_id: int) -> Any:
    get_kept_person(person_id)
    try:
        with writing(get_engine()) as session:
            found = session.get_one(Person, person_id)
            refuse_strangers(session, current_person().id, [found])
            invite_people(session, current_person().id, [found], _find_key())
        return redirect(url_for("links.show"))
    except Refused as error:
        flash(say_refusal(error))
        return redirect(url_for("people.person", person_id=person_id))


@bp.post("/people/<int:person_id>/deactivate")
@only_keepers
def end(person_id: int) -> Any:
    return _act(deactivate, person_id, _("The account is deactivated; its sessions and links have ended."))


@bp.post("/people/<int:person_id>/reactivate")
@only_keepers
def let_in_again(person_id: int) -> Any:
    return _act(reactivate, person_id, _("The account can be used again, with the password it had."))


@bp.post("/people/<int:person_id>/second-factor/remove")
@only_keepers
def take_off_factor(person_id: int) -> Any:
    """For somebody whose telephone is lost."""
    return _act(take_factor_off, person_id, _("The second factor is off for this person."))


@bp.post("/people/<int:person_id>/move")
@only_keepers
def move(person_id: int) -> Any:
    """To another bureau, by its code, or to another role."""
    typed, role = request.form.get("bureau_code", ""), request.form.get("role", "")
    outcome = _("Moved. Sessions and shares of the old place have ended.")
    return _act(
        lambda session, actor, whom: move_person(session, actor, whom, clean_code(read_line(typed)), role),
        person_id,
        outcome,
    )


@bp.post("/people/<int:person_id>/city-administrator")
@only(Role.ADMINISTRATOR)
def name_city_keeper(person_id: int) -> Any:
    outcome = _("This person keeps the bureaus and people of the city from now on.")
    return _act(name_keeper, person_id, outcome)


@bp.post("/people/<int:person_id>/city-administrator/end")
@only(Role.ADMINISTRATOR)
def end_city_keeper(person_id: int) -> Any:
    return _act(end_keeper, person_id, _("This person keeps the city's bureaus and people no longer."))


def _act(act: Callable[[Session, int, int], object], person_id: int, outcome: str) -> Any:
    get_kept_person(person_id)
    try:
        with writing(get_engine()) as session:
            refuse_strangers(session, current_person().id, [session.get_one(Person, person_id)])
            act(session, current_person().id, person_id)
        flash(outcome)
    except Refused as error:
        flash(say_refusal(error))
    return redirect(url_for("people.person", person_id=person_id))
