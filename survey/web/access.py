"""Who may see and do what: what no view marks as public is closed to strangers, and what is not yours is not there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, cast

import sqlalchemy as sa
from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from sqlmodel import Session

from survey.storage.columns import table_of
from survey.storage.database import look_at_clock, reading, use_reader
from survey.storage.states import Role
from survey.storage.tables import Person
from survey.storage.trail import LOCAL, come_from
from survey.web.marks import View, current_marks, public

LARGEST_ID = 2**63 - 1
PEOPLE = table_of(Person)
SIGNED_IN = sa.select(PEOPLE.c.id, PEOPLE.c.role, PEOPLE.c.bureau_id, PEOPLE.c.session_key).where(
    PEOPLE.c.id == sa.bindparam("id"), PEOPLE.c.is_active
)


def init_storage(app: Flask, engine: sa.Engine) -> None:
    """Give the site its database: a reading session for each request, and to the trail the address it comes from."""
    app.extensions["survey_engine"] = engine
    look_at_clock(engine)
    app.before_request(lambda: come_from(request.remote_addr or ""))
    app.teardown_request(lambda error: come_from(LOCAL))
    app.teardown_appcontext(_close_session)


def _close_session(error: BaseException | None) -> None:
    session = g.pop("session", None)
    if session is not None:
        use_reader(g.reader_before)
        session.close()


def get_engine() -> sa.Engine:
    """The site's database."""
    return cast(sa.Engine, current_app.extensions["survey_engine"])


def get_session() -> Session:
    """This request's reading session."""
    if "session" not in g:
        g.session = reading(get_engine())
        g.reader_before = use_reader(g.session)
    return cast(Session, g.session)


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, as far as every request has to know; `current_person` loads the rest."""

    id: int
    role: Role
    bureau_id: int | None

    is_authenticated: ClassVar[bool] = True  # what Flask-Login asks of it


def find_signed_in(key: str) -> SignedIn | None:
    """Whose session a key is, `Person.get_id`, where it stands and the account is in use."""
    id, _dot, session_key = key.partition(".")
    row = get_session().execute(SIGNED_IN, {"id": int(id)}).one_or_none() if id.isdigit() else None
    return SignedIn(row.id, row.role, row.bureau_id) if row and row.session_key == session_key else None


def current_account() -> SignedIn | Person:
    """Who is signed in; the person where they signed in with this very request."""
    return cast("SignedIn | Person", current_user._get_current_object())


def current_person() -> Person:
    """The person who is signed in."""
    id = current_account().id
    if "person" not in g or g.person.id != id:
        g.person = get_session().get_one(Person, id)
    return cast(Person, g.person)


def init_access(app: Flask) -> None:
    """Refuse everyone who is not signed in, everywhere but at what is public and the static files; and what no address
    can be."""
    public(app.view_functions["static"])

    @app.before_request
    def refuse_nul() -> None:
        if "\0" in request.path:  # PostgreSQL takes none in what is looked for; SQLite does
            abort(404)

    @app.before_request
    def require_sign_in() -> Any:
        if not current_marks().is_public and not current_user.is_authenticated:
            return app.login_manager.unauthorized()  # type: ignore[attr-defined]


def only(*roles: Role) -> Callable[[View], View]:
    """Let only these roles in; to others the page is not there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if current_person().role not in roles:
                abort(404)
            return view(*args, **kwargs)

        return cast(View, guarded)

    return decorate
