"""What a reviewer does beside the answers: grant points of a claim or refuse them, enter deductions and vetoes."""

from collections.abc import Callable
from fractions import Fraction
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, request, url_for

from survey.responses.entries import enter_against, grant_points, withdraw_entry
from survey.responses.reviews import DecisionRefused
from survey.reviewing.entry_forms import EntryDraft, read_entry_form, read_points
from survey.reviewing.pages import draw_review
from survey.rounds.reach import find_response
from survey.storage.states import REVIEWERS, EntryKind
from survey.storage.tables import Response
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session, only

bp = Blueprint("entries", __name__)


@bp.post("/responses/<int:response_id>/review/claims/<item_id>")
@only(*REVIEWERS)
def grant(response_id: int, item_id: str) -> Any:
    """Grant points of a claim; with `refuse` none of them."""
    response, refuses = find_response(response_id), "refuse" in request.form
    draft = read_entry_form(f"{'refuse' if refuses else 'claim'}-{item_id}", request.form)
    points = Fraction() if refuses else read_points(draft)

    def enter() -> None:
        seen = request.form.get("seen")
        grant_points(get_engine(), response.id, item_id, points, current_person().id, draft.reason, seen=seen)

    return _do(response, draft, enter)


@bp.post("/responses/<int:response_id>/review/entries")
@only(*REVIEWERS)
def add(response_id: int) -> Any:
    """Enter a deduction, or with `kind` a veto."""
    response = find_response(response_id)
    kind = EntryKind.VETO if request.form.get("kind") == EntryKind.VETO else EntryKind.DEDUCTION
    draft = read_entry_form(kind.value, request.form)

    def enter() -> None:
        seen = request.form.get("seen")
        enter_against(get_engine(), response.id, kind, draft.item, draft.reason, current_person().id, seen=seen)

    return _do(response, draft, enter)


@bp.post("/responses/<int:response_id>/review/entries/<int:entry_id>/withdraw")
@only(*REVIEWERS)
def withdraw(response_id: int, entry_id: int) -> Any:
    response = find_response(response_id)
    draft = read_entry_form(f"entry-{entry_id}", request.form)

    def end() -> None:
        id = min(entry_id, LARGEST_ID)
        withdraw_entry(get_engine(), response.id, id, draft.reason, current_person().id)

    return _do(response, draft, end)


def _do(response: Response, draft: EntryDraft, act: Callable[[], None]) -> Any:
    """Do it and go back, or show the page with what was typed and why nothing was done."""
    if not draft.errors:
        try:
            act()
        except DecisionRefused as refused:
            draft.refuse(refused)
    if draft.errors:
        get_session().commit()  # to see what made it outdated
        return draw_review(response, {}, draft), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("reviewing.review", response_id=response.id, _anchor="beside"))
