"""Who may see and do what: only PUBLIC is open to those not signed in, and what is not yours is not there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from survey.columns import table_of
from survey.database import reading
from survey.issued import Asked, find_asked
from survey.places import find_bureau
from survey.states import OF_A_BUREAU, REVIEWERS, Role
from survey.tables import Bureau, IssuedQuestionnaire, Person, Response, Round

PUBLIC = {
    "static",
    "health.show",
    "signing_in.sign_in",
    "signing_in.accept_invitation",
    "signing_in.choose_language",
    "entering_code.enter",
}
LARGEST_ID = 2**63 - 1
WITH_ROUND = (  # what every page of a response needs; the text of a questionnaire is parsed already, as a rule
    joinedload(Response.round),  # type: ignore[arg-type]
    joinedload(Response.questionnaire).defer(IssuedQuestionnaire.content),  # type: ignore[arg-type]
)
PEOPLE = table_of(Person)
SIGNED_IN = sa.select(PEOPLE.c.id, PEOPLE.c.role, PEOPLE.c.bureau_id, PEOPLE.c.session_key).where(
    PEOPLE.c.id == sa.bindparam("id"), PEOPLE.c.is_active
)
View = TypeVar("View", bound=Callable[..., Any])


def get_engine() -> sa.Engine:
    """The site's database."""
    return cast(sa.Engine, current_app.extensions["survey_engine"])


def get_session() -> Session:
    """This request's reading session."""
    if "session" not in g:
        g.session = reading(get_engine())
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
    """Refuse everyone who is not signed in, everywhere but at PUBLIC endpoints."""

    @app.before_request
    def require_sign_in() -> Any:
        if request.endpoint not in PUBLIC and not current_user.is_authenticated:
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


def find_own_response(response_id: int, *roles: Role) -> Response:
    """The response of the own bureau of a clerk or head (or of those of `roles` only), or 404."""
    response = _get_response(response_id)
    if response is None or not _is_own(response.bureau_id, roles or OF_A_BUREAU):
        abort(404)
    return response


def find_own_asked(response_id: int, *roles: Role) -> Asked:
    """What is asked in a response that `find_own_response` would give, or 404."""
    asked = find_asked(get_session(), response_id) if response_id <= LARGEST_ID else None
    if asked is None or not _is_own(asked.bureau_id, roles or OF_A_BUREAU):
        abort(404)
    return asked


def _is_own(bureau_id: int, roles: Collection[Role]) -> bool:
    account = current_account()
    return account.role in roles and account.bureau_id == bureau_id


def find_response(response_id: int) -> Response:
    """A response that the signed-in person may read, or 404.

    Clerk and head read their own, a reviewer those of the bureaus below, an administrator all. What was never
    submitted is its bureau's alone.
    """
    response, person = _get_response(response_id), current_person()
    if response is None or not may_read(person, response.bureau):
        abort(404)
    if response.submitted_at is None and person.role not in OF_A_BUREAU:
        abort(404)
    return response


def find_involved(response_id: int) -> Response:
    """A response on which the signed-in person may have something to do: their bureau's own, or one they may read."""
    if current_person().role in OF_A_BUREAU:
        return find_own_response(response_id)
    return find_response(response_id)


def get_bureau(code: str) -> Bureau:
    """The bureau of an address, or 404; who may see it is the page's to say."""
    bureau = find_bureau(get_session(), code)
    return bureau if bureau is not None else abort(404)


def get_person(person_id: int) -> Person:
    """The person of an address, or 404; who may see them is the page's to say."""
    person = get_session().get(Person, person_id) if person_id <= LARGEST_ID else None
    return person if person is not None else abort(404)


def _get_response(response_id: int) -> Response | None:
    return get_session().get(Response, response_id, options=WITH_ROUND) if response_id <= LARGEST_ID else None


def may_read(person: Person, bureau: Bureau) -> bool:
    """Whether a person may read the work of a bureau."""
    if person.role is Role.ADMINISTRATOR:
        return True
    if person.role in OF_A_BUREAU:
        return bureau.id == person.bureau_id
    if person.role not in REVIEWERS:
        return False
    place: Bureau | None = bureau
    while place is not None:
        if place.id == person.bureau_id:
            return True
        place = place.parent
    return False


def list_readable(round: Round) -> list[Response]:
    """The responses of a round that the signed-in person may read, in the order of bureau codes."""
    with_places = joinedload(Response.bureau).joinedload(Bureau.parent)  # type: ignore[arg-type]
    query = select(Response).join(Bureau).where(Response.round_id == round.id).order_by(col(Bureau.code))
    responses = get_session().exec(query.options(with_places)).all()
    return [response for response in responses if may_read(current_person(), response.bureau)]
