"""Acts that write nothing but their line in the trail: what somebody downloaded or exported."""

from survey.storage.database import writing
from survey.storage.trail import record
from survey.web.access import current_person, get_engine


def note_download(act: str, subject: str, after: object = None) -> None:
    """Add a line for the person who is signed in, such as ("report.download", "response 5")."""
    with writing(get_engine()) as session:
        record(session, current_person().id, act, subject, None, after)
