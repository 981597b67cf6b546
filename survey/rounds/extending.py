"""The last day of single bureaus put off: by it they are reminded, and late."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from questionnaires.messages import Refused
from survey.rounds.absences import lock_responses
from survey.rounds.rounds import refuse_ended
from survey.storage.database import writing
from survey.storage.states import WITH_BUREAU
from survey.storage.tables import Response
from survey.storage.trail import record_all

ACT = "round.extend"


def extend(engine: sa.Engine, response_ids: Iterable[int], due_on: date | None, reason: str, person_id: int) -> int:
    """Give bureaus a last day of their own, later than the round's (None: the round's again): all, or none; for how
    many that changed something. Raises Refused where one has handed in or is out, or the day is none."""
    with writing(engine) as session:
        changes = []
        for response in lock_responses(session, response_ids):
            _check(response, due_on)
            before, after = _say(response), {"due": due_on and due_on.isoformat(), "reason": reason}
            if response.due_on == due_on:
                continue
            response.due_on, response.due_reason = due_on, "" if due_on is None else reason
            session.add(response)
            changes.append((f"response {response.id}", before, after))
        record_all(session, person_id, ACT, changes)
        return len(changes)


def _check(response: Response, due_on: date | None) -> None:
    refuse_ended(response.round)
    if response.state not in WITH_BUREAU or response.absence is not None:
        raise Refused(
            "Nothing was changed: %(bureau)s has submitted or is out of the round meanwhile.",
            bureau=response.bureau.name,
        )
    if due_on is not None and due_on <= response.round.closes_on:
        raise Refused(
            "Nothing was changed: the day must be after the closing date of the round, %(day)s.",
            day=response.round.closes_on.isoformat(),
        )


def _say(response: Response) -> dict[str, str] | None:
    return None if response.due_on is None else {"due": response.due_on.isoformat(), "reason": response.due_reason}
