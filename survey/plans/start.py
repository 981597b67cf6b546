"""What plans put on a start page: for a bureau what is late, near or given back, for a reviewer what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.bureaus.reach import may_read
from survey.bureaus.staff import is_above
from survey.plans.sheet import SOON, PlanState, awaits_check, find_state
from survey.responses.promises import AWAITED, STANDS, is_late
from survey.rounds.plain import list_plain
from survey.rounds.rounds import RUNS
from survey.storage.columns import is_among
from survey.storage.plans import Plan, PlanItem
from survey.storage.states import OF_A_BUREAU
from survey.storage.tables import Person, Response, Round


@dataclass(frozen=True)
class PlanNews:
    """A plan that asks for something: `late`, `soon`, `back` (given back), `done` (to be checked) are numbers of items;
    `to_sign` and `to_agree`: it waits for the head, or for the reviewer."""

    response: Response
    state: PlanState
    late: int
    soon: int
    back: int
    done: int

    @property
    def to_sign(self) -> bool:
        return self.state in (PlanState.DRAFTING, PlanState.CHANGED, PlanState.GIVEN_BACK)

    @property
    def to_agree(self) -> bool:
        return self.state is PlanState.SIGNED

    @property
    def is_quiet(self) -> bool:
        return not (self.late or self.soon or self.back or self.done or self.to_sign or self.to_agree)


def list_plan_news(session: Session, person: Person, today: date) -> list[PlanNews]:
    """Of a bureau every plan that goes on, of a reviewer those that wait for one: the most late first."""
    is_own = person.role in OF_A_BUREAU
    which = col(Response.bureau_id) == person.bureau_id if is_own else sa.true()
    query = select(Plan.response_id).join(Response).join(Round, col(Round.id) == Response.round_id).where(RUNS, which)
    ids = session.exec(query).all()
    responses = list_plain(session, is_among(Response.id, ids), keep=lambda bureau: may_read(person, bureau))
    mine = responses if is_own else [one for one in responses if is_above(person, one.bureau)]
    found = _tell(session, mine, today)
    wanted = (
        [one for one in found if not one.is_quiet] if is_own else [one for one in found if one.done or one.to_agree]
    )
    return sorted(wanted, key=lambda one: (-one.late, one.response.bureau.code))


def _tell(session: Session, responses: Sequence[Response], today: date) -> list[PlanNews]:
    ids = [one.id for one in responses]
    plans = {one.response_id: one for one in session.exec(select(Plan).where(is_among(Plan.response_id, ids)))}
    items: dict[int, list[PlanItem]] = {id: [] for id in ids}
    for item in session.exec(select(PlanItem).where(is_among(PlanItem.response_id, ids), STANDS)):
        items[item.response_id].append(item)
    return [
        PlanNews(
            response=one,
            state=find_state(plans.get(one.id), items[one.id]),
            late=sum(is_late(item, today) for item in items[one.id]),
            soon=sum(
                item.status in AWAITED and item.due is not None and today <= item.due <= today + SOON
                for item in items[one.id]
            ),
            back=sum(bool(item.remark) for item in items[one.id]),
            done=sum(map(awaits_check, items[one.id])),
        )
        for one in responses
        if items[one.id]
    ]
