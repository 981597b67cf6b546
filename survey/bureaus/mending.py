"""Mending a bureau that was put in the wrong place, and deleting one that was never used; both told in the trail.

What a round binds is mended with a reason, as far as the round can bear it: who reviews a response is asked of the tree
as it stands, so a bureau that moves is reviewed by those above its new place; what it is asked was issued to its level.
"""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.bureau_import import GOOD_CODE, show_bureau
from survey.bureaus.places import (
    LEVELS,
    find_bureau,
    list_bureaus,
    list_ended,
    list_roles,
    list_successors,
    walk_back,
    walk_up,
)
from survey.bureaus.placing import PROVINCE, count_strange_digits, has_too_many_digits, list_same_codes
from survey.storage.columns import is_among
from survey.storage.external import ExternalResult
from survey.storage.forgetting import forget_flags
from survey.storage.states import State
from survey.storage.tables import Bureau, Person, Response, Round
from survey.storage.together import Closing
from survey.storage.trail import record, take_turn

NEEDS_REASON = {"code", "level", "parent_code", "replaces_code"}  # where a round binds the bureau


def show_place(session: Session, bureau: Bureau) -> dict[str, str]:
    """A bureau as a row of the table, with the code of the one that it replaces."""
    earlier = session.get(Bureau, bureau.replaces_id) if bureau.replaces_id is not None else None
    return show_bureau(bureau) | {"replaces_code": earlier.code if earlier else ""}


def is_bound(session: Session, bureau: Bureau) -> bool:
    """Whether a round asked it or a place below it, or its level was closed."""
    ids = _list_within(session, bureau)
    asked = session.exec(select(Response.id).where(col(Response.bureau_id).in_(ids)).limit(1)).first()
    return (
        asked is not None or session.exec(select(Closing.id).where(col(Closing.bureau_id).in_(ids))).first() is not None
    )


def _list_within(session: Session, bureau: Bureau) -> set[int]:
    """A bureau and all below it."""
    found, more = {bureau.id}, {bureau.id}
    while more:
        more = set(session.exec(select(Bureau.id).where(is_among(Bureau.parent_id, more)))) - found
        found |= more
    return found


def mend_bureau(
    session: Session, actor_id: int, bureau_id: int, values: Mapping[str, str], reason: str = ""
) -> int | None:
    """Change what differs of a bureau, by the names of `show_place`. Where it moved, how many responses that are under
    way, its own and those below it, come to other reviewers by that; else None. Raises Refused."""
    bureau = hold_bureau(session, bureau_id)
    now = show_place(session, bureau)
    before = {name: now[name] for name in values if values[name] != now[name]}
    if not before:
        return None
    if before.keys() & NEEDS_REASON and is_bound(session, bureau):
        _refuse_harm(before, reason)
    if "code" in before:
        refuse_code(session, values["code"], values["level"], bureau.id)
    moved = _move(session, bureau, values) if before.keys() & {"code", "level", "parent_code"} else None
    if before.keys() & {"level", "replaces_code"}:
        _succeed(session, bureau, values["replaces_code"])
    bureau.code, bureau.name, bureau.mailbox = values["code"], values["name"], values["mailbox"]
    if before.keys() & {"name", "level", "parent_code"}:
        refuse_twin(session, bureau)
    session.add(bureau)
    after = {name: values[name] for name in before} | ({"reason": reason} if reason else {})
    record(session, actor_id, "bureau.change", f"bureau {now['code']}", before, after)
    return moved if "parent_code" in before else None


def hold_bureau(session: Session, bureau_id: int) -> Bureau:
    """A bureau as it stands now, where nobody else changes the tree until this act ends."""
    take_turn(session)
    bureau = session.get(Bureau, bureau_id)
    if bureau is None:
        raise Refused("The bureau was deleted meanwhile.")
    return bureau


def _refuse_harm(before: Mapping[str, str], reason: str) -> None:
    if "level" in before:
        raise Refused(
            "A round has asked this bureau or one below it; its level stays, as questionnaires were issued to it."
        )
    if not reason:
        raise Refused("A round has asked this bureau or one below it; say why it is corrected.")


def refuse_code(session: Session, code: str, level: str, bureau_id: int | None = None) -> None:
    """Refuse a code that is none, or another bureau's than that of `bureau_id`."""
    if not GOOD_CODE.fullmatch(code):
        raise Refused("“%(cell)s” is no code: six digits of GB/T 2260, or up to 12 letters and digits.", cell=code)
    if has_too_many_digits(code, level):
        raise Refused(
            "“%(cell)s” has %(digits)s digits. A province, city or county has six; only a township has 9 or 12.",
            cell=code,
            digits=len(code),
        )
    same = (find_bureau(session, one) for one in (code, *list_same_codes(code)))
    other = next((one for one in same if one is not None and one.id != bureau_id), None)
    if other is not None:
        raise Refused("“%(cell)s” is the same place as %(code)s. Use one code for it.", cell=code, code=other.code)


