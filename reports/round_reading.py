"""From the database to the members of a round: answers as columns, and each response scored once per process."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from questionnaires.answers import Answer, read_answer
from questionnaires.scoring import score
from reports.gathering import EXCUSED, STATE_NAMES, describe_round
from reports.round_content import Member, Outcome, RoundReport, keep_outcome
from survey.closings import find_place
from survey.issued import applying_questionnaire
from survey.saving import is_answer
from survey.standings import find_standings
from survey.states import IN, Decision, State
from survey.tables import IssuedQuestionnaire, Response, Review, Round, StoredAnswer
from survey.words import local_day

AT_ONCE = 400  # responses whose answers are in memory at a time
MOST_KEPT = 10_000
Pair = tuple[Outcome, Outcome | None]  # the bureau's own, and the verified one of an accepted response
_PAIRS: dict[Hashable, Pair] = {}


def read_round(
    session: Session, round: Round, responses: Sequence[Response], scope: str, time_zone: str
) -> RoundReport:
    """The report on these responses of a round as they stand now."""
    today = local_day(time_zone)
    standings = find_standings(session, responses, time_zone)
    late = {id for id, one in standings.items() if one.is_late(today)}
    pairs = _judge_all(session, [one for one in responses if one.state in IN and one.excused_at is None])
    before = _find_before(session, round)
    info = describe_round(session, round)
    return RoundReport(
        title=round.title,
        scope=scope,
        as_of=round.as_of,
        today=today,
        questionnaires=info.questionnaires,
        members=[_describe(one, pairs.get(one.id), one.id in late, before) for one in responses],
        demo=round.is_demo,
        has_last=round.previous_id is not None,
    )


def _describe(response: Response, pair: Pair | None, is_late: bool, before: Mapping[Hashable, Fraction]) -> Member:
    bureau, place, issued = response.bureau, find_place(response.bureau), response.questionnaire
    own, verified = pair or (None, None)
    return Member(
        code=bureau.code,
        name=bureau.name,
        place=(place.code, place.name),
        is_city=place.level == "city",
        key=(issued.document, issued.level),
        state=EXCUSED if response.excused_at is not None else STATE_NAMES[response.state],
        is_late=is_late,
        is_excused=response.excused_at is not None,
        outcome=verified or own,
        own=own.score if own else None,
        verified=verified.score if verified else None,
        last=before.get((bureau.id, issued.document, issued.level)),
    )


def _find_before(session: Session, round: Round) -> dict[Hashable, Fraction]:
    """The scores that counted in the round before, by bureau, document and level."""
    asked = IssuedQuestionnaire
    query = (
        select(Response.bureau_id, asked.document, asked.level, Response.state, Response.score, Response.verified_score)  # type: ignore[call-overload]
        .join(asked)
        .where(Response.round_id == round.previous_id, col(Response.state).in_(IN), col(Response.excused_at).is_(None))
    )
    found: dict[Hashable, Fraction] = {}
    for *key, state, own, verified in session.exec(query):
        counted = verified if state is State.ACCEPTED and verified is not None else own
        if counted is not None:
            found[tuple(key)] = Fraction(counted)
    return found


def _judge_all(session: Session, responses: Sequence[Response]) -> dict[int, Pair]:
    """What each response comes to. Judged again only after a step: it gives a new time or a new verified score."""
    keys = {one.id: (one.id, one.state, one.submitted_at, one.verified_score) for one in responses}
    missing = [one for one in responses if keys[one.id] not in _PAIRS]
    if len(_PAIRS) + len(missing) > MOST_KEPT:
        _PAIRS.clear()
        missing = list(responses)
    for start in range(0, len(missing), AT_ONCE):
        part = missing[start : start + AT_ONCE]
        given, instead = _read_given(session, part), _read_instead(session, part)
        for one in part:
            _PAIRS[keys[one.id]] = _judge(one, given.get(one.id, {}), instead.get(one.id, {}))
    return {id: _PAIRS[key] for id, key in keys.items()}


def _judge(response: Response, given: Mapping[str, Any], instead: Mapping[str, Any]) -> Pair:
    own = _score(response, given)
    if response.state is not State.ACCEPTED:
        return own, None
    return own, _score(response, {**given, **instead}) if instead else own


def _score(response: Response, given: Mapping[str, Any]) -> Outcome:
    asked, as_of = applying_questionnaire(response), response.round.as_of
    answers: dict[str, Answer] = {
        question.id: read_answer(question, given[question.id], as_of)
        for question in asked.questions
        if question.id in given
    }
    return keep_outcome(score(asked, answers, as_of))


def _read_given(session: Session, responses: Iterable[Response]) -> dict[int, dict[str, Any]]:
    one = StoredAnswer
    query = select(one.response_id, one.question_id, one.content)
    ids = [response.id for response in responses]
    return _group(session.exec(query.where(col(one.response_id).in_(ids)).order_by(col(one.response_id))))


def _read_instead(session: Session, responses: Iterable[Response]) -> dict[int, dict[str, Any]]:
    """The reviewers' answers of those that are accepted."""
    ids = [response.id for response in responses if response.state is State.ACCEPTED]
    query = select(Review.response_id, Review.question_id, Review.content).where(
        col(Review.response_id).in_(ids), col(Review.ended_at).is_(None), Review.decision == Decision.SET_ASIDE
    )
    return _group(session.exec(query.order_by(col(Review.response_id))))


def _group(rows: Iterator[tuple[int, str, Any]]) -> dict[int, dict[str, Any]]:
    """Contents that are answers, by response and question; rows come in the order of responses."""
    return {
        id: {question: content for _, question, content in own if is_answer(content)}
        for id, own in groupby(rows, key=lambda row: row[0])
    }
