"""What the page of one bureau shows, as plain values: its questions as asked for, and its earlier rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Result, Scorecard, Verdict
from survey.bureaus.places import walk_back
from survey.storage.columns import table_of
from survey.storage.states import State
from survey.storage.tables import Bureau, Response, Round

GAPS, ALL_OF_THEM = "gaps", "all"
CHOICES = (
    GAPS,
    ALL_OF_THEM,
    *(one.value for one in (Verdict.UNMET, Verdict.PARTIAL, Verdict.MET, Verdict.NOT_APPLICABLE)),
)


@dataclass(frozen=True, slots=True)
class EarlierScore:
    """What a bureau, or one whose place it took, was accepted with in another round."""

    slug: str
    title: str
    year: int
    code: str
    score: Decimal | None
    grade: str | None


def list_chosen(card: Scorecard, questionnaire: Questionnaire, domain: str, verdict: str) -> Sequence[Result]:
    """The questions of a domain ("": of all) and of a verdict, one of CHOICES: `GAPS` are those that are partial
    or unmet, in the order of the gap report; the others stand in the order of the questionnaire."""
    asked = {one.id for section in questionnaire.domains if domain in ("", section.id) for one in section.questions}
    if verdict == GAPS:
        return [one for one in card.gaps if one.question.id in asked]
    judged = [one for one in card.results if one.question.id in asked and not one.question.is_quantity]
    return [one for one in judged if verdict in (ALL_OF_THEM, one.verdict)]


def list_history_of(session: Session, response: Response) -> list[EarlierScore]:
    """The other rounds in which the bureau was accepted, the newest first."""
    given, round, bureau = table_of(Response), table_of(Round), table_of(Bureau)
    query = (
        sa.select(round.c.slug, round.c.title, round.c.year, bureau.c.code, given.c.verified_score, given.c.score)
        .add_columns(given.c.verified_grade, given.c.grade)
        .join_from(given, round, round.c.id == given.c.round_id)
        .join(bureau, bureau.c.id == given.c.bureau_id)
        .where(given.c.bureau_id.in_(list(walk_back(session, response.bureau_id))))
        .where(given.c.state == State.ACCEPTED, given.c.absent_at.is_(None), round.c.withdrawn_at.is_(None))
        .where(given.c.id != response.id, round.c.is_demo == response.round.is_demo)
        .order_by(round.c.year.desc(), round.c.closes_on.desc())
    )
    return [
        EarlierScore(slug, title, year, code, own if verified is None else verified, verified_grade or grade)
        for slug, title, year, code, verified, own, verified_grade, grade in session.execute(query)
    ]
