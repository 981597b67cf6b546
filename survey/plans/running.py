"""The running score of a plan: what the accepted one would be with what was checked, beside it and never in its place.

The accepted answers are scored by scoring.md as they stand; a checked item puts the answer that the reviewer confirmed
in place of its question's, judged as of the day of which it was checked, or meets the question. Nothing of it is stored
with the response.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session

from questionnaires.answers import Answer, read_stored
from questionnaires.catalogue import Band
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Scorecard, score
from questionnaires.totals import Entries
from questionnaires.what_if import close_gaps
from survey.responses.assessing import Assessment, assess
from survey.responses.entries import count_entered
from survey.responses.reviews import read_verified
from survey.responses.steps_taken import is_unreviewed
from survey.storage.plans import PlanItem
from survey.storage.states import PlanStatus, State
from survey.storage.tables import Response


@dataclass(frozen=True)
class ScoreStep:
    """A score with the grade that it gives; None where there is none."""

    score: Fraction | None
    grade: Band | None


@dataclass(frozen=True)
class RunningScore:
    """The accepted score; what it would be with what is `checked`, with what is `done` too, and with `all` items. `day`
    is the last day of which something was checked; the reference date where nothing is later."""

    day: date
    accepted: ScoreStep
    checked: ScoreStep
    done: ScoreStep
    all: ScoreStep


@dataclass(frozen=True)
class PlanBasis:
    """A response as its plan is made of it: the answers that count, and the scorecard. Once it is accepted these are
    the verified ones, before (`is_accepted`: no) the bureau's own as it handed them in. `is_unreviewed`: what was
    accepted is what the bureau says of itself."""

    assessment: Assessment
    is_accepted: bool
    is_unreviewed: bool
    answers: Mapping[str, Answer]
    entries: Entries

    @property
    def card(self) -> Scorecard:
        return self.assessment.verified if self.is_accepted else self.assessment.card

    @property
    def is_verified(self) -> bool:
        """Whether it stands on what reviewers accepted."""
        return self.is_accepted and not self.is_unreviewed

    @property
    def questionnaire(self) -> Questionnaire:
        return self.assessment.questionnaire


def judge(session: Session, response: Response) -> PlanBasis:
    """Judge what a plan is made of."""
    found = assess(session, response, handed_in=True)
    own, claims = found.answers, found.claims.claims
    if response.state is not State.ACCEPTED:
        return PlanBasis(found, False, False, own, Entries(claims))
    counting = read_verified(found.questionnaire, own, found.reviews, response)
    beside = count_entered(claims, found.entries) if found.is_reviewed else Entries(claims)
    return PlanBasis(found, True, is_unreviewed(session, response), counting, beside)


def run_score(judged: PlanBasis, items: Collection[PlanItem]) -> RunningScore:
    """The running score with the items of a plan; those about no question, or one that is met, change nothing."""
    card, asked = judged.card, judged.questionnaire
    days = {one.question_id or "": find_day(judged, one) for one in items if one.status is PlanStatus.CHECKED}
    confirmed = _read_confirmed(judged, items)
    base = card
    if confirmed:
        own = {id: days[id] for id in confirmed}
        base = score(asked, {**judged.answers, **confirmed}, card.as_of, judged.entries, card.year, own)
    met = {one.question_id or "" for one in items if one.status is PlanStatus.CHECKED} - confirmed.keys()
    done = met | {one.question_id or "" for one in items if one.status is PlanStatus.DONE}
    every = {one.question_id or "" for one in items} - confirmed.keys()
    steps = (_close(asked, base, ids) for ids in (met, done, every))
    return RunningScore(max([card.as_of, *days.values()]), ScoreStep(card.score, card.grade), *steps)


def find_day(judged: PlanBasis, item: PlanItem) -> date:
    """The day of which an item was checked, or is to be where nothing is later."""
    return item.checked_as_of or judged.card.as_of


def _close(asked: Questionnaire, card: Scorecard, ids: Collection[str]) -> ScoreStep:
    found = close_gaps(asked, card, ids)
    return ScoreStep(None, None) if found is None else ScoreStep(found.score, found.grade)


def _read_confirmed(judged: PlanBasis, items: Collection[PlanItem]) -> dict[str, Answer]:
    """The answers that reviewers confirmed, as far as their questions still take them."""
    asked = judged.questionnaire.by_id
    told = {one.question_id or "": one for one in items if one.status is PlanStatus.CHECKED and one.content}
    read = {id: read_stored(asked[id], one.content, find_day(judged, one)) for id, one in told.items() if id in asked}
    return {id: answer for id, answer in read.items() if answer.is_given and answer.refused is None}
