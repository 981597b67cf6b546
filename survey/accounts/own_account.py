"""One's own account: who one is here, when one signed in last."""

from typing import Any

from flask import Blueprint, render_template
from sqlmodel import col, select

from survey.storage.records import TrailEntry
from survey.web.access import current_person, get_session

bp = Blueprint("own_account", __name__)
MOST_SHOWN = 20


@bp.get("/account")
def show() -> Any:
    return render_template("accounts/account.html", signed_in=list_sign_ins(current_person().id))


def list_sign_ins(person_id: int) -> list[TrailEntry]:
    """The last times that somebody signed in or out as this person, or failed to; newest first."""
    of_person = (TrailEntry.subject == f"person {person_id}", col(TrailEntry.act).startswith("session."))
    query = select(TrailEntry).where(*of_person).order_by(col(TrailEntry.number).desc()).limit(MOST_SHOWN)
    return list(get_session().exec(query))
