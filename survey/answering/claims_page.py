"""The page on which a bureau claims the bonus points of its round's scheme."""

from collections.abc import Sequence
from fractions import Fraction
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.scheme import Scheme
from questionnaires.totals import Entries, add_total
from survey.answering.claim_forms import ClaimDraft, merge_drafts, read_claims_typed, read_drafts, start_drafts
from survey.evidence.listing import list_evidence
from survey.responses.claims import ClaimsMovedOn, SavedClaims, find_claims, find_scheme, name_claim, save_claims
from survey.responses.saving import ResponseFrozen
from survey.responses.unlocked import is_all_open
from survey.rounds.reach import find_own_response
from survey.storage.states import Role
from survey.storage.tables import Response
from survey.web.access import current_person, get_engine, get_session

bp = Blueprint("claims", __name__)


@bp.get("/responses/<int:response_id>/claims")
def show(response_id: int) -> Any:
    """The claims as they stand: to be changed by a clerk while all is open, otherwise to be read."""
    response = find_own_response(response_id)
    scheme, saved = _find_bonus(response), find_claims(get_session(), response)
    if scheme is None:
        return redirect(url_for("answering.start", response_id=response_id))
    return _draw(response, scheme, saved, start_drafts(scheme, saved.claims))


@bp.post("/responses/<int:response_id>/claims")
def save(response_id: int) -> Any:
    """Save all of them or, where one cannot be read or was claimed otherwise meanwhile, none.

    The button of an item's files saves first, then leads to them.
    """
    response = find_own_response(response_id, Role.CLERK)
    scheme = _find_bonus(response)
    if scheme is None:
        return redirect(url_for("answering.start", response_id=response_id))
    try:
        drafts = read_drafts(scheme, request.form)
    except ValueError:
        abort(400)
    claims = read_claims_typed(scheme, drafts)
    if any(one.errors for one in drafts):
        saved = find_claims(get_session(), response)
        return _draw(response, scheme, saved, drafts), HTTPStatus.UNPROCESSABLE_ENTITY
    was = {one.item.id: one.was for one in drafts if one.was is not None}
    try:
        save_claims(get_engine(), response_id, claims, was, current_person().id)
    except ClaimsMovedOn as moved:
        get_session().commit()  # to see what was claimed meanwhile
        saved = find_claims(get_session(), response)
        merged = merge_drafts(scheme, drafts, claims, saved.claims, moved.items)
        return _draw(response, scheme, saved, merged), HTTPStatus.CONFLICT
    except ResponseFrozen:
        flash(_("This part of the response is locked; nothing more is saved to it."))
        return redirect(url_for("claims.show", response_id=response_id))
    if (chosen := request.form.get("files", "")) in [one.id for one in scheme.bonus]:
        return redirect(url_for("attaching.show", response_id=response_id, question_id=name_claim(chosen)))
    flash(_("Saved."))
    return redirect(url_for("claims.show", response_id=response_id))


def _find_bonus(response: Response) -> Scheme | None:
    """The scheme under which there is something to claim; None: there is nothing."""
    scheme = find_scheme(response)
    return scheme if scheme is not None and scheme.bonus else None


def _draw(response: Response, scheme: Scheme, saved: SavedClaims, drafts: Sequence[ClaimDraft]) -> str:
    is_clerk = current_person().role is Role.CLERK
    files = list_evidence(get_session(), response.id)
    claimed = sum((one.points for one in saved.claims.values()), Fraction())
    return render_template(
        "answering/claims.html",
        response=response,
        scheme=scheme,
        saved=saved,
        drafts=drafts,
        files={one.id: files.get(name_claim(one.id), []) for one in scheme.bonus},
        claimed=claimed,
        counting=add_total(scheme, Entries(saved.claims), None).bonus,
        is_clerk=is_clerk,
        can_change=is_clerk and is_all_open(response),
        wrong=[one for one in drafts if one.errors],
        collided=[one for one in drafts if one.collided],
    )
