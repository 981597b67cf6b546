"""The second factor of one's own account, set up and taken off; and taken off for others."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlmodel import Session
from wtforms import PasswordField
from wtforms.validators import InputRequired

from survey.accounts.changing_password import is_own_password
from survey.accounts.code_page import CodeForm
from survey.accounts.totp import accept_code, derive_secret, draw_secret, make_salt
from survey.storage.database import writing
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.web.access import current_person, get_engine

bp = Blueprint("second_factor", __name__)


class RemovalForm(FlaskForm):
    old = PasswordField(_l("Present password"), [InputRequired(_l("Type your present password."))])


@bp.route("/account/second-factor", methods=["GET", "POST"])
def set_up() -> Any:
    """Show a new secret; it counts only when a code made from it comes back."""
    if current_person().totp_secret is not None:
        return redirect(url_for("second_factor.remove"))
    form, salt = CodeForm(), session.setdefault("salt", make_salt())
    if form.validate_on_submit():
        if _confirm(salt, form.code.data):
            session.pop("salt")
            flash(_("From now on a code is asked after the password."))
            return redirect(url_for("own_account.show"))
        form.code.errors = [_("The code is wrong. Scan the picture again, then type the code that is shown now.")]
    secret = derive_secret(current_app.config["SECRET_KEY"], current_person().id, salt)
    picture = draw_secret(secret, current_person().login)
    return render_template("accounts/second_factor.html", form=form, secret=secret, picture=picture)


def _confirm(salt: str, code: str) -> bool:
    with writing(get_engine()) as writer:
        person = writer.get_one(Person, current_person().id)
        person.totp_secret, person.totp_step = salt, 0
        if not accept_code(current_app.config["SECRET_KEY"], person, code):
            writer.expunge(person)  # nothing is kept
            return False
        writer.add(person)
        record(writer, person.id, "factor.add", f"person {person.id}")
        return True


@bp.route("/account/second-factor/remove", methods=["GET", "POST"])
def remove() -> Any:
    if current_person().totp_secret is None:
        return redirect(url_for("own_account.show"))
    form = RemovalForm()
    if form.validate_on_submit() and is_own_password(form.old):
        with writing(get_engine()) as writer:
            take_factor_off(writer, current_person().id, current_person().id)
        flash(_("The second factor is off; the password alone is enough to sign in."))
        return redirect(url_for("own_account.show"))
    return render_template("accounts/second_factor_off.html", form=form)


def take_factor_off(session: Session, actor_id: int, person_id: int) -> None:
    """Take it off, by the person or for somebody whose telephone is lost."""
    person = session.get_one(Person, person_id)
    if person.totp_secret is not None:
        person.totp_secret = None
        session.add(person)
        record(session, actor_id, "factor.remove", f"person {person_id}")
