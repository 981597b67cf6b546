"""How an item gets from one status to the next, and who takes the step: one table."""

from dataclasses import dataclass

from survey.storage.states import OF_A_BUREAU, REVIEWERS, PlanStatus, Role

NOT_STARTED, UNDER_WAY, DONE, CHECKED, CANNOT = PlanStatus


@dataclass(frozen=True)
class Move:
    """A step from one status to another: whose it is, and what it takes: a `reason`, a file that proves it, a promise
    that the head has signed."""

    before: PlanStatus
    after: PlanStatus
    roles: tuple[Role, ...] = OF_A_BUREAU
    reason: bool = False
    file: bool = False
    signed: bool = False


MOVES = (
    Move(NOT_STARTED, UNDER_WAY),
    Move(UNDER_WAY, NOT_STARTED),
    Move(NOT_STARTED, DONE, file=True),
    Move(UNDER_WAY, DONE, file=True),
    Move(NOT_STARTED, CANNOT, reason=True),
    Move(UNDER_WAY, CANNOT, reason=True),
    Move(CANNOT, UNDER_WAY),
    Move(CANNOT, DONE, file=True),
    Move(DONE, UNDER_WAY),
    Move(DONE, CHECKED, REVIEWERS, file=True, signed=True),
    Move(DONE, UNDER_WAY, REVIEWERS, reason=True),
    Move(CHECKED, UNDER_WAY, REVIEWERS, reason=True),
)
CHANGEABLE = (NOT_STARTED, UNDER_WAY, CANNOT)  # the promise of what is done is not changed any more


def find_move(before: PlanStatus, after: PlanStatus, role: Role) -> Move | None:
    """The step of a role from one status to another; None: there is none."""
    return next((one for one in MOVES if (one.before, one.after) == (before, after) and role in one.roles), None)


def list_moves(before: PlanStatus, role: Role) -> list[Move]:
    """The steps that a role can take from a status."""
    return [one for one in MOVES if one.before is before and role in one.roles]
