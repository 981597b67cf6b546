"""One-time links as they are shown: once, on the page that answers the act, and nowhere kept in clear."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from survey.accounts.accounts import INVITATION_DAYS
from survey.bureaus.places import name_place
from survey.sheets.writing import write_csv
from survey.storage.tables import Person
from survey.web.words import ROLES


@dataclass(frozen=True)
class OneTimeLink:
    """A person and the address that lets them set a password."""

    person: Person
    address: str


def _write_address(token: str) -> str:
    """The address of an invitation at the site's own address; where none is set, at the one that was asked for."""
    site_url = current_app.extensions["survey_settings"].site_url.rstrip("/")
    return f"{site_url}{url_for('signing_in.accept_invitation', token=token, _external=not site_url)}"


def show_links(invited: Sequence[tuple[Person, str]]) -> str:
    """The page with the links of those invited, and the same as a file inside the page: nothing stays on the server."""
    links = [OneTimeLink(person, _write_address(token)) for person, token in invited]
    headers = [_("User name"), _("Name of the person"), _("Role"), _("Bureau"), _("One-time link")]
    rows = [
        [one.person.login, one.person.name, str(ROLES[one.person.role]), name_place(one.person.bureau), one.address]
        for one in links
    ]
    file = "data:text/csv;base64," + b64encode(write_csv(headers, rows)).decode()
    return render_template("bureaus/people_links.html", links=links, days=INVITATION_DAYS, file=file)
