"""A round that runs is moved to a newer version of its notices: looked at bureau by bureau first, and then all at once.

Answers to questions that mean the same stay. Those whose question is another by now are taken back and offered beside
it, to be confirmed: nothing that nobody confirmed is submitted. What is not asked any more stays as it was. The
questionnaire of before is kept for ever.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import UNANSWERED
from questionnaires.catalogue import Library
from questionnaires.generator import UnknownDocument
from questionnaires.messages import Refused
from questionnaires.migrating import Passage, list_gone, trace
from questionnaires.questionnaire import Questionnaire
from survey.responses.saving import UNTOUCHED, NewEdit, list_answers, list_given_ids, put_edit
from survey.rounds.issued import open_questionnaire
from survey.rounds.rounds import lock_running, make_questionnaire, name_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import EarlierQuestionnaire
from survey.storage.states import Source, State
from survey.storage.tables import MOST_REASON, Bureau, IssuedQuestionnaire, Response, Round
from survey.storage.trail import record


@dataclass(frozen=True)
class TouchedBureau:
    """What a move does to the answers of a bureau: how many stay, are to be confirmed, are not asked for any more, and
    how many questions it is asked anew. `is_in` says that it has handed in, or that its head has signed off."""

    response: Response
    kept: int
    confirmed: int
    gone: int
    new: int

    @property
    def is_in(self) -> bool:
        return self.response.state is not State.DRAFTING or self.response.submitted_at is not None


@dataclass(frozen=True)
class Move:
    """One questionnaire of a round with the newer one, and what that does to each bureau."""

    issued: IssuedQuestionnaire
    before: Questionnaire
    after: Questionnaire
    passages: dict[str, Passage]
    bureaus: Sequence[TouchedBureau]

    @property
    def is_refused(self) -> bool:
        return any(one.is_in for one in self.bureaus)


def look_at_moves(session: Session, library: Library, round: Round) -> list[Move]:
    """What moving a round to the versions in force would do; nothing where it is asked by these already.

    Raises SchemeRefused where the round's scheme does not fit the newer version.
    """
    query = select(IssuedQuestionnaire).where(IssuedQuestionnaire.round_id == round.id)
    found = []
    for issued in session.exec(query.order_by(IssuedQuestionnaire.document, IssuedQuestionnaire.level)).all():
        try:
            after = make_questionnaire(library, round, issued.document, issued.level)
        except UnknownDocument:
            continue
        if after.content_hash() != issued.content_hash:
            before = open_questionnaire(issued)
            passages = trace(before, after)
            found.append(Move(issued, before, after, passages, list(_touch(session, issued, before, passages))))
    return found


def _touch(
    session: Session, issued: IssuedQuestionnaire, before: Questionnaire, passages: dict[str, Passage]
) -> Iterator[TouchedBureau]:
    query = select(Response).join(Bureau).where(Response.questionnaire_id == issued.id).order_by(col(Bureau.code))
    gone, answered = {one.id for one in list_gone(before, passages)}, list_given_ids(session, issued.id)
    for response in session.exec(query):
        given = answered.get(response.id, set())
        came = [one for one in passages.values() if any(source.id in given for source in one.sources)]
        yield TouchedBureau(
            response,
            kept=sum(_stays(one) for one in came),
            confirmed=sum(not _stays(one) for one in came),
            gone=len(given & gone),
            new=sum(not one.sources for one in passages.values()),
        )


def _stays(passage: Passage) -> bool:
    """Whether an answer stands under the question as it is, under the same id."""
    return not passage.changes and passage.sources[0].id == passage.question.id


def mark_moves(moves: Sequence[Move]) -> str:
    """What was looked at: the questionnaires, and what each bureau has answered."""
    seen = [
        f"{one.issued.content_hash} {one.after.content_hash()} "
        + " ".join(f"{each.response.id}:{each.kept}:{each.confirmed}:{each.gone}:{each.is_in}" for each in one.bureaus)
        for one in moves
    ]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def move_round(engine: sa.Engine, library: Library, round_id: int, reason: str, mark: str, person_id: int) -> int:
    """Move a round as it was looked at: all of it, or nothing; how many bureaus it touches. Raises Refused."""
    if not 0 < len(reason) <= MOST_REASON:
        raise Refused("Say why the round is moved, in %(most)s characters at most.", most=MOST_REASON)
    with writing(engine) as session:
        round = lock_running(session, round_id)
        session.exec(select(Response.id).where(Response.round_id == round_id).with_for_update()).all()
        moves = look_at_moves(session, library, round)
        if mark_moves(moves) != mark:
            raise Refused("Meanwhile something has changed. Nothing was moved; look at it again.")
        if any(one.is_refused for one in moves):
            raise Refused(
                "A bureau has sent its answers to its head, signed off or submitted; a round is moved before that only."
            )
        if not moves:
            raise Refused("The round is asked by the versions in force already.")
        before = {f"{one.issued.document} {one.issued.level}": one.issued.version for one in moves}
        for one in moves:
            _move(session, one, reason, person_id)
        after = {f"{one.issued.document} {one.issued.level}": one.after.version for one in moves}
        record(session, person_id, "round.move", name_round(round), before, {**after, "reason": reason})
        return sum(len(one.bureaus) for one in moves)


def _move(session: Session, move: Move, reason: str, person_id: int) -> None:
    issued, at = move.issued, now()
    for touched in move.bureaus:
        saved = list_answers(session, touched.response)
        for id, passage in move.passages.items():
            if passage.changes:  # also where nothing is answered: what an open page says was said of the old question
                stands = saved.get(id, UNTOUCHED)
                edit = NewEdit(
                    touched.response.id, passage.question, stands.version, UNANSWERED, Source.TYPED, person_id, at
                )
                put_edit(session, edit, stands, "answer.ask-again")
    session.add(
        EarlierQuestionnaire(
            questionnaire_id=issued.id,
            version=issued.version,
            content_hash=issued.content_hash,
            content=issued.content,
            reason=reason,
            ended_at=at,
            ended_by_id=person_id,
        )
    )
    issued.version, issued.content_hash = move.after.version, move.after.content_hash()
    issued.content = move.after.model_dump_json()
    session.add(issued)
