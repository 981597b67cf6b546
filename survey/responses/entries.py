"""What reviewers enter beside the answers: points granted of a claim, deductions and vetoes of the scheme.

An entry is ended and never changed: another grant of the same claim ends the one before, a deduction or a veto is
withdrawn with a reason. Reopening ends the grants, as it clears every decision on what the bureau says; a deduction or
a veto tells of something that happened, and stands until it is withdrawn.
"""

from collections.abc import Iterable
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.criteria.numbers import write_exactly
from questionnaires.scheme import Scheme
from questionnaires.totals import Entries, Occurrence
from survey.responses.claims import Claims, find_claims, find_scheme
from survey.responses.published import find_handed_on
from survey.responses.reviews import DecisionRefused, lock_under_review
from survey.storage.beside import ReviewEntry
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import OF_A_BUREAU, EntryKind
from survey.storage.tables import MOST_REASON, Person, Response
from survey.storage.trail import record


def list_entries(session: Session, response: Response) -> list[ReviewEntry]:
    """The entries that stand, the oldest first."""
    return [one for one in list_all_entries(session, response) if one.ended_at is None]


def list_all_entries(session: Session, response: Response) -> list[ReviewEntry]:
    """Every entry there ever was, the oldest first."""
    if find_scheme(response) is None:
        return []
    query = select(ReviewEntry).where(ReviewEntry.response_id == response.id).order_by(col(ReviewEntry.id))
    return list(session.exec(query.options(joinedload(ReviewEntry.made_by))))  # type: ignore[arg-type]


def list_shown_entries(session: Session, response: Response, person: Person | None) -> list[ReviewEntry]:
    """The entries that a person sees (None: all that stand): the bureau itself those that were handed on."""
    if person is None or person.role not in OF_A_BUREAU:
        return list_entries(session, response)
    at = None if find_scheme(response) is None else find_handed_on(session, response.id)
    if at is None:
        return []
    every = list_all_entries(session, response)
    return [one for one in every if one.made_at <= at and (one.ended_at is None or one.ended_at > at)]


def count_entered(claims: Claims, entries: Iterable[ReviewEntry]) -> Entries:
    """What counts once it is verified: of the claims what is granted, and what was entered against the bureau."""
    entered = list(entries)
    granted = {one.item_id: Fraction(one.points) for one in entered if one.points is not None and one.item_id in claims}
    deductions, vetoes = (
        tuple(Occurrence(one.item_id, one.reason) for one in entered if one.kind is kind)
        for kind in (EntryKind.DEDUCTION, EntryKind.VETO)
    )
    return Entries(claims, granted if claims else None, deductions, vetoes)


def list_undecided(session: Session, response: Response) -> list[str]:
    """The items that are claimed and of which nobody has granted or refused points yet."""
    granted = {one.item_id for one in list_entries(session, response) if one.kind is EntryKind.GRANT}
    return [id for id in find_claims(session, response).claims if id not in granted]


def mark_entries(claims_version: int, entries: Iterable[ReviewEntry]) -> str:
    """A mark of what a reviewer had in view: the version of the claims, and the entries that stood."""
    return f"{claims_version}.{'.'.join(str(one.id) for one in entries) or 0}"


def grant_points(
    engine: sa.Engine,
    response_id: int,
    item_id: str,
    points: Fraction,
    person_id: int,
    reason: str = "",
    seen: str | None = None,
) -> ReviewEntry:
    """Grant points of a claim, all, some or (0) none; an earlier grant ends. The same grant twice changes nothing.

    Less than is claimed needs a reason. `seen` is what mark_entries gave of the claim and its grant when the reviewer
    looked. Raises DecisionRefused.
    """
    with writing(engine) as session:
        response, _ = _lock(session, response_id, person_id)
        saved = find_claims(session, response)
        claim = saved.claims.get(item_id)
        if claim is None:
            raise DecisionRefused("no-claim")
        if not 0 <= points <= claim.points:
            raise DecisionRefused("more-than-claimed")
        _check_reason(reason, is_needed=points < claim.points)
        stands = [
            one for one in list_entries(session, response) if (one.kind, one.item_id) == (EntryKind.GRANT, item_id)
        ]
        if seen is not None and seen != mark_entries(saved.version, stands):
            raise DecisionRefused("moved-on")
        entry = _make(response, EntryKind.GRANT, item_id, reason, person_id)
        entry.points = write_exactly(points)
        if stands and _say(stands[0]) == _say(entry):
            return stands[0]
        for one in stands:
            _end(session, one, person_id)
        return _add(session, entry)


