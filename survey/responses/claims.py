"""The bonus points that a bureau claims under the scheme of its round: with its answers, until it hands them in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.criteria.numbers import write_exactly
from questionnaires.scheme import Scheme
from questionnaires.totals import Claim
from survey.responses.handed_in import find_first_since
from survey.responses.saving import ResponseFrozen
from survey.responses.unlocked import is_all_open
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import lock_response
from survey.storage.beside import StoredClaims
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.tables import Person, Response
from survey.storage.trail import record

Claims = Mapping[str, Claim]


@dataclass(frozen=True)
class SavedClaims:
    """What a bureau claims, by item. Version 0: nobody has claimed anything yet."""

    version: int
    claims: Claims
    saved_at: datetime | None
    saved_by: str


_PLACE = "bonus."
NO_CLAIMS = SavedClaims(0, {}, None, "")


class ClaimsMovedOn(Exception):
    """A colleague has claimed otherwise for the same items meanwhile; nothing was saved."""

    def __init__(self, items: set[str]) -> None:
        super().__init__(", ".join(sorted(items)))
        self.items = items


def name_claim(item_id: str) -> str:
    """Where what is said or filed of a claim stands among what is of questions, whose ids have no point."""
    return f"{_PLACE}{item_id}"


def is_claim(place: str) -> bool:
    """Whether a place is one of `name_claim`."""
    return place.startswith(_PLACE)


def find_scheme(response: Response) -> Scheme | None:
    """The scheme that a response is scored under, where it has anything beside the answers; otherwise None."""
    scheme = open_questionnaire(response.questionnaire).scheme
    return scheme if scheme is not None and scheme.has_items else None


def find_claims(session: Session, response: Response, until: datetime | None = None) -> SavedClaims:
    """The claims that stood at a moment; None: those that stand."""
    row = None if find_scheme(response) is None else session.get(StoredClaims, response.id)
    if row is None:
        return NO_CLAIMS
    later = find_first_since(session, "claims.save", f"response {response.id}", until)
    stood = json.loads(row.content) if later is None else later.get("before", [])
    return SavedClaims(row.version, read_claims(stood), row.saved_at, row.saved_by.name)


def save_claims(engine: sa.Engine, response_id: int, claims: Claims, was: Claims, person_id: int) -> SavedClaims:
    """Save what was typed where `was` stood; what a colleague changed meanwhile in other items stays as it is now.

    `claims` are such as `entry_reading.read_entries` gives. Raises ClaimsMovedOn, ResponseFrozen.
    """
    with writing(engine) as session:
        response = lock_response(session, response_id)
        scheme = find_scheme(response)
        if scheme is None or not is_all_open(response):
            raise ResponseFrozen(response_id)
        stands = find_claims(session, response)
        merged = merge_claims([one.id for one in scheme.bonus], claims, was, stands.claims)
        before, after = write_claims(stands.claims), write_claims(merged)
        if before == after:
            return stands
        row = StoredClaims(
            response_id=response_id,
            version=stands.version + 1,
            content=json.dumps(after, ensure_ascii=False),
            saved_at=now(),
            saved_by_id=person_id,
        )
        session.merge(row)
        record(session, person_id, "claims.save", f"response {response_id}", before or None, after)
        return SavedClaims(row.version, merged, row.saved_at, session.get_one(Person, person_id).name)


def merge_claims(items: list[str], mine: Claims, was: Claims, theirs: Claims) -> Claims:
    """The claims of both, in the order of the items. Raises ClaimsMovedOn where both changed one, each otherwise."""
    collided = {id for id in items if mine.get(id) != was.get(id) and theirs.get(id) not in (was.get(id), mine.get(id))}
    if collided:
        raise ClaimsMovedOn(collided)
    chosen = {id: (theirs if mine.get(id) == was.get(id) else mine).get(id) for id in items}
    return {id: one for id, one in chosen.items() if one is not None}


def write_claims(claims: Claims) -> list[dict[str, Any]]:
    """Claims as they are kept: their ids are values, which the trail never takes for names of secrets."""
    return [{"item": id, "claimed": write_exactly(one.points), "reason": one.reason} for id, one in claims.items()]


def read_claims(stored: list[dict[str, Any]]) -> dict[str, Claim]:
    """Claims as `write_claims` wrote them."""
    return {one["item"]: Claim(Fraction(one["claimed"]), one["reason"]) for one in stored}
