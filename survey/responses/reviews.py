"""The reviewers' decisions on single questions; the bureau's own answer is never touched."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.answers import UNANSWERED, Answer, read_stored
from questionnaires.questionnaire import Questionnaire
from survey.bureaus.staff import is_above
from survey.responses.raised import forget_next_year
from survey.responses.saving import UNTOUCHED, find_saved, list_answers
from survey.rounds.issued import applying_questionnaire
from survey.rounds.rounds import lock_response
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Decision, Role, State
from survey.storage.tables import MOST_REASON, Person, Response, Review
from survey.storage.trail import record, record_all

# Who decides at which stage: the city looks first, and the province may stand in for it.
DECIDES = {
    State.CITY_REVIEW: (Role.CITY_REVIEWER, Role.PROVINCIAL_REVIEWER),
    State.PROVINCIAL_REVIEW: (Role.PROVINCIAL_REVIEWER,),
}


class DecisionRefused(Exception):
    """Nothing was decided: `why` is a key of web.words.REFUSALS."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def list_reviews(session: Session, response_id: int, decision: Decision | None = None) -> dict[str, Review]:
    """The decisions that stand, by question; those of one kind only, where it is said."""
    query = select(Review).where(Review.response_id == response_id, col(Review.ended_at).is_(None))
    if decision is not None:
        query = query.where(Review.decision == decision)
    return {review.question_id: review for review in session.exec(query)}


def list_history(session: Session, response_id: int) -> dict[str, list[Review]]:
    """Every decision there ever was, by question, latest first."""
    query = select(Review).where(Review.response_id == response_id).order_by(col(Review.id).desc())
    found: dict[str, list[Review]] = {}
    for review in session.exec(query.options(joinedload(Review.made_by))):  # type: ignore[arg-type]
        found.setdefault(review.question_id, []).append(review)
    return found


def is_decided(review: Review | None) -> bool:
    """Whether a question is done with: one that came back from an earlier return is to be looked at again."""
    return review is not None and (review.decision is not Decision.RETURNED or review.sent_at is None)


def may_decide(person: Person, response: Response) -> bool:
    """Whether a person decides on the questions of a response where it stands now."""
    return (
        response.absent_at is None
        and person.role in DECIDES.get(response.state, ())
        and is_above(person, response.bureau)
    )


def mark_seen(answer_version: int, review: Review | None) -> str:
    """A mark of what a reviewer had in view: the version of the answer, and the decision that stood."""
    return f"{answer_version}.{review.id if review else 0}"


def decide(
    engine: sa.Engine,
    response_id: int,
    question_id: str,
    decision: Decision,
    person_id: int,
    answer: Answer = UNANSWERED,
    reason: str = "",
    mend_by: date | None = None,
    seen: str | None = None,
) -> Review:
    """Decide on one question; an earlier decision ends. The same decision twice changes nothing.

    `answer` is the one that counts instead (SET_ASIDE), `mend_by` the last day to mend (RETURNED), `seen` what
    mark_seen gave when the reviewer looked. Raises DecisionRefused, and InvalidAnswer for what the question refuses.
    """
    with writing(engine) as session:
        response = lock_under_review(session, response_id, person_id)
        question = applying_questionnaire(response).by_id.get(question_id)
        if question is None:
            raise DecisionRefused("no-question")
        _check(decision, answer, reason, mend_by)
        standing = list_reviews(session, response_id).get(question_id)
        version = find_saved(session, response_id, question, response.round.as_of).version
        if seen is not None and seen != mark_seen(version, standing):
            raise DecisionRefused("outdated")
        review = Review(
            response_id=response_id,
            question_id=question_id,
            stage=response.state,
            decision=decision,
            answer_version=version,
            content=answer.write(question),
            reason=reason.strip(),
            mend_by=mend_by,
            made_at=now(),
            made_by_id=person_id,
        )
        review = _put(session, standing, review)
        forget_next_year(session, response)
        return review


def confirm_all(engine: sa.Engine, response_id: int, person_id: int, seen: Mapping[str, int]) -> int:
    """Confirm the questions that are still undecided, of those that were `seen` with a version of their answer.

    All or, where an answer has changed since, none. How many were confirmed. Raises DecisionRefused.
    """
    with writing(engine) as session:
        response = lock_under_review(session, response_id, person_id)
        reviews, answers = list_reviews(session, response_id), list_answers(session, response)
        asked, moment = applying_questionnaire(response).by_id, now()  # one moment: they are taken back as one
        left = [id for id in seen if id in asked and not is_decided(reviews.get(id))]
        for id in left:
            version = answers.get(id, UNTOUCHED).version
            if version != seen[id]:
                raise DecisionRefused("outdated")
            review = Review(
                response_id=response_id,
                question_id=id,
                stage=response.state,
                decision=Decision.CONFIRMED,
                answer_version=version,
                made_at=moment,
                made_by_id=person_id,
            )
            _put(session, reviews.get(id), review)
        forget_next_year(session, response)
        return len(left)


