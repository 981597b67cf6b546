"""How an item gets from one status to the next, and who takes the step: one table."""

from dataclasses import dataclass

from survey.storage.states import OF_A_BUREAU, REVIEWERS, PlanStatus, Role

NOT_STARTED, UNDER_WAY, DONE, CHECKED, CANNOT = PlanStatus


@dataclass(frozen=True)
class ItemStep:
    """A step from one status to another: whose it is, and what it takes: a `reason`, a file that proves it, a promise
    that the head has signed."""

    before: PlanStatus
    after: PlanStatus
    roles: tuple[Role, ...] = OF_A_BUREAU
    reason: bool = False
    file: bool = False
    signed: bool = False


MOVES = (
    ItemStep(NOT_STARTED, UNDER_WAY),
    ItemStep(UNDER_WAY, NOT_STARTED),
    ItemStep(NOT_STARTED, DONE, file=True),
    ItemStep(UNDER_WAY, DONE, file=True),
    ItemStep(NOT_STARTED, CANNOT, reason=True),
    ItemStep(UNDER_WAY, CANNOT, reason=True),
    ItemStep(CANNOT, CANNOT, reason=True),  # another reason
    ItemStep(CANNOT, UNDER_WAY),
    ItemStep(CANNOT, DONE, file=True),
    ItemStep(DONE, UNDER_WAY),
    ItemStep(DONE, CHECKED, REVIEWERS, file=True, signed=True),
    ItemStep(DONE, UNDER_WAY, REVIEWERS, reason=True),
    ItemStep(CHECKED, UNDER_WAY, REVIEWERS, reason=True),
)
CHANGEABLE = (NOT_STARTED, UNDER_WAY, CANNOT)  # the promise of what is done is not changed any more


def find_move(before: PlanStatus, after: PlanStatus, role: Role) -> ItemStep | None:
    """The step of a role from one status to another; None: there is none."""
    return next((one for one in MOVES if (one.before, one.after) == (before, after) and role in one.roles), None)


def list_moves(before: PlanStatus, role: Role) -> list[ItemStep]:
    """The steps that a role can take from a status."""
    return [one for one in MOVES if one.before is before and role in one.roles]
