"""What the people of a bureau find on their start page: what to do now, what came back, and what is done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import current_app
from sqlmodel import Session, col, select

from survey.answering.returned import Returned, list_returned
from survey.bureaus.staff import find_roles, list_staff
from survey.responses.assessing import Assessment, Case
from survey.responses.profiles import lacks_profile
from survey.responses.saving import list_waiting
from survey.responses.workflow import find_last_change, is_ready
from survey.rounds.standings import Standing, find_standings
from survey.rounds.turns import whose_turn
from survey.storage.states import WITH_BUREAU, Role, State
from survey.storage.tables import Person, Response, Round, StateChange
from survey.web.languages import local_time


@dataclass(frozen=True)
class Task:
    """A response that is with its bureau. `turn` also tells clerk from head: all answered is the head's."""

    standing: Standing
    turn: Role | None
    assessment: Assessment
    waiting: int
    returned: tuple[Returned, ...]
    reopening: StateChange | None

    @property
    def is_signed_off(self) -> bool:
        return self.standing.response.state is State.SIGNED_OFF

    @property
    def is_to_be_signed(self) -> bool:
        """Whether all is answered, and the head looks and signs off."""
        return self.turn is Role.HEAD and not self.is_signed_off

    @property
    def has_nobody(self) -> bool:
        """Whether the bureau has no person for the next step, so that it waits for the administrator."""
        return self.turn is Role.ADMINISTRATOR

    @property
    def lacks_profile(self) -> bool:
        """Whether it begins with saying what the bureau has."""
        return lacks_profile(self.standing.response)

    @property
    def first_unmended(self) -> Returned | None:
        """Where mending goes on."""
        is_returned = self.standing.response.state is State.RETURNED
        return next(iter(self.unmended), None) if is_returned else None

    @property
    def unmended(self) -> list[Returned]:
        return [one for one in self.returned if not one.is_mended]


@dataclass(frozen=True)
class Tasks:
    """What is before a bureau, and what is behind it, the newest round first."""

    tasks: list[Task]
    done: list[Standing]


def gather_tasks(session: Session, person: Person) -> Tasks:
    query = (
        select(Response).join(Round).where(Response.bureau_id == person.bureau_id).order_by(col(Round.closes_on).desc())
    )
    standings = find_standings(session, session.exec(query).all(), current_app.config["TIME_ZONE"]).values()
    open_ones = [one for one in standings if _is_with_bureau(one.response)]
    return Tasks(
        tasks=[_make_task(session, one) for one in open_ones],
        done=[one for one in standings if not _is_with_bureau(one.response)],
    )


def _is_with_bureau(response: Response) -> bool:
    return response.state in WITH_BUREAU and response.excused_at is None


def _make_task(session: Session, standing: Standing) -> Task:
    response = standing.response
    case = Case(session, response)
    roles = find_roles(response.bureau, list_staff(session))
    returned, may_sign = list_returned(session, case.assessment), is_ready(case)
    return Task(
        standing=_pass_turn(standing, case, returned) if may_sign else standing,
        turn=whose_turn(response.state, roles, is_ready=may_sign),
        assessment=case.assessment,
        waiting=len(list_waiting(session, response)),
        returned=returned,
        reopening=find_last_change(session, response) if response.state is State.REOPENED else None,
    )


def _pass_turn(standing: Standing, case: Case, returned: Iterable[Returned]) -> Standing:
    """Where it stands with the head: since the last answer was given or the last return mended, not since the clerk was
    to give the first."""
    given = [one.saved_at for one in case.assessment.saved.values() if one.saved_at]
    mended = [moment for one in returned for moment in one.mending.moments]
    return replace(standing, since=max([standing.since, *(local_time(one).date() for one in (*given, *mended))]))
