"""The application factory: what the site is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Blueprint, Flask
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from survey import (
    administering,
    answering,
    attaching,
    bureau_pages,
    changing_password,
    colleagues,
    covering,
    entering_code,
    errors,
    evidence_pages,
    exchanging,
    excusing,
    health,
    helping,
    history,
    home,
    importing,
    levels,
    mails,
    moving,
    new_round,
    own_account,
    people_pages,
    profile,
    results,
    reviewing,
    running,
    second_factor,
    security,
    signing_in,
    submitting,
    trail_pages,
    verifying,
)
from survey.access import init_access, init_storage
from survey.acts import init_acts
from survey.database import make_engine
from survey.evidence_store import open_store
from survey.evidence_words import init_evidence_words
from survey.limits import init_expensive, init_limits
from survey.naming import init_naming
from survey.navigation import init_navigation
from survey.places import name_place
from survey.renewal import init_renewal
from survey.sessions import init_expiry, init_sessions
from survey.settings import Settings
from survey.words import init_words

LARGEST_REQUEST = 2_000_000


@dataclass(frozen=True)
class Output:
    """Something to read or download that a package above this one makes.

    `of` says where it is offered: with every "response", on its "result" page only, with a "round" to its
    administrator, or as an "overview" of it to reviewers, too. `values` are those of its address beside that.
    """

    endpoint: str
    label: str
    of: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Extension:
    """Blueprints from above with the outputs that the pages here offer."""

    blueprints: tuple[Blueprint, ...]
    outputs: tuple[Output, ...]


def create_app(settings: Settings, extensions: Sequence[Extension] = ()) -> Flask:
    """Make the site. `extensions` bring what this package does not know, such as reports."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.idle_minutes),
        SESSION_COOKIE_NAME="survey",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
        PASSWORD_DAYS=settings.password_days,
        TIME_ZONE=settings.time_zone,
        DATA_FOLDER=settings.data_folder,
        COMPRESS_MIMETYPES=["text/html", "application/json"],  # the few static files are small and asked for once
    )
    app.jinja_env.globals["is_demo"] = settings.is_demo
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["survey_settings"] = settings
    init_storage(app, make_engine(settings.database_url))
    app.extensions["evidence_store"] = open_store(settings)
    init_words(app, settings)
    init_naming(app)
    init_acts(app)
    init_navigation(app)
    init_evidence_words(app, settings.evidence_megabytes)
    if settings.proxies:  # how many before us are believed when they say where a request came from
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    init_limits(app, settings.processes)
    init_sessions(app)
    app.jinja_env.filters["place"] = name_place
    CSRFProtect(app)
    Compress(app)
    signing_in.init_sign_in(app, LoginManager())
    init_access(app)
    init_expiry(app)
    init_expensive(app)
    init_renewal(app)
    security.init_security(app)
    errors.init_errors(app, settings.data_folder / "log")
    app.extensions["survey_outputs"] = [output for extension in extensions for output in extension.outputs]
    own = [
        signing_in.bp,
        entering_code.bp,
        own_account.bp,
        changing_password.bp,
        second_factor.bp,
        trail_pages.bp,
        home.bp,
        profile.bp,
        answering.bp,
        attaching.bp,
        evidence_pages.bp,
        colleagues.bp,
        exchanging.bp,
        history.bp,
        submitting.bp,
        moving.bp,
        results.bp,
        reviewing.bp,
        verifying.bp,
        administering.bp,
        excusing.bp,
        levels.bp,
        running.bp,
        new_round.bp,
        mails.bp,
        bureau_pages.bp,
        people_pages.bp,
        importing.bp,
        covering.bp,
        health.bp,
        helping.bp,
    ]
    for blueprint in [*own, *(one for extension in extensions for one in extension.blueprints)]:
        app.register_blueprint(blueprint)
    return app
