"""Acts that write nothing but their line in the trail: what somebody downloaded or exported."""

from flask import current_app

from survey.storage.database import writing
from survey.storage.trail import record
from survey.web.access import current_person


def note_download(act: str, subject: str, after: object = None) -> None:
    """Add a line for the person who is signed in, such as ("report.download", "response 5")."""
    with writing(current_app.extensions["survey_engine"]) as session:
        record(session, current_person().id, act, subject, None, after)
