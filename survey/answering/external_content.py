"""A result beside last year's from elsewhere, as far as that goes: the score, and domains and questions where given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from questionnaires.scoring import Scorecard
from survey.rounds.external import find_result
from survey.storage.tables import Response


@dataclass(frozen=True)
class ExternalLine:
    """The whole (without a title) or a domain, then and now."""

    title: str
    last: Fraction
    now: Fraction | None


@dataclass(frozen=True)
class ExternalComparison:
    """Results from elsewhere beside a scorecard; how many questions have more credit now, and less."""

    title: str
    as_of: date
    grade: str
    lines: Sequence[ExternalLine]
    better: int
    worse: int


def compare_with_external(session: Session, response: Response, card: Scorecard) -> ExternalComparison | None:
    """What a response came to beside the results with which its round is compared; None where there are none."""
    found = find_result(session, response)
    if found is None:
        return None
    domains = [
        ExternalLine(one.title, Fraction(found.domains[one.id]), one.score)
        for one in card.domains
        if one.id in found.domains
    ]
    steps = [
        one.credit - Fraction(found.credits[one.question.id])
        for one in card.results
        if one.credit is not None and one.question.id in found.credits
    ]
    return ExternalComparison(
        title=found.round.title,
        as_of=found.round.as_of,
        grade=found.grade,
        lines=[ExternalLine("", Fraction(found.score), card.score), *domains],
        better=sum(one > 0 for one in steps),
        worse=sum(one < 0 for one in steps),
    )
