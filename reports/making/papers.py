"""The gap report of a response, made by the worker with the step that it reports on: whoever opens it does not wait.

It is served as long as nothing was done that it could show. What it says of other bureaus may be of earlier the same
day: while a round is handed in, that is another with every hour. All else is looked at anew, and made at once.
"""

from pathlib import Path

from sqlmodel import Session, col, select

from questionnaires.messages import say
from reports.making.batches import FILE, make_report
from reports.printing.edition import name_edition
from reports.rounds.remembering import list_acts_since
from survey.jobs.owing import JobKind, NotNeeded, Work
from survey.responses.owed_reports import REPORT_OF_STEP, name_report
from survey.storage.database import reading
from survey.storage.records import IssuedReport, Job, TrailHead
from survey.storage.states import IN, JobState
from survey.storage.tables import Response, StateChange
from survey.web.languages import local_time, local_today

LINE, EDITION = "line", "edition"  # in a job's payload: the last line of the trail before it was made, and by what


def make_paper(work: Work) -> None:
    """Make the report of a step, unless the response has taken another since for which one is owed."""
    with reading(work.engine) as session:
        if _find_key(session, int(work.payload["response"])) != work.key:
            raise NotNeeded(say("The response has moved on."))
        line = session.exec(select(TrailHead.number)).one()
    make_report(work)
    work.remember({LINE: line, EDITION: name_edition()})


KINDS = {REPORT_OF_STEP: JobKind(make_paper, attempts=3, in_bulk=True)}


def find_paper(session: Session, response: Response, folder: Path) -> tuple[Path, IssuedReport] | None:
    """The report of a response that is in, with its entry in the register; None where it is not made yet, or might say
    something else by now."""
    if response.state not in IN or response.absent_at is not None:
        return None
    query = select(Job).where(Job.key == _find_key(session, response.id), Job.state == JobState.DONE)
    job = session.exec(query).one_or_none()
    if job is None or job.payload.get(EDITION) != name_edition() or not _is_right(session, response, job):
        return None
    kept = folder / str(job.payload[FILE])
    entries = select(IssuedReport).where(IssuedReport.response_id == response.id, IssuedReport.file == kept.name)
    entry = session.exec(entries.order_by(col(IssuedReport.id).desc())).first()
    return (kept, entry) if entry is not None and kept.exists() else None


def _find_key(session: Session, response_id: int) -> str:
    """The key of the job for the last step of a response for which a report is owed."""
    query = select(StateChange).where(StateChange.response_id == response_id).order_by(col(StateChange.id).desc())
    return next((key for one in session.exec(query) if (key := name_report(one)) is not None), "")


def _is_right(session: Session, response: Response, job: Job) -> bool:
    """Whether nothing was done since that may change what the report shows."""
    own, made_at = f"response {response.id}", job.finished_at
    is_of_today = made_at is not None and local_time(made_at).date() == local_today()
    acts = list_acts_since(session, int(job.payload[LINE]))
    return all(is_of_today and act.startswith("response.") and subject != own for act, subject in acts)
