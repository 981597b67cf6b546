"""The application factory: what the site is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from survey import home
from survey.accounts import changing_password, code_page, own_account, second_factor, sessions, signing_in
from survey.answering import (
    carrying_page,
    check_page,
    claims_page,
    colleagues,
    doubts_page,
    heads_page,
    history_page,
    profile,
    results,
    steps,
    version_page,
    worker_page,
)
from survey.answering import pages as answering
from survey.auditing import pages as auditing
from survey.bureaus import change_pages, import_pages, link_pages, people_pages
from survey.bureaus import pages as bureaus
from survey.bureaus.former import say_moved
from survey.bureaus.places import name_place
from survey.catalogues import pages as notices
from survey.catalogues import publishing_pages
from survey.evidence import attaching, shelf_pages, ticking_pages
from survey.evidence import pages as evidence
from survey.evidence.store import open_store
from survey.evidence.words import init_evidence_words
from survey.installing.settings import Settings
from survey.mail import pages as mail
from survey.maps import pages as maps
from survey.messages import pages as messages
from survey.plans import item_pages, overview_pages, table_pages
from survey.plans import pages as plans
from survey.plans.words import init_plan_words
from survey.reviewing import batch_page, entry_pages, table_page, year_page
from survey.reviewing import pages as reviewing
from survey.rounds import (
    changing_pages,
    closing_pages,
    ending_pages,
    excusing,
    extending_page,
    external_pages,
    opening_pages,
    stragglers_page,
)
from survey.rounds import pages as rounds
from survey.schemes import pages as schemes
from survey.schemes import side_by_side
from survey.storage.database import make_engine
from survey.studio import (
    authors_page,
    beside_page,
    clause_page,
    head_page,
    moving_page,
    publishing_page,
    reading_page,
)
from survey.studio import pages as studio
from survey.studio.words import init_studio_words
from survey.teamwork import note_pages, office_pages, sharing_page
from survey.web import errors, health, help, security
from survey.web.access import init_access, init_storage
from survey.web.act_words import init_acts
from survey.web.hosts import init_hosts
from survey.web.languages import init_words
from survey.web.limits import init_expensive, init_limits
from survey.web.navigation import init_navigation
from survey.web.paths import init_paths
from survey.web.scripts import init_scripts
from survey.web.static_files import init_packing, name_static
from survey.web.words import init_naming
from survey.workbooks import pages as workbooks

LARGEST_REQUEST = 2_000_000
WHAT_PAGES_KNOW = (
    init_paths,
    init_naming,
    init_acts,
    init_navigation,
    init_scripts,
    init_studio_words,
    init_plan_words,
)


@dataclass(frozen=True)
class Output:
    """Something to read or download that a package above this one makes.

    `of` says where it is offered: with every "response", on its "result" page only, beside its "schemes", with a
    "plan", with a "year", with a "round" to its administrator, as an "overview" of it to reviewers, too, for an "audit"
    of it, to "everyone" below every page; or that "reading" begins on it, for those who only read. `values` are those
    of its address beside that.
    """

    endpoint: str
    label: str
    of: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Extension:
    """Blueprints from above with the outputs that the pages here offer; and what `warm` gets ready in each process that
    serves, before somebody waits for it."""

    blueprints: tuple[Blueprint, ...]
    outputs: tuple[Output, ...]
    warm: Callable[[Flask], None] | None = None


def create_app(settings: Settings, extensions: Sequence[Extension] = ()) -> Flask:
    """Make the site. `extensions` bring what this package does not know, such as reports."""
    app = Flask(__name__, static_url_path=name_static(Path(__file__).parent / "static"))
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
    )
    app.jinja_env.globals["is_demo"] = settings.is_demo
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["survey_settings"] = settings
    init_storage(app, make_engine(settings.database_url))
    app.extensions["evidence_store"] = open_store(settings)
    init_words(app, settings)
    for init in WHAT_PAGES_KNOW:
        init(app)
    init_evidence_words(app, settings.evidence_megabytes)
    if settings.proxies:  # how many before us are believed when they say where a request came from
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    init_limits(app, settings.processes)
    init_hosts(app, settings.known_hosts)
    sessions.init_sessions(app)
    app.jinja_env.filters["place"] = name_place
    CSRFProtect(app)
    init_packing(app)
    signing_in.init_sign_in(app, LoginManager())
    init_access(app)
    sessions.init_expiry(app)
    init_expensive(app)
    sessions.init_renewal(app)
    security.init_security(app)
    errors.init_errors(app, settings.data_folder / "log", say_moved)
    app.extensions |= {
        "survey_outputs": [output for extension in extensions for output in extension.outputs],
        "survey_warm": [one.warm for one in extensions if one.warm is not None],
    }
    app.jinja_env.globals["ways_for_everyone"] = [
        one for one in app.extensions["survey_outputs"] if one.of == "everyone"
    ]
    own = (
        home,
        *(signing_in, code_page, own_account, changing_password, second_factor),
        *(
            answering,
            carrying_page,
            version_page,
            profile,
            claims_page,
            colleagues,
            history_page,
            doubts_page,
            check_page,
            heads_page,
            steps,
            results,
            worker_page,
            workbooks,
        ),
        *(attaching, evidence, shelf_pages, ticking_pages),
        *(sharing_page, office_pages, note_pages),
        *(table_page, year_page, reviewing, entry_pages, batch_page),
        *(plans, item_pages, table_pages, overview_pages),
        *(
            rounds,
            opening_pages,
            changing_pages,
            closing_pages,
            stragglers_page,
            excusing,
            extending_page,
            ending_pages,
            external_pages,
            schemes,
            side_by_side,
            mail,
            messages,
        ),
        *(bureaus, change_pages, people_pages, link_pages, import_pages, maps),
        *(studio, head_page, clause_page, publishing_page, moving_page, beside_page),
        *(authors_page, reading_page),
        *(auditing, notices, publishing_pages, health, help),
    )
    for blueprint in (*(page.bp for page in own), *(one for extension in extensions for one in extension.blueprints)):
        app.register_blueprint(blueprint)
    return app
