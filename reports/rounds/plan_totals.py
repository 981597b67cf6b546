"""What bureaus promised after their results, counted: what a report on a round says of plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from survey.bureaus.places import find_place
from survey.plans.overview import PlanSum, sum_plans
from survey.storage.tables import Response


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
class PlanTotals:
    """The plans of a round's bureaus; a bureau without one is not among them."""

    bureaus: Sequence[PlanCount] = ()

    def count(self, name: str) -> int:
        """The sum of one of the counts, by its name."""
        return sum(getattr(one, name) for one in self.bureaus)


NO_PLANS = PlanTotals()


def count_plans(session: Session, responses: Sequence[Response], today: date) -> PlanTotals:
    """The plans of these responses as they stand."""
    return PlanTotals([_count(one) for one in sum_plans(session, responses, today) if one.promised])


def _count(found: PlanSum) -> PlanCount:
    bureau = found.response.bureau
    place = find_place(bureau)
    return PlanCount(
        code=bureau.code,
        name=bureau.name,
        place=(place.code, place.name),
        promised=found.promised,
        done=found.done + found.checked,
        checked=found.checked,
        overdue=found.late,
    )
