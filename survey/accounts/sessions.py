"""Sessions: their cookie is marked secure where the page came by HTTPS, and one that idled away leaves its line.

A session lives on by what a person does, not by what an open page asks for by itself.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import Person
from survey.storage.trail import record
from survey.web.access import get_engine
from survey.web.marks import before_change, current_marks
from survey.web.tallies import Limit, TooMany, count

ONCE = Limit(1, timedelta(hours=1))
AHEAD = 60  # seconds that a cookie may come from the future: a clock is set back, or read a moment earlier elsewhere


class SessionSigner(TimestampSigner):
    """Signs with the time of the installation's clock, not with that of the machine."""

    def get_timestamp(self) -> int:
        return int(now().timestamp())


class Sessions(SecureCookieSessionInterface):
    """Flask's own, but that it goes by the installation's clock, and that the cookie is secure wherever it can be:
    SURVEY_SECURE_COOKIES=yes makes it so always."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return bool(app.config["SESSION_COOKIE_SECURE"]) or request.is_secure

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = SessionSigner
        return serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        kept, at = read_cookie(app, request.cookies.get(self.get_cookie_name(app), ""))
        return self.session_class(kept if at is not None and is_good(app, at) else {})


def read_cookie(app: Flask, cookie: str) -> tuple[dict[str, Any], datetime | None]:
    """What a cookie of ours holds and when it was made, however long ago; None where it is none."""
    serializer = Sessions().get_signing_serializer(app)
    assert serializer is not None  # there is a key
    try:
        kept, at = serializer.loads(cookie, return_timestamp=True)
    except BadData:
        return {}, None
    return kept, at


def is_good(app: Flask, at: datetime) -> bool:
    """Whether a session goes on that was last seen then: not too long ago, nor by a clock that was ahead."""
    return -AHEAD <= int((now() - at).total_seconds()) <= int(app.permanent_session_lifetime.total_seconds())


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
        is_ahead = request.headers.get("Purpose") == "prefetch"  # fetched before anybody looks at it
        if session.permanent and not current_marks().is_by_itself and not is_ahead:
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
    kept, seen = read_cookie(current_app, cookie)
    if seen is None or "_user_id" not in kept or is_good(current_app, seen):
        return None
    return kept["_user_id"], seen.isoformat()
