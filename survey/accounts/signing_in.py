"""Signing in and out, accepting an invitation, choosing the language."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from survey.accounts.accounts import (
    LONGEST_PASSWORD,
    SamePassword,
    UnusableInvitation,
    WeakPassword,
    end_sessions,
    find_invitation,
    is_expired,
    set_password,
)
from survey.accounts.attempts import AccountEnded, Locked, enter, unlock
from survey.installing.settings import LANGUAGES
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.web.access import current_person, find_signed_in, get_engine, get_session
from survey.web.fields import fold_line, is_printable
from survey.web.languages import html_language
from survey.web.marks import before_change, public, reopened
from survey.web.paths import local_path

bp = Blueprint("signing_in", __name__)
CODE_SECONDS = 300


class SignInForm(FlaskForm):
    login = StringField(
        _l("User name"), [InputRequired(_l("Type your user name.")), Length(max=60), is_printable], filters=[fold_line]
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Type your password."))])


class PasswordForm(FlaskForm):
    password = PasswordField(_l("New password"), [InputRequired(_l("Type a password.")), Length(max=LONGEST_PASSWORD)])
    again = PasswordField(
        _l("New password, again"), [EqualTo("password", _l("The two passwords differ; type the same one twice."))]
    )


def init_sign_in(app: Flask, manager: LoginManager) -> None:
    """Tell Flask-Login who is who."""
    manager.init_app(app)
    manager.unauthorized_handler(_ask_to_sign_in)
    manager.user_loader(find_signed_in)

    @app.context_processor
    def add_frame() -> dict[str, Any]:
        person = current_person() if current_user.is_authenticated else None
        return {"person": person, "language": html_language(), "LANGUAGES": LANGUAGES}


def _ask_to_sign_in() -> Any:
    if request.is_json or request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response(jsonify(error=_("Sign in again."), sign_in=url_for("signing_in.sign_in")), 401)
    if (ended := _find_ended()) is not None:
        return make_response(render_template("accounts/ended.html", ended=ended), 403)
    here = request.full_path.rstrip("?") if request.method == "GET" else url_for("home.start")
    return redirect(url_for("signing_in.sign_in", next=here if here != "/" else None))


def _find_ended() -> Person | None:
    """Whose session this was, where their account was deactivated since."""
    id = str(session.get("_user_id", "")).partition(".")[0]
    person = get_session().get(Person, int(id)) if id.isdigit() else None
    return None if person is None or person.is_active else person


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@reopened
def sign_in() -> Any:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, problem=None)
    try:
        person = enter(get_engine(), form.login.data.strip(), form.password.data, request.remote_addr or "")
    except Locked:
        return render_template("accounts/sign_in.html", form=form, problem=say_locked()), 429
    except AccountEnded:
        problem = _("This account has been deactivated. Ask the administrator of your city or province if you need it.")
        return render_template("accounts/sign_in.html", form=form, problem=problem), 422
    if person is None:
        problem = _("User name or password is wrong. Check both; the password tells upper-case from lower-case.")
        return render_template("accounts/sign_in.html", form=form, problem=problem), 422
    return _go_on(person)


def _go_on(person: Person) -> Any:
    """To the second factor where there is one, otherwise into the site."""
    if person.totp_secret is not None:
        await_code(person)
        return redirect(url_for("code.enter", next=request.args.get("next")))
    open_session(person)
    return redirect(local_path(request.args.get("next")))


def say_locked() -> str:
    return str(_("Too many attempts to sign in failed. Try again in 5 minutes."))


def await_code(person: Person) -> None:
    """Remember for a short while whose password was right."""
    session["awaiting"] = [person.get_id(), now().timestamp() + CODE_SECONDS]


def find_awaited() -> Person | None:
    """Whose password was right a moment ago, in this browser."""
    key, until = session.get("awaiting", ["", 0])
    account = find_signed_in(key) if now().timestamp() < until else None
    return get_session().get_one(Person, account.id) if account else None


def open_session(person: Person) -> None:
    """Sign somebody in: nothing of an earlier session stays but the language."""
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    if is_expired(person, current_app.config["PASSWORD_DAYS"]):
        session["must_change"] = True
    login_user(person)


@bp.post("/sign-out")
@before_change
def sign_out() -> Any:
    with writing(get_engine()) as writer:
        end_sessions(writer, current_person())
        record(writer, current_person().id, "session.close", f"person {current_person().id}")
    logout_user()
    flash(_("You are signed out."))
    return redirect(url_for("signing_in.sign_in"))


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> Any:
    form = PasswordForm()
    try:
        invitation = find_invitation(get_session(), token)
        if form.validate_on_submit():
            return _go_on(_accept(token, form.password.data))
    except UnusableInvitation:
        return render_template(
            "web/error.html",
            title=_("This link cannot be used"),
            remedy=_("It was used already or has run out. Ask the administrator for a new one."),
        ), 410
    except (WeakPassword, SamePassword) as error:
        form.password.errors = [say_refused(error)]
    return render_template("accounts/invitation.html", form=form, invited=invitation.person)


def say_refused(error: WeakPassword | SamePassword) -> str:
    """Why a new password is not taken."""
    if isinstance(error, SamePassword):
        return str(_("This is the old password; choose another one."))
    return str(_("Use at least 8 characters of three kinds: lower-case, upper-case, digits, symbols."))


def _accept(token: str, password: str) -> Person:
    """Set the password of whom a link is for; of two at once the second finds it used. Raises UnusableInvitation."""
    with writing(get_engine()) as writer:
        invitation = find_invitation(writer, token, to_use=True)
        set_password(writer, invitation.person, password)
        invitation.used_at, invitation.salt = now(), None
        writer.add(invitation)
        unlock(writer, invitation.person.login)
        record(writer, invitation.person_id, "invitation.use", f"person {invitation.person_id}")
        return invitation.person


@bp.post("/language")
@public
@before_change
def choose_language() -> Any:
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(local_path(request.form.get("next")))
