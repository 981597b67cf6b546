"""Results from elsewhere, as a round of their own: imported from a file, never asked, compared with as last year's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.calendar import default_year
from questionnaires.messages import Refused
from survey.bureaus.places import walk_back
from survey.rounds.rounds import find_by_slug, lock_round, lock_running, name_round, refuse_title
from survey.storage.columns import now
from survey.storage.external import ExternalResult, ExternalRound
from survey.storage.forgetting import forget_flags
from survey.storage.records import IssuedReport
from survey.storage.tables import Response, Round
from survey.storage.trail import record

LONGEST_SLUG = 40


@dataclass(frozen=True)
class BureauResult:
    """What one bureau came to: score and grade, scores by domain and shares of credit by question, where given."""

    bureau_id: int
    score: Decimal
    grade: str
    domains: dict[str, str]
    credits: dict[str, str]


@dataclass(frozen=True)
class ExternalFile:
    """A file of results and what is said of it."""

    title: str
    as_of: date
    name: str
    sha256: str
    results: Sequence[BureauResult]


def find_external(session: Session, round_id: int | None) -> ExternalRound | None:
    """That a round is one of results from elsewhere; None where it is an ordinary one."""
    return None if round_id is None else session.get(ExternalRound, round_id)


def list_external(session: Session) -> list[ExternalRound]:
    """All of them, the newest first."""
    return list(session.exec(select(ExternalRound).join(Round).order_by(col(Round.as_of).desc(), col(Round.id).desc())))


def list_asked_rounds(session: Session, *which: Any) -> list[Round]:
    """The rounds in which bureaus are asked, the one that ends last first; `which` are conditions on Round."""
    query = select(Round).where(col(Round.id).not_in(select(ExternalRound.round_id)), *which)
    return list(session.exec(query.order_by(col(Round.closes_on).desc())))


def find_result(session: Session, response: Response) -> ExternalResult | None:
    """What the bureau of a response, or one whose place it took, came to in the results that its round is compared
    with; None where there is nothing."""
    if find_external(session, response.round.previous_id) is None:
        return None
    query = select(ExternalResult).where(ExternalResult.round_id == response.round.previous_id)
    for bureau_id in walk_back(session, response.bureau_id):
        found = session.exec(query.where(ExternalResult.bureau_id == bureau_id)).one_or_none()
        if found is not None:
            return found
    return None


def import_results(session: Session, round_id: int, file: ExternalFile, person_id: int) -> str:
    """Keep the results of a file as a round of their own, with which this one is compared; the short name of theirs.

    Raises Refused where the round was copied from one that was held here, which is its round before, where it is done
    with, and where another has this title.
    """
    round = _hold(session, round_id)
    refuse_title(session, file.title)
    before = Round(
        slug=_choose_slug(session, round.slug),
        title=file.title,
        as_of=file.as_of,
        year=default_year(file.as_of),
        opens_on=file.as_of,
        closes_on=file.as_of,
        is_demo=round.is_demo,
        created_at=now(),
    )
    session.add(before)
    session.flush()
    session.add(
        ExternalRound(round_id=before.id, file_name=file.name, sha256=file.sha256, made_at=now(), made_by_id=person_id)
    )
    session.add_all(ExternalResult(round_id=before.id, **vars(one)) for one in file.results)
    said = {"title": file.title, "as_of": file.as_of.isoformat(), "bureaus": len(file.results)}
    origin = {"file": file.name, "sha256": file.sha256, "for": round.slug}
    record(session, person_id, "results.import", name_round(before), None, said | origin)
    _compare(session, round, before, person_id)
    return before.slug


def compare_with(session: Session, round_id: int, slug: str, person_id: int) -> None:
    """Compare a round with results from elsewhere, or with none where `slug` is empty. The same again changes nothing.

    Raises Refused.
    """
    round = _hold(session, round_id)
    before = find_by_slug(session, slug) if slug else None
    if slug and (before is None or find_external(session, before.id) is None):
        raise Refused("These results were deleted meanwhile; look at the list again.")
    _compare(session, round, before, person_id)


def delete_results(session: Session, slug: str, person_id: int) -> None:
    """Delete results that nothing refers to. Twice is once. Raises Refused."""
    round = find_by_slug(session, slug)
    external = find_external(session, round.id) if round is not None else None
    if round is None or external is None:
        return
    lock_round(session, round.id)
    used = session.exec(select(Round.title).where(Round.previous_id == round.id)).first()
    if used is not None:
        raise Refused("“%(round)s” is compared with these results; end that there first.", round=used)
    session.execute(sa.delete(ExternalResult).where(col(ExternalResult.round_id) == round.id))
    session.delete(external)
    session.flush()
    session.delete(round)
    said = {"title": round.title, "as_of": round.as_of.isoformat(), "sha256": external.sha256}
    record(session, person_id, "results.delete", name_round(round), said)


def _hold(session: Session, round_id: int) -> Round:
    """A round that may be compared with results from elsewhere, held until this act ends. Raises Refused."""
    round = lock_running(session, round_id)
    if round.previous_id is not None and find_external(session, round.previous_id) is None:
        raise Refused("This round continues one that was held here; it is compared with that.")
    return round


def _compare(session: Session, round: Round, before: Round | None, person_id: int) -> None:
    was = None if round.previous_id is None else session.get_one(Round, round.previous_id)
    if was is before:
        return
    if was is not None and _is_reported(session, round, session.get_one(ExternalRound, was.id).made_at):
        raise Refused("Signed reports of this round name these results already; they stay its last year's results.")
    round.previous_id = None if before is None else before.id
    forget_flags(session, Response.round_id == round.id)
    session.add(round)
    said = [None if one is None else {"with": one.slug} for one in (was, before)]
    record(session, person_id, "round.compare", name_round(round), *said)


def _is_reported(session: Session, round: Round, since: datetime) -> bool:
    """Whether reports of a round were signed since the results with which it is compared are there."""
    query = select(IssuedReport.id).where(IssuedReport.round_id == round.id, IssuedReport.signed_at >= since)
    return session.exec(query.limit(1)).first() is not None


def _choose_slug(session: Session, slug: str) -> str:
    """A short name that is free, made of that of the round that is compared."""
    names = (f"{slug[: LONGEST_SLUG - 10]}-before{number or ''}" for number in range(1000))
    return next(one for one in names if find_by_slug(session, one) is None)
