"""The administrator's page of mails: what is planned, was sent or failed; sending again; a test."""

import secrets
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session, col, select

from survey.accounts.waiting_links import WaitingLink, list_waiting
from survey.bureaus.reach import only_keepers
from survey.installing.mail_server import LONGEST_ADDRESS, is_address, read_mail_url
from survey.installing.settings import Settings
from survey.jobs.owing import owe, owe_again
from survey.mail.listing import CONDITIONS, MOST_SHOWN, TESTS, count_mails, list_mails
from survey.mail.plans import KIND
from survey.mail.sending import LINK, TEST
from survey.rounds.external import list_asked_rounds
from survey.rounds.rounds import RUNS
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import Role
from survey.storage.tables import Bureau, Response, Round
from survey.storage.trail import record
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only
from survey.web.marks import expensive
from survey.web.typed import read_ids

bp = Blueprint("mail", __name__)


def get_settings() -> Settings:
    settings = current_app.extensions["survey_settings"]
    assert isinstance(settings, Settings)
    return settings


@bp.get("/mails")
@only(Role.ADMINISTRATOR)
def show() -> Any:
    return _draw()


def _draw(address: str = "", problem: str = "") -> str:
    session, settings = get_session(), get_settings()
    slug, state = _find_slug(session, request.args.get("round", "")), request.args.get("state", "")
    counts = count_mails(session, slug)
    return render_template(
        "mail/mails.html",
        server=read_mail_url(settings.mail_url) if settings.mail_url else None,
        settings=settings,
        rounds=list_asked_rounds(session, RUNS),
        round=slug,
        state=state if state in CONDITIONS else "",
        counts=counts,
        has_failed=counts["failed"] > 0,
        mails=list_mails(session, slug, state),
        most_shown=MOST_SHOWN,
        tests=list_mails(session, TESTS, ""),
        without=_list_without_mailbox(session),
        address=address,
        longest_address=LONGEST_ADDRESS,
        problem=problem,
    )


def _find_slug(session: Session, slug: str) -> str:
    """The short name of a round that there is; empty stays empty: all of them."""
    known = slug == "" or slug in session.exec(select(Round.slug)).all()
    return slug if known else abort(404)


def _list_without_mailbox(session: Session) -> list[Bureau]:
    """The bureaus that are asked in a round and cannot be written to."""
    query = (
        select(Bureau)
        .join(Response)
        .join(Round)
        .where(Bureau.mailbox == "", RUNS, col(Response.absence).is_(None))
        .distinct()
        .order_by(col(Bureau.code))
    )
    return list(session.exec(query))


@bp.post("/mails/test")
@only(Role.ADMINISTRATOR)
@expensive(10)
def test() -> Any:
    address = request.form.get("address", "").strip()
    if not get_settings().mail_url:
        return _draw(address, _("No mail server is set, so nothing can be sent.")), 422
    if not is_address(address):
        return _draw(address, _("This is no e-mail address. Type one such as office@example.cn.")), 422
    token = secrets.token_hex(16)
    with writing(get_engine()) as session:
        owe(session, KIND, f"{KIND}/{TESTS}/{token}", {"event": TEST, "to": address, "message": token})
        record(session, current_person().id, "mail.test", f"mail {token}", None, {"to": address})
    flash(_("The test message is on its way; reload this page in a moment to see how it went."))
    return redirect(url_for("mail.show"))


@bp.post("/people/links/mail")
@only_keepers
@expensive(20)
def send_links() -> Any:
    """One's waiting links that were on the page, to the mailboxes of their bureaus."""
    settings, key = get_settings(), current_app.config["SECRET_KEY"]
    if not (settings.mail_url and settings.site_url):
        flash(_("No mail server is set, so nothing can be sent."))
        return redirect(url_for("links.show"))
    shown = read_ids(request.form.get("shown", "").split())
    with writing(get_engine()) as session:
        waiting = list_waiting(session, key, current_person().id)
        links = [one for one in waiting if one.id in shown and one.person.bureau and one.person.bureau.mailbox]
        count = sum(owe_link(session, current_person().id, one) for one in links)
        if count:
            logins = [one.person.login for one in links]
            record(session, current_person().id, "account.mail-link", "one-time links", None, logins)
    flash(ngettext("%(num)s link goes by mail.", "%(num)s links go by mail.", count))
    return redirect(url_for("links.show"))


def owe_link(session: Session, maker_id: int, link: WaitingLink) -> bool:
    """Owe the mail of a link, once; whether it was not owed before."""
    bureau = link.person.bureau
    assert bureau is not None  # it has the mailbox
    about = {"event": LINK, "invitation": link.id, "maker": maker_id, "bureau": bureau.id}
    payload = {**about, "to": bureau.mailbox, "message": secrets.token_hex(16)}
    return owe(session, KIND, f"{KIND}/~{LINK}/{link.id}", payload) is not None


@bp.post("/mails/<int:job_id>/again")
@only(Role.ADMINISTRATOR)
def send_again(job_id: int) -> Any:
    """Send one mail again that failed, or was perhaps sent."""
    with writing(get_engine()) as session:
        job = session.get(Job, job_id) if job_id <= LARGEST_ID else None
        if job is not None and job.kind == KIND and (before := owe_again(session, job_id)) is not None:
            record(session, current_person().id, "mail.again", job.key, before)
            flash(_("The mail has been queued again."))
        else:
            flash(_("Nothing was done: only a mail that failed is sent again."))
    return redirect(_back())


@bp.post("/mails/again")
@only(Role.ADMINISTRATOR)
@expensive(10)
def send_all_again() -> Any:
    """Send all again that failed, such as after the server's setting was mended; never what was perhaps sent."""
    with writing(get_engine()) as session:
        slug = _find_slug(session, request.form.get("round", ""))
        failed = [one.job for one in list_mails(session, slug, "failed")]
        for job in failed:
            owe_again(session, job.id)
        if failed:
            record(
                session, current_person().id, "mail.again", f"{len(failed)} mails", None, [one.key for one in failed]
            )
    flash(_("Mails queued again: %(num)s.", num=len(failed)))
    return redirect(_back())


def _back() -> str:
    return url_for("mail.show", round=request.form.get("round") or None, state=request.form.get("state") or None)
