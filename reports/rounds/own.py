"""What is kept of a round, and whom of it papers, rankings and sums tell to the signed-in person."""

from flask import current_app

from reports.rounds.keeping import KeptRound, recall_round
from reports.rounds.remembering import name_reader
from survey.bureaus.reach import reads_results
from survey.rounds.reach import keep_own
from survey.storage.tables import Response, Round
from survey.web.access import current_person, get_session


def recall(round: Round) -> KeptRound:
    """A round as it stands now."""
    return recall_round(get_session(), round, current_app.config["TIME_ZONE"])


def recall_own(round: Round) -> list[Response]:
    """As `reach.list_own` lists them, of what is kept. Who may read whom is asked once, as long as the same bureaus are
    in the round."""
    kept, person = recall(round), current_person()
    listed = {one.id: one for one in kept.list_listed()}

    def pick() -> list[int]:
        return [
            one.id for one in keep_own(person, [one for one in listed.values() if reads_results(person, one.bureau)])
        ]

    return [listed[id] for id in kept.parts.recall(("own", *name_reader(person)), list(listed), pick)]
