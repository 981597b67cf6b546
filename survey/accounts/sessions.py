"""Sessions: their cookie is marked secure where the page came by HTTPS, and one that idled away leaves its line.

A session lives on by what a person does, not by what an open page asks for by itself.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, current_app, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadData, SignatureExpired

from survey.storage.database import writing
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.web.access import get_engine
from survey.web.marks import before_change, current_marks
from survey.web.tallies import Limit, TooMany, count

ONCE = Limit(1, timedelta(hours=1))


class Sessions(SecureCookieSessionInterface):
    """Flask's own, but that the cookie is secure wherever it can be; SURVEY_SECURE_COOKIES=yes makes it so always."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return bool(app.config["SESSION_COOKIE_SECURE"]) or request.is_secure


def init_sessions(app: Flask) -> None:
    app.session_interface = Sessions()
    app.before_request(_note_idle_end)


def init_expiry(app: Flask) -> None:
    """Lead whose password has run out to its page, and nowhere else."""
    before_change(app.view_functions["static"])

    @app.before_request
    def require_change() -> Any:
        if not session.get("must_change") or current_marks().is_before_change:
            return None
        if request.is_json:  # the form's script takes this for signed out, and keeps what it has
            return {"sign_in": url_for("changing_password.change")}, 401
        return redirect(url_for("changing_password.change"))


def init_renewal(app: Flask) -> None:
    """Renew the session's cookie, from whose time idling is counted, at every request but those of a page itself."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False

    @app.after_request
    def renew(response: Response) -> Response:
        if session.permanent and not current_marks().is_by_itself:
            session.modified = True
        return response


def _note_idle_end() -> None:
    """Who comes back with a session that idled away was signed out meanwhile."""
    if session or not (found := read_expired(request.cookies.get(current_app.config["SESSION_COOKIE_NAME"], ""))):
        return
    key, last_seen = found
    session.modified = True  # drops the cookie
    try:
        with writing(get_engine()) as writer:
            id = int(key.partition(".")[0])
            person = writer.get(Person, id)
            if person is None or person.get_id() != key:
                return  # ended before, by signing out or by a new password
            count(writer, f"idle {id} {last_seen}", ONCE)
            record(writer, id, "session.expire", f"person {id}", None, {"last_seen": last_seen})
    except TooMany:
        return  # the form's script may come back with several requests at once


def read_expired(cookie: str) -> tuple[str, str] | None:
    """Whose session a cookie was and when it was last seen, where it is ours but too old."""
    serializer = Sessions().get_signing_serializer(current_app)
    assert serializer is not None  # there is a key
    try:
        serializer.loads(cookie, max_age=int(current_app.permanent_session_lifetime.total_seconds()))
    except SignatureExpired as expired:
        kept = serializer.load_payload(expired.payload or b"")
        seen = expired.date_signed
        return (kept["_user_id"], seen.isoformat()) if "_user_id" in kept and seen else None
    except BadData:
        return None
    return None
