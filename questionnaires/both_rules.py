"""The same answers by the rules of two versions of a questionnaire, so that neither is read as the other: what the
rules changed, and what the bureau did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from questionnaires.answers import Answer, reread_answer
from questionnaires.criteria import InvalidAnswer
from questionnaires.migrating import Given, Passage
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scoring import score


@dataclass(frozen=True)
class AnswerSet:
    """Answers by the questions of one version, and as of which date they are judged."""

    answers: Given
    as_of: date


@dataclass(frozen=True)
class BothScores:
    """The score of the same answers by the old rules and by the new ones; None where nothing of them counts."""

    by_old: Fraction | None
    by_new: Fraction | None


@dataclass(frozen=True)
class RulesCompared:
    """Two sets of answers by two sets of rules, over the `questions` that all four can judge, by their new ids.

    Down a column the rules are the same and the capability differs; along a row it is the other way round.
    """

    questions: tuple[str, ...]
    then: BothScores
    now: BothScores


def compare_rules(
    before: Questionnaire,
    after: Questionnaire,
    passages: Mapping[str, Passage],
    then: AnswerSet,
    now: AnswerSet,
) -> RulesCompared:
    """Judge the answers of `then` and `now` by both versions.

    Questions count that come from one question alone and were answered both times so that either version can read it.
    `before` and `after` hold what applied to the bureau.
    """
    by_old: dict[str, tuple[Answer, Answer]] = {}
    by_new: dict[str, tuple[Answer, Answer]] = {}
    for id, source in _list_common(before, after, passages):
        if source.id not in then.answers or id not in now.answers:
            continue
        question = after.by_id[id]
        carried = _reread(source, question, then.answers[source.id], then.as_of)
        returned = _reread(question, source, now.answers[id], now.as_of)
        if carried is not None and returned is not None:
            by_old[source.id] = (then.answers[source.id], returned)
            by_new[id] = (carried, now.answers[id])
    old, new = before.keep_questions(by_old), after.keep_questions(by_new)
    both = [
        BothScores(
            score(old, {key: pair[place] for key, pair in by_old.items()}, as_of).score,
            score(new, {key: pair[place] for key, pair in by_new.items()}, as_of).score,
        )
        for place, as_of in enumerate((then.as_of, now.as_of))
    ]
    return RulesCompared(tuple(by_new), *both)


def _list_common(
    before: Questionnaire, after: Questionnaire, passages: Mapping[str, Passage]
) -> list[tuple[str, Question]]:
    """What comes from one question that nothing else comes from, scored by both versions."""
    single = {id: one.sources[0] for id, one in passages.items() if len(one.sources) == 1 and id in after.by_id}
    heirs = [source.id for one in passages.values() for source in one.sources]
    return [
        (id, source)
        for id, source in single.items()
        if source.id in before.by_id and heirs.count(source.id) == 1 and source.is_scored and after.by_id[id].is_scored
    ]


def _reread(given: Question, asked: Question, answer: Answer, as_of: date) -> Answer | None:
    """An answer to one question as the other one reads it; None where it cannot."""
    try:
        if given.criterion == asked.criterion and (answer.not_applicable is None or asked.allow_not_applicable):
            return answer.check()  # it would read it alike, and takes its time
        return reread_answer(asked, answer.check().write(given), as_of)
    except InvalidAnswer:
        return None
