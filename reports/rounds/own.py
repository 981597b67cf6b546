"""What is kept of a round, and whom of it papers, rankings and sums tell to the signed-in person."""

from flask import current_app

from reports.rounds.keeping import KeptRound, recall_round
from survey.bureaus.reach import reads_results
from survey.rounds.reach import keep_own
from survey.storage.tables import Response, Round
from survey.web.access import current_person, get_session


def recall(round: Round) -> KeptRound:
    """A round as it stands now."""
    return recall_round(get_session(), round, current_app.config["TIME_ZONE"])


def recall_own(round: Round) -> list[Response]:
    """As `reach.list_own` lists them, of what is kept."""
    person = current_person()
    return keep_own(person, recall(round).list_listed(lambda bureau: reads_results(person, bureau)))
