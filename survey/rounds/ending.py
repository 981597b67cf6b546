"""The later life of a round: renamed, withdrawn while nothing of it is accepted, archived once it is closed."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.places import WITH_PLACES
from survey.rounds.absences import put_out
from survey.rounds.closings import list_unclosed
from survey.rounds.rounds import lock_round, lock_running, name_round, refuse_ended, refuse_title
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.forgetting import forget_flags
from survey.storage.states import Absence, State
from survey.storage.tables import Response, Round
from survey.storage.trail import record, take_turn


def rename_round(engine: sa.Engine, round_id: int, seen: str, title: str, person_id: int) -> None:
    """Give a round that bore the title `seen` another one; the same again changes nothing. Raises Refused."""
    with writing(engine) as session:
        round = lock_running(session, round_id)
        if round.title == title:
            return
        if round.title != seen:
            raise Refused("Nothing was changed: meanwhile the round was renamed “%(title)s”.", title=round.title)
        take_turn(session)  # whoever opens or renames a round takes turns with this
        refuse_title(session, title)
        before, round.title = round.title, title
        session.add(round)
        record(session, person_id, "round.rename", name_round(round), before, title)


def withdraw_round(engine: sa.Engine, round_id: int, reason: str, person_id: int) -> bool:
    """Withdraw a round for good: its bureaus are out of it with all that they answered, and whatever followed it
    follows the one before. Whether it was not withdrawn already. Raises Refused."""
    with writing(engine) as session:
        round, responses = _hold(session, round_id)
        if round.withdrawn_at is not None:
            return False
        refuse_ended(round)
        accepted = sum(one.state is State.ACCEPTED for one in responses)
        if accepted:
            raise Refused(
                "Nothing was withdrawn: %(count)s bureaus are accepted in this round. Reopen them first if it is "
                "really to be withdrawn.",
                count=accepted,
            )
        following = session.exec(select(Round).where(Round.previous_id == round_id).with_for_update()).all()
        for one in following:
            one.previous_id = round.previous_id
            forget_flags(session, Response.round_id == one.id)
        round.withdrawn_at, round.withdrawn_reason = now(), reason
        session.add_all([round, *following])
        put_out(session, [one for one in responses if one.absence is None], Absence.WITHDRAWN, reason, person_id)
        after = {"reason": reason, "bureaus": len(responses)}
        record(session, person_id, "round.withdraw", name_round(round), None, after)
        return True


def archive_round(engine: sa.Engine, round_id: int, person_id: int) -> None:
    """Put a round away whose highest levels are closed; twice changes nothing. Raises Refused."""
    with writing(engine) as session:
        round, _ = _hold(session, round_id)
        if round.archived_at is not None:
            return
        refuse_ended(round)
        unclosed = [one.name for one in list_unclosed(session, round_id)]
        if unclosed:
            raise Refused(
                "Not archived: %(places)s has not closed its level yet. A round is archived once it is closed.",
                places="、".join(unclosed),
            )
        round.archived_at = now()
        session.add(round)
        record(session, person_id, "round.archive", name_round(round))


def take_from_archive(engine: sa.Engine, round_id: int, person_id: int) -> None:
    """Let an archived round be one of those that run again; twice changes nothing."""
    with writing(engine) as session:
        round = lock_round(session, round_id)
        if round.archived_at is None:
            return
        round.archived_at = None
        session.add(round)
        record(session, person_id, "round.unarchive", name_round(round))


def _hold(session: Session, round_id: int) -> tuple[Round, list[Response]]:
    """Hold a round with all its responses where they stand."""
    round = lock_round(session, round_id)
    query = select(Response).where(Response.round_id == round_id).order_by(col(Response.id)).options(WITH_PLACES)
    return round, list(session.exec(query.with_for_update(of=Response)))
