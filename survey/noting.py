"""Acts that write nothing but their line in the trail: what somebody downloaded or exported."""

from flask import current_app

from survey.access import current_person
from survey.database import writing
from survey.trail import record


def note_download(act: str, subject: str, after: object = None) -> None:
    """Add a line for the person who is signed in, such as ("report.download", "response 5")."""
    with writing(current_app.extensions["survey_engine"]) as session:
        record(session, current_person().id, act, subject, None, after)
