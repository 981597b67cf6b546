"""Signing in, the second step: the code of one's telephone."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from survey.accounts.attempts import Locked, enter_code
from survey.accounts.signing_in import find_awaited, open_session, say_locked
from survey.web.access import get_engine
from survey.web.marks import public
from survey.web.paths import local_path

bp = Blueprint("code", __name__)


class CodeForm(FlaskForm):
    code = StringField(_l("Code of six digits"), [InputRequired(_l("Type the code.")), Length(max=20)])


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def enter() -> Any:
    person, form = find_awaited(), CodeForm()
    if person is None:
        return redirect(url_for("signing_in.sign_in", next=request.args.get("next")))
    if not form.validate_on_submit():
        return render_template("accounts/code.html", form=form, problem=None)
    key = current_app.config["SECRET_KEY"]
    try:
        right = enter_code(get_engine(), person.id, key, form.code.data, request.remote_addr or "")
    except Locked:
        return render_template("accounts/code.html", form=form, problem=say_locked()), 429
    if not right:
        problem = _("The code is wrong or was used already. Wait for the next one; check the telephone's clock.")
        return render_template("accounts/code.html", form=form, problem=problem), 422
    open_session(person)
    return redirect(local_path(request.args.get("next")))
