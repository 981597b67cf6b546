"""One-time links that wait to be handed out: the page that shows them to whoever made them, until they are."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from survey.accounts.accounts import INVITATION_DAYS
from survey.accounts.waiting_links import WaitingLink, list_waiting
from survey.bureaus.people import hand_out_links
from survey.bureaus.places import name_place
from survey.bureaus.reach import only_keepers
from survey.sheets.writing import write_csv
from survey.storage.database import writing
from survey.web.access import current_person, get_engine, get_session
from survey.web.typed import read_ids
from survey.web.words import ROLES

bp = Blueprint("links", __name__)


@bp.get("/people/links")
@only_keepers
def show() -> Any:
    waiting = list_waiting(get_session(), current_app.config["SECRET_KEY"], current_person().id)
    addresses = {one.id: _write_address(one.token) for one in waiting}
    return render_template(
        "bureaus/people_links.html",
        links=waiting,
        addresses=addresses,
        days=INVITATION_DAYS,
        mailable=_count_mailable(waiting),
        file="data:text/csv;base64," + b64encode(_write_table(waiting, addresses)).decode(),
    )


@bp.get("/people/links/slips")
@only_keepers
def slips() -> Any:
    """The links as slips of paper to cut and hand out."""
    waiting = list_waiting(get_session(), current_app.config["SECRET_KEY"], current_person().id)
    addresses = {one.id: _write_address(one.token) for one in waiting}
    return render_template("bureaus/link_slips.html", links=waiting, addresses=addresses)


def _count_mailable(links: Sequence[WaitingLink]) -> int:
    """How many can go to the mailbox of their bureau; none where no mail is set."""
    settings = current_app.extensions["survey_settings"]
    if not (settings.mail_url and settings.site_url):
        return 0
    return sum(one.person.bureau is not None and one.person.bureau.mailbox != "" for one in links)


@bp.post("/people/links/handed-out")
@only_keepers
def hand_out() -> Any:
    """Those that were on the page, and none that came since."""
    shown = read_ids(request.form.get("shown", "").split())
    with writing(get_engine()) as session:
        count = hand_out_links(session, current_person().id, shown)
    flash(ngettext("%(num)s link is handed out.", "%(num)s links are handed out.", count))
    return redirect(url_for("people.everyone"))


def _write_address(token: str) -> str:
    """The address of an invitation at the site's own address; where none is set, at the one that was asked for."""
    site_url = current_app.extensions["survey_settings"].site_url.rstrip("/")
    return f"{site_url}{url_for('signing_in.accept_invitation', token=token, _external=not site_url)}"


def _write_table(links: Sequence[WaitingLink], addresses: dict[int, str]) -> bytes:
    headers = [_("User name"), _("Name of the person"), _("Role"), _("Bureau"), _("One-time link")]
    people = [(addresses[one.id], one.person) for one in links]
    rows = [[one.login, one.name, str(ROLES[one.role]), name_place(one.bureau), address] for address, one in people]
    return write_csv(headers, rows)
