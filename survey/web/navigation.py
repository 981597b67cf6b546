"""The line under the bar: where each role can go."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l

from survey.storage.states import READING_ONLY, Role
from survey.storage.tables import Person

START = ("home.start", _l("Start"))
SHELF = ("shelf.show", _l("Evidence library"))
PLAN = ("plans.mine", _l("Rectification plan"))
NOTICES = ("notices.notices", _l("Notices"))
OPEN_A_ROUND = ("opening.choose", _l("Open a round"))
SCHEMES = ("schemes.show", _l("Schemes"))
STUDIO = ("studio.drafts", _l("Studio"))
MAILS = ("mail.show", _l("Mails"))
MESSAGES = ("messages.show", _l("Messages"))
BUREAUS = ("bureaus.tree", _l("Bureaus"))
PEOPLE = ("people.everyone", _l("People"))
TRAIL = ("trail.show", _l("Audit log"))
NAVIGATION = {  # role -> (endpoint that takes no arguments, what it is called)
    Role.CLERK: (START, SHELF, PLAN, NOTICES),
    Role.HEAD: (START, SHELF, PLAN, NOTICES),
    Role.CITY_REVIEWER: (START, NOTICES),
    Role.PROVINCIAL_REVIEWER: (START, NOTICES),
    Role.ADMINISTRATOR: (START, OPEN_A_ROUND, STUDIO, BUREAUS, PEOPLE, SCHEMES, MESSAGES, MAILS, NOTICES, TRAIL),
    Role.AUDITOR: (START, NOTICES, TRAIL),
    Role.LEADER: (NOTICES,),
}
OF_A_KEEPER = (BUREAUS, PEOPLE, MESSAGES)  # beside those of the role
FOR_READING = "reading"  # of an output: the page on which those who only read begin


@dataclass(frozen=True)
class Link:
    """One way to go; `is_here` where the page belongs to it."""

    path: str
    label: str
    is_here: bool


def list_links(person: Person) -> list[Link]:
    """Where a person can go from every page."""
    reading = _list_reading() if person.role in READING_ONLY else ()
    found = (*reading, *NAVIGATION[person.role], *(OF_A_KEEPER if person.keeps_city else ()))
    ways = [(url_for(endpoint), str(label)) for endpoint, label in found]
    return [
        Link(path, label, request.path == path or (path != "/" and request.path.startswith(f"{path}/")))
        for path, label in ways
    ]


def _list_reading() -> list[tuple[str, Any]]:
    """What a package above brings for those who only read."""
    return [(one.endpoint, one.label) for one in current_app.extensions["survey_outputs"] if one.of == FOR_READING]


def init_navigation(app: Flask) -> None:
    """Give the templates the links."""
    app.jinja_env.globals["list_links"] = list_links
