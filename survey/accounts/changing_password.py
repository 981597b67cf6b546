"""Changing one's own password: when one wants to, or when it has run out."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired

from survey.accounts.accounts import SamePassword, WeakPassword, set_password
from survey.accounts.attempts import Locked, try_password
from survey.accounts.signing_in import PasswordForm, open_session, say_locked, say_refused
from survey.storage.database import writing
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.web.access import current_person, get_engine
from survey.web.marks import before_change

bp = Blueprint("changing_password", __name__)


class ChangeForm(PasswordForm):
    old = PasswordField(_l("Present password"), [InputRequired(_l("Type your present password."))])


@bp.route("/account/password", methods=["GET", "POST"])
@before_change
def change() -> Any:
    form, must = ChangeForm(), session.get("must_change")
    if form.validate_on_submit() and _try_change(form):
        flash(_("The password is changed. All other sessions of yours are ended."))
        return redirect(url_for("home.start" if must else "own_account.show"))
    days = current_app.config["PASSWORD_DAYS"]
    return render_template("accounts/password.html", form=form, must=must, days=days)


def is_own_password(field: PasswordField) -> bool:
    """Whether the present password was typed; a wrong one is said at the field, and counts like one at the sign-in."""
    person = current_person()
    try:
        right = try_password(get_engine(), person, person.login, field.data, request.remote_addr or "")
    except Locked:
        field.errors = [say_locked()]
        return False
    field.errors = [] if right else [_("This is not your present password.")]
    return right


def _try_change(form: ChangeForm) -> bool:
    """Change it, or say at the field why not."""
    if not is_own_password(form.old):
        return False
    try:
        with writing(get_engine()) as writer:
            person = writer.get_one(Person, current_person().id)
            set_password(writer, person, form.password.data)
            record(writer, person.id, "account.password", f"person {person.id}")
    except (WeakPassword, SamePassword) as error:
        form.password.errors = [say_refused(error)]
        return False
    open_session(person)
    return True