def _move(session: Session, bureau: Bureau, values: Mapping[str, str]) -> int:
    """Put a bureau where it belongs; how many responses are under way in it and below it."""
    level, parent_code = values["level"], values["parent_code"]
    parent = find_bureau(session, parent_code)
    below = [one for one in list_bureaus(session) if one.parent_id == bureau.id]
    if parent is None and (parent_code or bureau.parent_id is not None):
        raise Refused("There is no bureau with the code %(code)s.", code=parent_code or "–")
    if parent is not None and bureau.id in {parent.id, *(one.id for one in walk_up(parent))}:
        raise Refused("The place would be above itself.")
    if parent is not None and parent.id != bureau.parent_id and parent.id in list_ended(session):
        raise Refused("%(bureau)s is ended already.", bureau=parent.name)
    if parent is not None:
        refuse_parent(parent, values)
    if not _is_above(level, [one.level for one in below]):
        raise Refused("A place below this one is not of a lower level; correct that one first.")
    rounds = list_under_way(session, bureau)
    refuse_closed(session, bureau, parent, rounds)
    bureau.level, bureau.parent_id = level, parent.id if parent else None
    _refuse_wrong_roles(session, bureau)
    return len(rounds)


def refuse_parent(parent: Bureau, values: Mapping[str, str]) -> None:
    """Refuse a place above of a level that is no higher, or of another province."""
    if not _is_above(parent.level, [values["level"]]):
        raise Refused("The place is not of a lower level than the one above it (%(code)s).", code=parent.code)
    if count_strange_digits(values["code"], parent.code) == PROVINCE:
        raise Refused(
            "The code %(cell)s is of another province than the place above, %(code)s.",
            cell=values["code"],
            code=parent.code,
        )


def _is_above(level: str, others: Iterable[str]) -> bool:
    return all(LEVELS.index(level) < LEVELS.index(one) for one in others)


def list_under_way(session: Session, bureau: Bureau, below: bool = True) -> list[int]:
    """The round of each response, of a bureau and of those `below` it, that is neither accepted nor excused."""
    theirs = col(Response.bureau_id).in_(_list_within(session, bureau) if below else {bureau.id})
    is_open = Response.state != State.ACCEPTED, col(Response.absent_at).is_(None)
    return list(session.exec(select(Response.round_id).where(theirs, *is_open)))


def refuse_closed(session: Session, bureau: Bureau, parent: Bureau | None, rounds: Iterable[int]) -> None:
    """Nobody who is not done comes below a level that is."""
    gained = ({parent.id, *(one.id for one in walk_up(parent))} if parent else set()) - {
        one.id for one in walk_up(bureau)
    }
    query = select(Bureau.name, Round.title).join_from(Closing, Bureau).join(Round)
    closed = query.where(
        col(Closing.bureau_id).in_(gained), col(Closing.round_id).in_(set(rounds)), col(Closing.lifted_at).is_(None)
    )
    for place, title in session.exec(closed):
        raise Refused(
            "%(place)s has closed its level in “%(round)s”, and this bureau or one below it is not done there. "
            "Move it once it is accepted or excused.",
            place=place,
            round=title,
        )


def _refuse_wrong_roles(session: Session, bureau: Bureau) -> None:
    roles = session.exec(select(Person.role).where(Person.bureau_id == bureau.id)).all()
    if not set(roles) <= set(list_roles(bureau)):
        raise Refused("Somebody of this bureau has a role that does not fit the level.")


def _succeed(session: Session, bureau: Bureau, code: str) -> None:
    """Let a bureau take the place of an earlier one."""
    earlier = find_bureau(session, code)
    if earlier is None and code:
        raise Refused("There is no bureau with the code %(code)s.", code=code)
    if earlier is not None and earlier.level != bureau.level:
        raise Refused("A bureau replaces only one of its own level.")
    if earlier is not None and bureau.id in walk_back(session, earlier.id):
        raise Refused("The bureau would replace itself.")
    bureau.replaces_id = earlier.id if earlier else None
    forget_compared(session, bureau)


def forget_compared(session: Session, bureau: Bureau) -> None:
    """What a bureau, and those after it, are compared with of earlier rounds is another: it is counted anew."""
    ids = list_successors(session, bureau.id)
    forget_flags(session, col(Response.bureau_id).in_(ids))


def refuse_twin(session: Session, bureau: Bureau) -> None:
    there = Bureau.parent_id == bureau.parent_id, Bureau.name == bureau.name, Bureau.id != bureau.id
    code = session.exec(select(Bureau.code).where(*there)).first()
    if code is not None:
        raise Refused(
            "“%(cell)s” is below the same place already, with the code %(code)s.", cell=bureau.name, code=code
        )


def is_used(session: Session, bureau: Bureau) -> bool:
    """Whether anything belongs to a bureau: people, also those who left, places below, one that replaced it, answers, a
    closed level, imported results."""
    owners = (
        *(Person.bureau_id, Bureau.parent_id, Bureau.replaces_id, Response.bureau_id, Closing.bureau_id),
        ExternalResult.bureau_id,
    )
    return any(session.exec(select(owner).where(owner == bureau.id).limit(1)).first() for owner in owners)


def delete_bureau(session: Session, actor_id: int, bureau_id: int) -> None:
    """Delete a bureau that was never used. Raises Refused."""
    bureau = hold_bureau(session, bureau_id)
    if is_used(session, bureau):
        raise Refused("The bureau has people, bureaus below it or answers; only one that was never used is deleted.")
    record(session, actor_id, "bureau.delete", f"bureau {bureau.code}", show_bureau(bureau), None)
    session.delete(bureau)
