"""A plan drafted in one go: which gaps, and what the library advises about each."""

from enum import StrEnum

from questionnaires.scoring import Result
from questionnaires.shortest_path import find_shortest_path
from questionnaires.wording import shorten_advice
from survey.plans.promise import Promise
from survey.plans.running import PlanBasis
from survey.storage.plans import MOST_MEASURE


class Choice(StrEnum):
    """Which gaps become items: those on the shortest path to the next grade, the critical ones, all."""

    PATH = "path"
    CRITICAL = "critical"
    ALL = "all"


def choose_gaps(judged: PlanBasis, choice: Choice) -> list[Result]:
    """Those gaps, in the order of gaps; none where there are none of the kind."""
    if choice is Choice.ALL:
        return list(judged.card.gaps)
    if choice is Choice.CRITICAL:
        return [gap for gap in judged.card.gaps if gap.question.critical]
    path = find_shortest_path(judged.questionnaire, judged.card)
    return [] if path is None else list(path.steps)


def draft_promises(judged: PlanBasis, choice: Choice) -> dict[str, Promise]:
    """A promise for each of those gaps, by question: the measure is what the library advises, the rest is empty."""
    return {gap.question.id: draft_promise(gap) for gap in choose_gaps(judged, choice)}


def draft_promise(gap: Result) -> Promise:
    return Promise(measure=shorten_advice(gap.question.advice)[:MOST_MEASURE])
