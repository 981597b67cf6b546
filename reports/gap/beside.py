"""What a response stands beside in the database: its round before, like bureaus of its round, its evidence."""

from datetime import datetime
from fractions import Fraction
from operator import attrgetter

from sqlmodel import Session, col

from reports.gap.content import (
    FiledEvidence,
    ImportedRound,
    LastRound,
    LikeBureaus,
    OtherNotice,
    remember_round,
    spread_scores,
)
from reports.gap.words import explain_standing, name_standing
from survey.evidence.listing import list_evidence
from survey.responses.assessing import assess
from survey.responses.steps_taken import is_verified
from survey.responses.stored_outcomes import read_outcomes
from survey.responses.totals import NO_TOTALS, StandingTotals, read_totals
from survey.rounds.external import find_result
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import find_before
from survey.rounds.years import find_beside
from survey.storage.columns import is_among
from survey.storage.external import ExternalResult
from survey.storage.states import IN, Basis
from survey.storage.tables import Response


def find_last_round(session: Session, response: Response) -> LastRound | None:
    """The same bureau in the round before, or what it came to elsewhere; None where there was none, or nothing was
    submitted in it."""
    external = find_result(session, response)
    if external is not None:
        return _recall_external(external, is_verified(session, response))
    before = find_before(session, response)
    if before is None or before.state not in IN:
        return None
    both_verified = all(is_verified(session, one) for one in (before, response))  # like is compared with like
    assessment = assess(session, before)
    card = assessment.verified if both_verified else assessment.card
    return remember_round(before.round.title, card, both_verified)


def _recall_external(result: ExternalResult, verified: bool) -> ImportedRound:
    return ImportedRound(
        title=result.round.title,
        as_of=result.round.as_of,
        is_verified=verified,
        score=Fraction(result.score),
        grade=result.grade or None,
        domains={id: Fraction(one) for id, one in result.domains.items()},
        credits={id: Fraction(one) for id, one in result.credits.items()},
        source="external",
    )


def list_others(session: Session, response: Response) -> tuple[OtherNotice, ...]:
    """What the bureau came to by other notices in the same year; without scores where it is not in."""
    found = find_beside(session, response)
    totals = read_totals(session, is_among(Response.id, [one.id for one in found])) if found else {}
    return tuple(_describe_other(session, one, totals.get(one.id, NO_TOTALS)) for one in found)


def _describe_other(session: Session, response: Response, totals: StandingTotals) -> OtherNotice:
    notice, title = open_questionnaire(response.questionnaire).source.name, response.round.title
    if response.absence is not None or response.state not in IN:
        return OtherNotice(notice, title, explain_standing(session, response))
    verified = is_verified(session, response)
    grade = response.verified_grade if verified else response.grade
    return OtherNotice(
        notice,
        title,
        name_standing(session, response),
        verified,
        response.verified_score if verified else response.score,
        totals.verified if verified else totals.own,
        next((band.label for band in open_questionnaire(response.questionnaire).bands if band.grade == grade), ""),
    )


def find_like_bureaus(session: Session, response: Response) -> LikeBureaus | None:
    """Where the other bureaus stand that have submitted the same questionnaire in this round; None for too few.

    Those that are accepted by their verified scores, where this one is; otherwise all by their own.
    """
    others = read_outcomes(
        session,
        col(Response.questionnaire_id) == response.questionnaire_id,
        col(Response.id) != response.id,
        basis=Basis.VERIFIED if is_verified(session, response) else Basis.OWN,
        with_credits=False,
    )
    return spread_scores(one.outcome for one in others.values() if one.outcome is not None)


def list_attached(session: Session, response: Response, until: datetime | None = None) -> tuple[FiledEvidence, ...]:
    """The files that are attached to a response, or were at a moment, in the order they came."""
    found = list_evidence(session, response.id, until=until).values()
    files = sorted((one for files in found for one in files), key=attrgetter("id"))
    return tuple(FiledEvidence(one.question_id, one.name, one.size, one.sha256) for one in files)
