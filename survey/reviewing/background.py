"""What a response is compared with: its evidence, last year's answers, and the other bureaus of its round."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.responses.assessing import Assessment, assess
from survey.responses.flags import File, Flag, Looked, Twins, find_flags, normalise
from survey.responses.handed_in import IS_FILE_HANDED_IN, list_answers_until
from survey.rounds.rounds import find_before
from survey.storage.states import IN, WITH_BUREAU
from survey.storage.tables import Evidence, Response, Round, StoredAnswer

Files = Mapping[str, Sequence[File]]


def find_previous(session: Session, response: Response) -> Response | None:
    """The same bureau's response in the round before, where it was submitted."""
    before = find_before(session, response)
    return before if before is not None and before.submitted_at is not None else None


def flag_response(session: Session, assessment: Assessment, previous: Assessment | None) -> list[Flag]:
    """Every reason to look at one response."""
    response = assessment.response
    files = list_files(session, [response.id])
    return _flag(assessment, previous, files.get(response.id, {}), find_twins(session, response.round))


def flag_round(session: Session, round: Round, responses: Iterable[Response]) -> dict[int, list[Flag]]:
    """The reasons to look at each of these responses of a round; those that are with their bureau have none."""
    within = [one for one in responses if one.state in IN]
    files, twins = list_files(session, [one.id for one in within]), find_twins(session, round)
    flags = {}
    for response in within:
        before = find_previous(session, response)
        previous = assess(session, before, handed_in=True) if before else None
        flags[response.id] = _flag(assess(session, response), previous, files.get(response.id, {}), twins)
    return flags


def _flag(assessment: Assessment, previous: Assessment | None, files: Files, twins: Twins) -> list[Flag]:
    looked = Looked(
        results=assessment.card.results,
        as_of=assessment.card.as_of,
        profile=assessment.profile,
        files=files,
        previous={one.question.id: one for one in previous.verified.results} if previous else {},
    )
    return find_flags(assessment.response.id, looked, twins)


def list_files(session: Session, response_ids: Sequence[int]) -> dict[int, Files]:
    """The files that were handed in, by response and question."""
    columns = (Evidence.response_id, Evidence.question_id, Evidence.sha256, Evidence.valid_until)
    query = sa.select(*columns).join(Response)  # type: ignore[call-overload]
    query = query.where(col(Evidence.response_id).in_(response_ids), IS_FILE_HANDED_IN)
    files: dict[int, dict[str, list[File]]] = {}
    for response_id, question_id, sha256, valid_until in session.execute(query):
        files.setdefault(response_id, {}).setdefault(question_id, []).append(File(sha256, valid_until))
    return dict(files)


def find_twins(session: Session, round: Round) -> Twins:
    """Which responses of a round were handed in with the same remark at a question, and which with the same file."""
    remarks: dict[tuple[str, str], list[int]] = {}
    for response_id, question_id, typed in _list_remarks(session, round):
        if words := normalise(typed):
            remarks.setdefault((question_id, words), []).append(response_id)
    query = sa.select(Evidence.response_id, Evidence.sha256).join(Response)  # type: ignore[call-overload]
    handed_in = query.where(col(Response.round_id) == round.id, IS_FILE_HANDED_IN).distinct()
    files: dict[str, list[int]] = {}
    for response_id, sha256 in session.execute(handed_in):
        files.setdefault(sha256, []).append(response_id)
    return Twins(remarks, files)


def _list_remarks(session: Session, round: Round) -> Iterator[tuple[int, str, str]]:
    """The remarks that were handed in, by response and question; those that are being mended as they were."""
    here = (col(Response.round_id) == round.id, col(Response.submitted_at).is_not(None))
    is_later = (col(Response.state).in_(WITH_BUREAU), col(StoredAnswer.saved_at) > Response.submitted_at)
    mended = session.exec(select(Response).join(StoredAnswer).where(*here, *is_later).distinct()).all()
    remark = col(StoredAnswer.content)["remark"].as_string()
    answers = sa.select(StoredAnswer.response_id, StoredAnswer.question_id, remark).join(Response)  # type: ignore[call-overload]
    others = answers.where(*here, remark != "", col(Response.id).not_in([one.id for one in mended]))
    for response_id, question_id, typed in session.execute(others):
        yield response_id, question_id, typed
    for response in mended:
        for question_id, one in list_answers_until(session, response, response.submitted_at).items():
            yield response.id, question_id, one.answer.remark
