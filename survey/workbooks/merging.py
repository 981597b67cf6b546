"""Taking what a workbook changes: all clean changes and all conflicts in one transaction, nothing half."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from survey.responses.claims import ClaimsMovedOn, find_claims, find_scheme, save_claims
from survey.responses.saving import NewEdit, ResponseFrozen, let_wait, put_edit
from survey.responses.unlocked import is_all_open
from survey.rounds.rounds import lock_response
from survey.storage.database import writing
from survey.storage.states import Source
from survey.storage.tables import Response
from survey.storage.trail import record
from survey.workbooks.cell_answers import Given
from survey.workbooks.claims_sheet import SentClaims, compare_claims, pick_clean
from survey.workbooks.differences import Difference, MergeResult, compare_all, pick
from survey.workbooks.origin import Origin


@dataclass(frozen=True)
class Taken:
    """How many answers were changed, how many wait for a person to choose, how many questions could not be taken."""

    changed: int
    waiting: int
    left: int


@dataclass(frozen=True)
class ClaimsTaken:
    """How many claims were changed, and how many could not be."""

    changed: int
    left: int


def take_workbook(
    engine: sa.Engine, response_id: int, origin: Origin, given: Mapping[str, Given], person_id: int, digest: str
) -> Taken:
    """Compare anew with what stands now, save the clean changes, let the conflicts wait beside the answers that stand.

    `digest` names the file in the trail. A kill before the end leaves everything as it was; the upload can be taken
    again then, and a second time changes nothing.
    """
    with writing(engine) as session:
        response = lock_response(session, response_id)
        findings = compare_all(session, response, origin, given, person_id)
        changes, conflicts = pick(findings, MergeResult.CHANGE), pick(findings, MergeResult.CONFLICT)
        left = pick(findings, MergeResult.WRONG, MergeResult.LOCKED, MergeResult.APART)
        for one in changes:
            edit = _make_edit(response_id, one, person_id)
            put_edit(session, edit, one.stands, "answer.save")
        for one in conflicts:
            edit = _make_edit(response_id, one, person_id)
            let_wait(session, edit, one.stands, response.round.as_of)
        taken = Taken(len(changes), len(conflicts), len(left))
        if changes or conflicts:
            record(
                session, person_id, "workbook.take", f"response {response_id}", None, {"file": digest, **vars(taken)}
            )
        return taken


def take_claims(engine: sa.Engine, response_id: int, sent: SentClaims, person_id: int) -> ClaimsTaken:
    """Save what a workbook claims, but for what is wrong, was claimed otherwise meanwhile, or cannot be changed now."""
    with Session(engine) as session:
        response = session.get_one(Response, response_id)
        scheme, stands, is_open = find_scheme(response), find_claims(session, response).claims, is_all_open(response)
    if scheme is None:
        return ClaimsTaken(0, 0)
    findings = compare_claims(scheme, sent, stands, is_open)
    changed = sum(one.outcome == "change" for one in findings)
    try:
        if changed:
            save_claims(engine, response_id, pick_clean(scheme, sent, stands), stands, person_id)
    except (ClaimsMovedOn, ResponseFrozen):  # meanwhile: it is looked at again
        return ClaimsTaken(0, len(findings))
    return ClaimsTaken(changed, len(findings) - changed)


def _make_edit(response_id: int, finding: Difference, person_id: int) -> NewEdit:
    version = finding.base.version
    return NewEdit(response_id, finding.question, version, finding.answer, Source.WORKBOOK, person_id)
