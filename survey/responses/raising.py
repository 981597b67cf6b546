"""Reasons to look, stored when they arise: how many there are at each response, for whoever reads many of them at once.

They are counted anew in the transaction of the act that changes them: a response is handed in or called back, or
another of its round is, that has a remark or a file in common with it alone. What it is compared with of other rounds
changes seldom: then they are forgotten (`raised`). What is missing is counted whenever it is asked for, and by the
worker with its other chores.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.installing.settings import Settings
from survey.responses.assessing import Assessment, assess
from survey.responses.flags import File, Flag, FlagKind, Looked, Twins, count_kinds, find_flags, normalise
from survey.responses.handed_in import IS_FILE_HANDED_IN, find_handing_in, list_answers_until
from survey.rounds.rounds import find_before
from survey.storage.beside import HandedRemark, RaisedFlags
from survey.storage.columns import is_among, table_of
from survey.storage.database import reading, writing
from survey.storage.forgetting import forget_flags
from survey.storage.states import IN
from survey.storage.tables import Evidence, Response
from survey.storage.trail import take_turn

Files = Mapping[str, Sequence[File]]
Counts = Mapping[FlagKind, int]
KINDS = {kind.value: kind for kind in FlagKind}
MOST_AT_ONCE = 500  # by the worker, once a minute


def find_previous(session: Session, response: Response) -> Response | None:
    """The same bureau's response in the round before, where it was submitted."""
    before = find_before(session, response)
    return before if before is not None and before.submitted_at is not None else None


def flag_response(session: Session, assessment: Assessment, previous: Assessment | None) -> list[Flag]:
    """Every reason to look at one response, as it is judged."""
    response = assessment.response
    files = list_files(session, response.id)
    looked = Looked(
        results=assessment.card.results,
        as_of=assessment.card.as_of,
        profile=assessment.profile,
        files=files,
        previous={one.question.id: one for one in previous.verified.results} if previous else {},
    )
    return find_flags(response.id, looked, find_twins(session, assessment, files))


def list_files(session: Session, response_id: int) -> Files:
    """The files that were handed in with a response, by question."""
    columns = (Evidence.question_id, Evidence.sha256, Evidence.valid_until)
    query = sa.select(*columns).join(Response)  # type: ignore[call-overload]
    files: dict[str, list[File]] = {}
    for question_id, sha256, valid_until in session.execute(
        query.where(col(Evidence.response_id) == response_id, IS_FILE_HANDED_IN)
    ):
        files.setdefault(question_id, []).append(File(sha256, valid_until))
    return files


def find_twins(session: Session, assessment: Assessment, files: Files) -> Twins:
    """Which responses of the round were handed in with one of these remarks at its question, or with one of these
    files."""
    response, places = assessment.response, dict[str, tuple[str, str]]()
    for one in assessment.card.results:
        if one.answer is not None and (words := normalise(one.answer.remark)):
            places[mark_remark(response.round_id, one.question.id, words)] = (one.question.id, words)
    remarks: dict[tuple[str, str], list[int]] = {}
    query = select(HandedRemark.mark, HandedRemark.response_id).where(col(HandedRemark.mark).in_(places))
    for mark, id in session.exec(query.order_by(col(HandedRemark.response_id))):
        remarks.setdefault(places[mark], []).append(id)
    hashes = {file.sha256 for found in files.values() for file in found}
    sharing: dict[str, list[int]] = {}
    for sha256, id in session.execute(_ask_files(response, hashes, Evidence.sha256, Evidence.response_id).distinct()):
        sharing.setdefault(sha256, []).append(id)
    return Twins(remarks, sharing)


def _ask_files(response: Response, hashes: Iterable[str], *columns: object) -> sa.Select[tuple[object, ...]]:
    """Of the files that were handed in within a round, those of these contents."""
    query = sa.select(*columns).join_from(Evidence, Response)  # type: ignore[call-overload]
    within = (col(Evidence.sha256).in_(hashes), col(Response.round_id) == response.round_id, IS_FILE_HANDED_IN)
    return query.where(*within)  # type: ignore[no-any-return]


