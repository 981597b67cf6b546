"""The report of a response is owed with the step that it reports on, in the same transaction; how it is made is not
known here."""

from sqlmodel import Session

from survey.jobs.owing import owe
from survey.storage.states import Action
from survey.storage.tables import StateChange

REPORT_OF_STEP = "paper"  # the kind of job
REPORTED = (Action.SUBMIT, Action.ACCEPT, Action.ACCEPT_SELF)


def owe_report(session: Session, change: StateChange) -> None:
    """Owe the report of a response for this step of it, where it is one that is reported on."""
    if (key := name_report(change)) is not None:
        owe(session, REPORT_OF_STEP, key, {"response": change.response_id})


def name_report(change: StateChange) -> str | None:
    """The key of the job for the report on a step; None where nothing is reported."""
    return f"{REPORT_OF_STEP}/{change.response_id}/{change.id}" if change.action in REPORTED else None