def enter_against(
    engine: sa.Engine,
    response_id: int,
    kind: EntryKind,
    item_id: str,
    reason: str,
    person_id: int,
    seen: str | None = None,
) -> ReviewEntry:
    """Enter a deduction or a veto of the scheme. `seen` is what mark_entries gave of all that stood. Raises
    DecisionRefused."""
    with writing(engine) as session:
        response, scheme = _lock(session, response_id, person_id)
        items = {
            EntryKind.DEDUCTION: [one.id for one in scheme.deductions],
            EntryKind.VETO: [one.id for one in scheme.vetoes],
        }
        if item_id not in items.get(kind, []):
            raise DecisionRefused("no-item")
        _check_reason(reason, is_needed=True)
        if seen is not None and seen != mark_entries(0, list_entries(session, response)):
            raise DecisionRefused("moved-on")
        return _add(session, _make(response, kind, item_id, reason, person_id))


def withdraw_entry(engine: sa.Engine, response_id: int, entry_id: int, reason: str, person_id: int) -> None:
    """Let an entry stand no more, with a reason. Raises DecisionRefused."""
    with writing(engine) as session:
        response, _ = _lock(session, response_id, person_id)
        entry = next((one for one in list_entries(session, response) if one.id == entry_id), None)
        if entry is None:
            raise DecisionRefused("no-entry")
        _check_reason(reason, is_needed=True)
        _end(session, entry, person_id, reason.strip())
        before, after = _say(entry), {"reason": entry.ended_reason}
        record(session, person_id, "entry.end", _name(entry), before, after)


def end_grants(session: Session, response: Response, person_id: int) -> None:
    """Clear what was granted: the bureau may claim anew. Deductions and vetoes stand."""
    for one in list_entries(session, response):
        if one.kind is EntryKind.GRANT:
            _end(session, one, person_id)


def _lock(session: Session, response_id: int, person_id: int) -> tuple[Response, Scheme]:
    response = lock_under_review(session, response_id, person_id)
    scheme = find_scheme(response)
    if scheme is None:
        raise DecisionRefused("no-item")
    return response, scheme


def _check_reason(reason: str, is_needed: bool) -> None:
    if is_needed and not reason.strip():
        raise DecisionRefused("no-reason")
    if len(reason.strip()) > MOST_REASON:
        raise DecisionRefused("long-reason")


def _make(response: Response, kind: EntryKind, item_id: str, reason: str, person_id: int) -> ReviewEntry:
    return ReviewEntry(
        response_id=response.id,
        kind=kind,
        item_id=item_id,
        reason=reason.strip(),
        stage=response.state,
        made_at=now(),
        made_by_id=person_id,
    )


def _add(session: Session, entry: ReviewEntry) -> ReviewEntry:
    session.add(entry)
    session.flush()
    record(session, entry.made_by_id, "entry.add", _name(entry), None, _say(entry))
    return entry


def _end(session: Session, entry: ReviewEntry, person_id: int, reason: str = "") -> None:
    entry.ended_at, entry.ended_by_id, entry.ended_reason = now(), person_id, reason
    session.add(entry)
    session.flush()  # before the new one: only one grant stands at a time


def _name(entry: ReviewEntry) -> str:
    return f"response {entry.response_id} entry {entry.id}"


def _say(entry: ReviewEntry) -> dict[str, str | None]:
    said = {"kind": entry.kind.value, "item": entry.item_id, "points": entry.points, "reason": entry.reason}
    return {key: words for key, words in said.items() if words is not None}
