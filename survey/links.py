"""One-time links as they are shown: once, on the page that answers the act, and nowhere kept in clear."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _

from survey.accounts import INVITATION_DAYS
from survey.naming import ROLES
from survey.places import name_place
from survey.sheet_writing import write_csv
from survey.tables import Person


@dataclass(frozen=True)
class OneTimeLink:
    """A person and the address that lets them set a password."""

    person: Person
    address: str


def show_links(invited: Sequence[tuple[Person, str]]) -> str:
    """The page with the links of those invited, and the same as a file inside the page: nothing stays on the server."""
    links = [
        OneTimeLink(person, url_for("signing_in.accept_invitation", token=token, _external=True))
        for person, token in invited
    ]
    headers = [_("User name"), _("Name of the person"), _("Role"), _("Bureau"), _("One-time link")]
    rows = [
        [one.person.login, one.person.name, str(ROLES[one.person.role]), name_place(one.person.bureau), one.address]
        for one in links
    ]
    file = b64encode(write_csv(headers, rows)).decode()
    return render_template("people/links.html", links=links, days=INVITATION_DAYS, file=f"data:text/csv;base64,{file}")