def may_take_back(review: Review, earlier: Iterable[Review], person_id: int, response: Response) -> bool:
    """Whether a decision that stands can be taken back: one's own, of this stage, not sent, that took no other's place
    (of the `earlier` ones of its question)."""
    is_own = review.made_by_id == person_id and review.stage is response.state and review.sent_at is None
    return is_own and not any(one.ended_at == review.made_at for one in earlier)


def take_back(engine: sa.Engine, response_id: int, person_id: int, review_ids: Collection[int]) -> int:
    """End decisions that may be taken back: their questions are undecided again. How many were; others stay.

    Raises DecisionRefused.
    """
    with writing(engine) as session:
        response = lock_under_review(session, response_id, person_id)
        history = list_history(session, response_id)
        ended = [
            one
            for one in list_reviews(session, response_id).values()
            if one.id in review_ids and may_take_back(one, history[one.question_id], person_id, response)
        ]
        for review in ended:
            review.ended_at = now()
            session.add(review)
        subjects = [(f"response {response_id} question {one.question_id}", _say(one), None) for one in ended]
        record_all(session, person_id, "review.take-back", subjects)
        forget_next_year(session, response)
        return len(ended)


def lock_under_review(session: Session, response_id: int, person_id: int) -> Response:
    """Hold the response where it stands; refuse whoever has nothing to decide on it there."""
    response = lock_response(session, response_id)
    if response.state not in DECIDES or response.absent_at is not None:
        raise DecisionRefused("not-under-review")
    if not may_decide(session.get_one(Person, person_id), response):
        raise DecisionRefused("not-yours")
    return response


def _check(decision: Decision, answer: Answer, reason: str, mend_by: date | None) -> None:
    if decision is not Decision.CONFIRMED and not reason.strip():
        raise DecisionRefused("no-reason")
    if len(reason.strip()) > MOST_REASON:
        raise DecisionRefused("long-reason")
    if decision is Decision.RETURNED and mend_by is None:
        raise DecisionRefused("no-date")
    if decision is Decision.SET_ASIDE:
        if not answer.is_given:
            raise DecisionRefused("no-answer")
        answer.check()


def _put(session: Session, standing: Review | None, review: Review) -> Review:
    """Let a decision stand instead of the one there was; the trail knows both."""
    if standing is not None and _say(standing) == _say(review) and standing.sent_at is None:
        return standing
    _replace(session, standing, review)
    subject = f"response {review.response_id} question {review.question_id}"
    record(session, review.made_by_id, "review.decide", subject, standing and _say(standing), _say(review))
    return review


def _say(review: Review) -> dict[str, object]:
    return {
        "decision": review.decision.value,
        "answer_version": review.answer_version,
        "content": review.content,
        "reason": review.reason,
        "mend_by": review.mend_by and review.mend_by.isoformat(),
    }


def _replace(session: Session, standing: Review | None, review: Review) -> None:
    if standing is not None:
        standing.ended_at = review.made_at
        session.add(standing)
        session.flush()  # before the new one: only one stands at a time
    session.add(review)
    session.flush()


def send_returns(session: Session, response: Response) -> list[str]:
    """Mark the returns that go to the bureau now; their questions."""
    sent = [one for one in list_reviews(session, response.id).values() if one.decision is Decision.RETURNED]
    for review in sent:
        review.sent_at = now()
        session.add(review)
    return [review.question_id for review in sent]


def end_reviews(session: Session, response: Response) -> None:
    """Clear every decision; what was decided stays on record."""
    for review in list_reviews(session, response.id).values():
        review.ended_at = now()
        session.add(review)


def list_set(questionnaire: Questionnaire, reviews: Mapping[str, Review], response: Response) -> dict[str, Answer]:
    """The answers that reviewers set instead of the bureau's, by question."""
    return {
        id: read_stored(questionnaire.by_id[id], review.content, response.round.as_of)
        for id, review in reviews.items()
        if review.decision is Decision.SET_ASIDE and id in questionnaire.by_id
    }


def read_verified(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], reviews: Mapping[str, Review], response: Response
) -> dict[str, Answer]:
    """The answers that count after review: the reviewer's where there is one, otherwise the bureau's own."""
    instead = list_set(questionnaire, reviews, response)
    return {**answers, **{id: answer.check() for id, answer in instead.items() if answer.is_given}}
