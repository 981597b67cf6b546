"""What a response is compared with: its evidence, last year's answers, and the other bureaus of its round."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from survey.responses.assessing import Assessment, assess
from survey.reviewing.flags import File, Flag, Looked, Twins, find_flags, normalise
from survey.rounds.rounds import find_before
from survey.storage.states import IN
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
        previous = assess(session, before) if before else None
        flags[response.id] = _flag(assess(session, response), previous, files.get(response.id, {}), twins)
    return flags


def _flag(assessment: Assessment, previous: Assessment | None, files: Files, twins: Twins) -> list[Flag]:
    looked = Looked(
        results=assessment.card.results,
        as_of=assessment.card.as_of,
        profile=assessment.response.profile or {},
        files=files,
        previous={one.question.id: one for one in previous.verified.results} if previous else {},
    )
    return find_flags(assessment.response.id, looked, twins)


def list_files(session: Session, response_ids: Sequence[int]) -> dict[int, Files]:
    """The files that are attached now, by response and question."""
    columns = (Evidence.response_id, Evidence.question_id, Evidence.sha256, Evidence.valid_until)
    query = sa.select(*columns).where(  # type: ignore[call-overload]
        col(Evidence.response_id).in_(response_ids), col(Evidence.removed_at).is_(None)
    )
    files: dict[int, dict[str, list[File]]] = {}
    for response_id, question_id, sha256, valid_until in session.execute(query):
        files.setdefault(response_id, {}).setdefault(question_id, []).append(File(sha256, valid_until))
    return dict(files)


def find_twins(session: Session, round: Round) -> Twins:
    """Which responses of a round have the same remark at a question, and which the same file."""
    submitted = sa.and_(col(Response.round_id) == round.id, col(Response.submitted_at).is_not(None))
    remark = col(StoredAnswer.content)["remark"].as_string()
    answers = sa.select(StoredAnswer.response_id, StoredAnswer.question_id, remark).join(Response)  # type: ignore[call-overload]
    remarks: dict[tuple[str, str], list[int]] = {}
    for response_id, question_id, typed in session.execute(answers.where(submitted, remark != "")):
        if words := normalise(typed):
            remarks.setdefault((question_id, words), []).append(response_id)
    query = sa.select(Evidence.response_id, Evidence.sha256).join(Response)  # type: ignore[call-overload]
    files: dict[str, list[int]] = {}
    for response_id, sha256 in session.execute(query.where(submitted, col(Evidence.removed_at).is_(None)).distinct()):
        files.setdefault(sha256, []).append(response_id)
    return Twins(remarks, files)