def mark_remark(round_id: int, question_id: str, words: str) -> str:
    """What a normalised remark at a question of a round is found by."""
    return hashlib.sha256(f"{round_id} {question_id} {words}".encode()).hexdigest()


def find_partners(session: Session, response: Response) -> set[int]:
    """The responses that have a remark or a file of theirs in common with this one and with no other: to these it makes
    the difference."""
    marks = select(HandedRemark.mark).where(HandedRemark.response_id == response.id)
    id = col(HandedRemark.response_id)
    remarks = select(sa.func.min(id), sa.func.max(id)).where(col(HandedRemark.mark).in_(marks))
    pairs = list(session.execute(remarks.group_by(col(HandedRemark.mark)).having(sa.func.count() == 2)))
    hashes = {file.sha256 for found in list_files(session, response.id).values() for file in found}
    owner = col(Evidence.response_id)
    files = _ask_files(response, hashes, sa.func.min(owner), sa.func.max(owner)).group_by(col(Evidence.sha256))
    pairs += session.execute(files.having(sa.func.count(owner.distinct()) == 2))
    return {id for pair in pairs for id in pair} - {response.id}


def raise_flags(session: Session, response: Response, assessment: Assessment | None = None) -> None:
    """Store how many reasons to look there are at a response; of one that is with its bureau there are none."""
    forget_flags(session, Response.id == response.id)
    if response.state in IN:
        counts = count_flags(session, response, assessment)
        session.add(RaisedFlags(response_id=response.id, counts={str(kind): count for kind, count in counts.items()}))
    session.flush()


def count_flags(session: Session, response: Response, assessment: Assessment | None = None) -> dict[FlagKind, int]:
    """How many reasons to look there are of each kind, counted anew."""
    before = find_previous(session, response)
    previous = assess(session, before, handed_in=True) if before else None
    flags = flag_response(session, assessment or assess(session, response), previous)
    return count_kinds(flags)


def raise_all(session: Session, response: Response, partners: Iterable[int], assessment: Assessment | None) -> None:
    """What was handed in or called back: its own reasons, those of its `partners` of before and of now."""
    session.execute(sa.delete(HandedRemark).where(col(HandedRemark.response_id) == response.id))
    if response.submitted_at is not None:
        keep_remarks(session, response)
    raise_flags(session, response, assessment)
    for id in {*partners, *find_partners(session, response)}:
        raise_flags(session, session.get_one(Response, id))


def keep_remarks(session: Session, response: Response) -> None:
    """Mark what a response was handed in with, for comparing."""
    answers = list_answers_until(session, response, find_handing_in(response))
    said = {id: words for id, one in answers.items() if (words := normalise(one.answer.remark))}
    rows = [
        {"response_id": response.id, "question_id": id, "mark": mark_remark(response.round_id, id, words)}
        for id, words in said.items()
    ]
    if rows:
        session.execute(sa.insert(table_of(HandedRemark)), rows)


def read_counts(session: Session, responses: Iterable[Response]) -> dict[int, Counts]:
    """How many reasons to look there are of each kind at each of these responses; those that are with their bureau have
    none. What is not stored is counted, and is not written."""
    within = [one.id for one in responses if one.state in IN]
    found: dict[int, Counts] = {}
    query = sa.select(RaisedFlags.response_id, RaisedFlags.counts)  # type: ignore[call-overload]
    for id, counts in session.execute(query.where(is_among(RaisedFlags.response_id, within))):
        found[id] = {KINDS[kind]: count for kind, count in counts.items()}
    missing = (id for id in within if id not in found)
    return found | {id: count_flags(session, session.get_one(Response, id)) for id in missing}


def raise_missing(engine: sa.Engine, settings: Settings) -> None:
    """Store what is missing; a worker does this with its other chores."""
    is_stored = sa.exists().where(col(RaisedFlags.response_id) == Response.id)
    query = select(Response.id).where(col(Response.state).in_(IN), ~is_stored)
    with reading(engine) as session:
        missing = session.exec(query.order_by(col(Response.id).desc()).limit(MOST_AT_ONCE)).all()
    for id in missing:
        with writing(engine) as session:
            take_turn(session)
            raise_flags(session, session.get_one(Response, id))
