"""What the people of a bureau find on their start page: what to do now, what came back, and what is done."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select

from questionnaires.counting import QuestionCount
from questionnaires.scoring import list_missing_quantities
from survey.answering.returned import RemarkedQuestion, Returned, list_remarked, list_returned
from survey.bureaus.staff import find_roles, list_contacts, list_staff
from survey.responses.assessing import Assessment, Case
from survey.responses.claims import find_scheme
from survey.responses.profiles import lacks_profile
from survey.responses.saving import list_waiting
from survey.responses.steps_taken import list_changes
from survey.responses.unlocked import is_all_open
from survey.rounds.standings import Standing, find_standings
from survey.rounds.turns import whose_turn
from survey.rounds.years import list_shared_years
from survey.storage.states import EDITABLE, WITH_BUREAU, Action, Role, State
from survey.storage.tables import Person, Response, Round, StateChange


@dataclass(frozen=True)
class Task:
    """A response that is with its bureau. `presented` is the step that sent it to the head or back from there, with a
    note; `remarks` are what the head said of single answers then."""

    standing: Standing
    turn: Role | None
    assessment: Assessment
    waiting: int
    returned: tuple[Returned, ...]
    reopening: StateChange | None
    presented: StateChange | None
    remarks: tuple[RemarkedQuestion, ...]
    has_head: bool

    @property
    def is_signed_off(self) -> bool:
        return self.standing.response.state is State.SIGNED_OFF

    @property
    def is_to_be_signed(self) -> bool:
        """Whether it was sent to the head, who looks and signs off."""
        return self.standing.response.state is State.PRESENTED

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to be answered, chosen or mended."""
        is_left = self.figures or self.waiting or self.unmended or self.lacks_profile
        return self.assessment.card.finished and not is_left

    @property
    def figures(self) -> int:
        """How many basic figures are still to be given."""
        return len(list_missing_quantities(self.assessment.questionnaire, self.assessment.answers))

    @property
    def has_nobody(self) -> bool:
        """Whether the bureau has no person for the next step, so that it waits for the administrator."""
        return self.turn is Role.ADMINISTRATOR

    @property
    def lacks_head(self) -> bool:
        """Whether nobody could sign it off, as long as it is to be sent to the head."""
        return not self.has_head and self.standing.response.state in EDITABLE

    @property
    def lacks_profile(self) -> bool:
        """Whether it begins with saying what the bureau has."""
        return lacks_profile(self.standing.response)

    @property
    def left(self) -> QuestionCount:
        """How many questions there is still something to do with, and how many basic figures."""
        card = self.assessment.card
        return QuestionCount(card.asked - card.answered + self.waiting + len(self.unmended), self.figures)

    @property
    def claimed(self) -> int | None:
        """How many bonus items are claimed; None where there is nothing to claim, or nothing can be claimed now."""
        scheme = find_scheme(self.standing.response)
        is_open = scheme is not None and bool(scheme.bonus) and is_all_open(self.standing.response)
        return len(self.assessment.claims.claims) if is_open else None

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
    """What is before a bureau, what ends next first; what is behind it, the newest round first, that of archived rounds
    by itself; which rounds were withdrawn; and whom its people may ask."""

    tasks: list[Task]
    done: list[Standing]
    archived: list[Standing]
    withdrawn: list[Round]
    contacts: list[Person]

    @property
    def shared_years(self) -> list[int]:
        """The years in which the bureau is asked by several notices, the newest first."""
        return list_shared_years([one.response.round for one in (*(task.standing for task in self.tasks), *self.done)])


def gather_tasks(session: Session, person: Person) -> Tasks:
    query = (
        select(Response).join(Round).where(Response.bureau_id == person.bureau_id).order_by(col(Round.closes_on).desc())
    )
    responses = session.exec(query.options(contains_eager(Response.round))).all()  # type: ignore[arg-type]
    rounds = [one.round for one in responses]
    counting = [one for one in responses if one.round.withdrawn_at is None]
    standings = find_standings(session, counting, current_app.config["TIME_ZONE"]).values()
    open_ones = [one for one in standings if _is_with_bureau(one.response)]
    open_ones.sort(key=lambda one: (one.due is None, one.due))  # what ends next first
    behind = [one for one in standings if not _is_with_bureau(one.response)]
    return Tasks(
        tasks=[_make_task(session, one) for one in open_ones],
        done=[one for one in behind if one.response.round.archived_at is None],
        archived=[one for one in behind if one.response.round.archived_at is not None],
        withdrawn=[one for one in rounds if one.withdrawn_at is not None],
        contacts=[] if person.bureau is None else list_contacts(session, person.bureau),
    )


def _is_with_bureau(response: Response) -> bool:
    return response.state in WITH_BUREAU and response.absent_at is None


def _make_task(session: Session, standing: Standing) -> Task:
    response = standing.response
    case = Case(session, response)
    roles = find_roles(response.bureau, list_staff(session, bureaus=[response.bureau]))
    changes = list_changes(session, response.id)
    reopenings = [one for one in changes if one.action == Action.REOPEN]
    return Task(
        standing=standing,
        turn=whose_turn(response.state, roles),
        assessment=case.assessment,
        waiting=len(list_waiting(session, response)),
        returned=list_returned(session, case.assessment),
        reopening=reopenings[-1] if response.state is State.REOPENED else None,
        presented=changes[-1] if changes and changes[-1].action in (Action.PRESENT, Action.SEND_BACK) else None,
        remarks=list_remarked(session, case.assessment),
        has_head=Role.HEAD in roles,
    )
