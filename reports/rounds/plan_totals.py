"""What bureaus promised after their results, counted: what a report on a round says of plans."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanCount:
    """The items of one bureau's plan: all that are promised, of which `done` says the bureau, `checked` a reviewer, and
    `overdue` are beyond their day and not done."""

    code: str
    name: str
    place: tuple[str, str]
    promised: int
    done: int
    checked: int
    overdue: int


@dataclass(frozen=True, slots=True)
class RoundPlans:
    """The plans of a round's bureaus; a bureau without one is not among them."""

    bureaus: Sequence[PlanCount] = ()

    def count(self, name: str) -> int:
        """The sum of one of the counts, by its name."""
        return sum(getattr(one, name) for one in self.bureaus)


NO_PLANS = RoundPlans()
