"""A response as it was handed in: what everybody above its bureau sees while the bureau has it again.

What a bureau changes in a response that was returned or reopened is its own until it hands it in again: answers and
their history, files, facts of the bureau. All that shows a response to somebody asks here up to when they may see.
"""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import read_stored
from questionnaires.questionnaire import Questionnaire
from survey.responses.saving import Saved, list_answers
from survey.rounds.issued import apply_profile, open_questionnaire
from survey.storage.records import TrailEntry
from survey.storage.states import OF_A_BUREAU, WITH_BUREAU, EditState
from survey.storage.tables import Edit, Evidence, Person, Response

_IS_BACK = col(Response.state).in_(WITH_BUREAU)
_IS_THERE = col(Evidence.removed_at).is_(None)
# Whether a file, joined with its response, was handed in with it and stands there for whoever is above the bureau.
IS_FILE_HANDED_IN = sa.case(
    (
        _IS_BACK,
        sa.and_(
            col(Evidence.added_at) <= Response.submitted_at,
            sa.or_(_IS_THERE, col(Evidence.removed_at) > Response.submitted_at),
        ),
    ),
    else_=sa.and_(col(Response.submitted_at).is_not(None), _IS_THERE),
)


def find_end(response: Response, person: Person | None) -> datetime | None:
    """Up to when a person sees what the bureau did; None: all there is, as its own people do and the program itself."""
    return None if person is None or person.role in OF_A_BUREAU else find_handing_in(response)


def find_handing_in(response: Response) -> datetime | None:
    """When a response was handed in that its bureau has again; None: nobody changes it meanwhile."""
    return response.submitted_at if response.state in WITH_BUREAU else None


def list_answers_until(session: Session, response: Response, until: datetime | None) -> dict[str, Saved]:
    """The answers that stood at a moment, by question; None: those that stand."""
    answers = list_answers(session, response)
    later = {id for id, one in answers.items() if until and one.saved_at and one.saved_at > until}
    if not later:
        return answers
    asked, as_of = open_questionnaire(response.questionnaire).by_id, response.round.as_of
    kept = select(Edit).where(
        Edit.response_id == response.id, Edit.state == EditState.KEPT, col(Edit.question_id).in_(later)
    )
    edits: dict[str, list[Edit]] = {id: [] for id in later}
    for edit in session.exec(kept.order_by(col(Edit.id))):
        edits[edit.question_id].append(edit)
    for id, made in edits.items():
        now, before = answers.pop(id), [one for one in made if until and one.made_at <= until]
        if before:
            last, version = before[-1], now.version - len(made) + len(before)
            then = read_stored(asked[id], last.content, as_of)
            answers[id] = Saved(version, then, last.made_at, last.made_by.name, last.source)
    return answers


def find_profile_at(session: Session, response: Response, until: datetime | None) -> dict[str, bool] | None:
    """The facts of the bureau as they were given at a moment; None: as they are given."""
    first = find_first_since(session, "profile.save", f"response {response.id}", until)
    return response.profile if first is None else first.get("before")


def find_asked_at(session: Session, response: Response, until: datetime | None) -> Questionnaire:
    """What applied to the bureau at a moment."""
    return apply_profile(response.questionnaire, find_profile_at(session, response, until))


def find_first_since(session: Session, act: str, subject: str, since: datetime | None) -> dict[str, Any] | None:
    """The first change of a kind since a moment, as the trail has it; None where there is none."""
    if since is None:
        return None
    query = select(TrailEntry.change).where(
        TrailEntry.act == act, TrailEntry.subject == subject, col(TrailEntry.at) > since
    )
    found = session.exec(query.order_by(col(TrailEntry.number))).first()
    return None if found is None else dict(json.loads(found))
