"""The signature of the head, and what reviewers do with a plan: agree to items, give them back, check them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from questionnaires.answers import Answer
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question
from survey.plans.holding import Hold, MovedOn, holding, may_oversee
from survey.plans.keeping import move_held, name_items
from survey.plans.promise import find_promise
from survey.plans.steps import CHANGEABLE
from survey.responses.promises import list_items, say_item
from survey.storage.columns import now
from survey.storage.plans import PlanItem
from survey.storage.states import PlanAct, PlanStatus, Role

MOST_NAMED = 5  # items in one sentence


def mark_seen(items: Collection[PlanItem]) -> str:
    """A mark of the promises that somebody had before them."""
    return ".".join(f"{one.id}-{one.promised}" for one in items)


def sign(engine: sa.Engine, response_id: int, seen: str, person_id: int) -> int:
    """Sign the plan as it stands: every item that is not signed yet; how many. Raises Refused, and MovedOn where the
    promises are others than those that were `seen`."""
    with holding(engine, response_id, person_id) as hold:
        if hold.person.role is not Role.HEAD or hold.person.bureau_id != hold.response.bureau_id:
            raise Refused("Only the head of the bureau signs.")
        items = list_items(hold.session, response_id)
        if mark_seen(items) != seen:
            raise MovedOn
        lacking = [one for one in items if find_promise(one).lacks]
        if lacking:
            raise Refused(
                "Nothing was signed: each item needs a measure, an office, a person and a last day; %(num)s items do "
                "not have them all: %(titles)s.",
                num=len(lacking),
                titles=_name_some(hold, lacking),
            )
        new = [one for one in items if one.signed < one.promised]
        for item in new:
            item.signed = item.promised
        if new:
            plan = hold.find_plan()
            plan.signed_at, plan.signed_by_id, plan.agreed_at, plan.agreed_by_id = now(), person_id, None, None
            hold.session.add(plan)
            _bump(hold, new, PlanAct.SIGN)
        return len(new)


def _name_some(hold: Hold, items: Sequence[PlanItem]) -> str:
    """What the first few items are called."""
    titles = name_items(hold.response, items[:MOST_NAMED]).values()
    return "、".join(titles) + ("……" if len(items) > MOST_NAMED else "")


def agree(engine: sa.Engine, response_id: int, seen: str, person_id: int) -> int:
    """Agree to every signed item that is not agreed to and was not given back; how many. Raises Refused, MovedOn."""
    with holding(engine, response_id, person_id) as hold:
        _refuse_stranger(hold)
        items = list_items(hold.session, response_id)
        if mark_seen(items) != seen:
            raise MovedOn
        new = [one for one in items if one.signed >= one.promised > one.agreed and not one.remark]
        for item in new:
            item.agreed = item.promised
        _bump(hold, new, PlanAct.AGREE)
        if new:
            _note_agreement(hold, items)
        return len(new)


def _note_agreement(hold: Hold, items: Collection[PlanItem]) -> None:
    """Keep who agreed last, once all items are agreed to."""
    if all(one.agreed >= one.promised for one in items):
        plan = hold.find_plan()
        plan.agreed_at, plan.agreed_by_id = now(), hold.person.id
        hold.session.add(plan)


def give_back(engine: sa.Engine, response_id: int, remarks: Mapping[int, tuple[int, str]], person_id: int) -> int:
    """Give single items back with a reason, as they were at the version that was shown; how many. All or none. Raises
    Refused, MovedOn."""
    with holding(engine, response_id, person_id) as hold:
        _refuse_stranger(hold)
        lines: list[tuple[PlanItem, object]] = []
        for id, (version, reason) in remarks.items():
            item = hold.find_item(id, version)
            if item.status not in CHANGEABLE:
                raise Refused("This step is not possible now. Look at the item again.")
            if item.signed < item.promised:
                raise Refused("The head of the bureau has not signed this item as it stands; wait for that.")
            if not reason:
                raise Refused("Say why.")
            lines.append((item, say_item(item)))
            item.version += 1
            item.remark, item.agreed = reason, 0
        hold.write_all(PlanAct.GIVE_BACK, lines)
        if lines:
            plan = hold.find_plan()
            plan.agreed_at, plan.agreed_by_id = None, None
            hold.session.add(plan)
        return len(lines)


def check_item(
    engine: sa.Engine,
    response_id: int,
    item_id: int,
    version: int,
    answered: tuple[Question, Answer] | None,
    person_id: int,
    as_of: date | None = None,
) -> None:
    """Say that what is done was looked at and is so. `answered` is the answer that the gap has now (None: it is met),
    `as_of` the day of which that holds (None: the reference date of the round). Whoever passes it agrees to what was
    promised, also where it was given back before.

    Raises Refused, MovedOn, and InvalidAnswer for what the question refuses.
    """
    with holding(engine, response_id, person_id) as hold:
        _refuse_stranger(hold)
        item, reference = hold.find_item(item_id, version), hold.response.round.as_of
        if as_of is not None and as_of < reference:
            raise Refused("The day lies before the reference date %(day)s.", day=reference)
        later = None if as_of == reference else as_of
        content = None if answered is None else answered[1].check().write(answered[0])
        agrees = item.agreed < item.promised
        move_held(hold, item, PlanStatus.CHECKED, "", PlanAct.CHECK, content, later)
        if agrees:
            _note_agreement(hold, list_items(hold.session, response_id))


def refuse_item(engine: sa.Engine, response_id: int, item_id: int, version: int, reason: str, person_id: int) -> None:
    """Say that it is not done, or not any more, and why. Raises Refused, MovedOn."""
    with holding(engine, response_id, person_id) as hold:
        _refuse_stranger(hold)
        move_held(hold, hold.find_item(item_id, version), PlanStatus.UNDER_WAY, reason, PlanAct.REFUSE)


def _refuse_stranger(hold: Hold) -> None:
    if not may_oversee(hold.person, hold.response):
        raise Refused("Only a reviewer above the bureau does this.")


def _bump(hold: Hold, items: list[PlanItem], act: PlanAct) -> None:
    """Keep that several promises were signed, or agreed to, as they stand."""
    lines: list[tuple[PlanItem, object]] = []
    for item in items:
        item.version += 1
        lines.append((item, None))
    hold.write_all(act, lines)
