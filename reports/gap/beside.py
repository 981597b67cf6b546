"""What a response stands beside in the database: its round before, like bureaus of its round, its evidence."""

from datetime import datetime
from operator import attrgetter

from sqlmodel import Session, col

from reports.gap.content import FiledEvidence, LastRound, LikeBureaus, remember_round, spread_scores
from survey.evidence.listing import list_evidence
from survey.responses.assessing import assess
from survey.responses.stored_outcomes import read_outcomes
from survey.rounds.rounds import find_before
from survey.storage.states import IN, Basis, State
from survey.storage.tables import Response


def find_last_round(session: Session, response: Response) -> LastRound | None:
    """The same bureau in the round before; None where there was none, or nothing was submitted in it."""
    before = find_before(session, response)
    if before is None or before.state not in IN:
        return None
    is_verified = before.state is response.state is State.ACCEPTED  # like is compared with like
    assessment = assess(session, before)
    card = assessment.verified if is_verified else assessment.card
    return remember_round(before.round.title, card, is_verified)


def find_like_bureaus(session: Session, response: Response) -> LikeBureaus | None:
    """Where the other bureaus stand that have submitted the same questionnaire in this round; None for too few.

    Those that are accepted by their verified scores, where this one is; otherwise all by their own.
    """
    others = read_outcomes(
        session,
        col(Response.questionnaire_id) == response.questionnaire_id,
        col(Response.id) != response.id,
        basis=Basis.VERIFIED if response.state is State.ACCEPTED else Basis.OWN,
        with_credits=False,
    )
    return spread_scores(one.outcome for one in others.values() if one.outcome is not None)


def list_attached(session: Session, response: Response, until: datetime | None = None) -> tuple[FiledEvidence, ...]:
    """The files that are attached to a response, or were at a moment, in the order they came."""
    found = list_evidence(session, response.id, until=until).values()
    files = sorted((one for files in found for one in files), key=attrgetter("id"))
    return tuple(FiledEvidence(one.question_id, one.name, one.size, one.sha256) for one in files)
