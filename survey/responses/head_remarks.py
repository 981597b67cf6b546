"""What a head of the bureau says of single answers before signing: kept while they look, sent with the response that
goes back to the clerk, ended when it is presented again.
"""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.criteria.words import read_words
from questionnaires.messages import Refused
from survey.responses.saving import UNTOUCHED, list_answers
from survey.rounds.issued import applying_questionnaire
from survey.rounds.rounds import lock_response
from survey.storage.beside import HeadRemark
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import State
from survey.storage.tables import MOST_REASON
from survey.storage.trail import record


def keep_remarks(engine: sa.Engine, response_id: int, remarks: Mapping[str, str], person_id: int) -> int:
    """Keep what the head says of these questions, by question; "" takes a remark back. How many stand then.

    Raises Refused where the response is not presented now, or a remark is too long or holds what cannot be kept.
    """
    if any(len(words.strip()) > MOST_REASON for words in remarks.values()):
        raise Refused("A remark is too long: %(most)s characters at most.", most=MOST_REASON)
    remarks = {id: read_words(words.strip(), MOST_REASON) for id, words in remarks.items()}
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if response.state is not State.PRESENTED or response.absent_at is not None:
            raise Refused("Nothing was kept: the response has moved on meanwhile.")
        asked, standing = applying_questionnaire(response).by_id, list_remarks(session, response_id)
        answers = list_answers(session, response)
        for id, words in remarks.items():
            before = standing.get(id)
            if id in asked and words != (before.words if before else ""):
                version = answers.get(id, UNTOUCHED).version
                _replace(session, before, response_id, id, version, words, person_id)
        return len(list_remarks(session, response_id))


def list_remarks(session: Session, response_id: int) -> dict[str, HeadRemark]:
    """The remarks that stand, by question: kept by the head, or sent to the clerk."""
    query = select(HeadRemark).where(HeadRemark.response_id == response_id, col(HeadRemark.ended_at).is_(None))
    found = session.exec(query.options(joinedload(HeadRemark.made_by)))  # type: ignore[arg-type]
    return {one.question_id: one for one in found}


def list_sent(session: Session, response_id: int) -> dict[str, HeadRemark]:
    """The remarks that went to the clerk, by question."""
    return {id: one for id, one in list_remarks(session, response_id).items() if one.sent_at is not None}


def send_remarks(session: Session, response_id: int) -> None:
    """Let the clerk read what the head has kept."""
    for one in list_remarks(session, response_id).values():
        one.sent_at = one.sent_at or now()
        session.add(one)


def end_remarks(session: Session, response_id: int) -> None:
    """Begin anew; what was said stays on record."""
    for one in list_remarks(session, response_id).values():
        one.ended_at = now()
        session.add(one)


def _replace(
    session: Session,
    before: HeadRemark | None,
    response_id: int,
    question_id: str,
    version: int,
    words: str,
    person_id: int,
) -> None:
    if before is not None:
        before.ended_at = now()
        session.add(before)
        session.flush()  # before the new one: only one stands at a time
    if words:
        session.add(
            HeadRemark(
                response_id=response_id,
                question_id=question_id,
                answer_version=version,
                words=words,
                made_at=now(),
                made_by_id=person_id,
            )
        )
        session.flush()
    subject = f"response {response_id} question {question_id}"
    record(session, person_id, "remark.keep", subject, before and before.words, words or None)
