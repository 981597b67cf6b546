"""Mending a bureau that was put in the wrong place, and deleting one that was never used; both told in the trail."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from survey.bureaus.bureau_import import show_bureau
from survey.bureaus.places import LEVELS, find_bureau, list_bureaus, list_roles, walk_up
from survey.storage.tables import Bureau, Closing, Person, Response
from survey.storage.trail import record, take_turn


def is_bound(session: Session, bureau: Bureau) -> bool:
    """Whether a round asked it or a place below it, or its level was closed: then its place does not change."""
    ids = {bureau.id, *(one.id for one in list_bureaus(session) if bureau.id in {above.id for above in walk_up(one)})}
    asked = session.exec(select(Response.id).where(col(Response.bureau_id).in_(ids)).limit(1)).first()
    return (
        asked is not None or session.exec(select(Closing.id).where(col(Closing.bureau_id).in_(ids))).first() is not None
    )


def mend_bureau(session: Session, actor_id: int, bureau: Bureau, values: Mapping[str, str]) -> None:
    """Change what differs of a bureau, by the names of a row of the table. Raises Refused."""
    take_turn(session)
    now = show_bureau(bureau)
    before = {name: now[name] for name in values if values[name] != now[name]}
    if "level" in before or "parent_code" in before:
        _move(session, bureau, values["level"], values["parent_code"])
    if before.keys() - {"mailbox"}:
        _refuse_twin(session, bureau, values["name"])
    if before:
        bureau.name, bureau.mailbox = values["name"], values["mailbox"]
        session.add(bureau)
        after = {name: values[name] for name in before}
        record(session, actor_id, "bureau.change", f"bureau {bureau.code}", before, after)


def _move(session: Session, bureau: Bureau, level: str, parent_code: str) -> None:
    if is_bound(session, bureau):
        raise Refused("A round has asked this bureau or one below it; its level and the place above stay.")
    parent = find_bureau(session, parent_code)
    below = [one for one in list_bureaus(session) if one.parent_id == bureau.id]
    if parent is None and (parent_code or bureau.parent_id is not None):
        raise Refused("There is no bureau with the code %(code)s.", code=parent_code or "–")
    if parent is not None and bureau.id in {parent.id, *(one.id for one in walk_up(parent))}:
        raise Refused("The place would be above itself.")
    if parent is not None and not _is_above(parent.level, [level]):
        raise Refused("The place is not of a lower level than the one above it (%(code)s).", code=parent_code)
    if not _is_above(level, [one.level for one in below]):
        raise Refused("A place below this one is not of a lower level; mend that one first.")
    bureau.level, bureau.parent_id = level, parent.id if parent else None
    _refuse_wrong_roles(session, bureau)


def _is_above(level: str, others: Iterable[str]) -> bool:
    return all(LEVELS.index(level) < LEVELS.index(one) for one in others)


def _refuse_wrong_roles(session: Session, bureau: Bureau) -> None:
    roles = session.exec(select(Person.role).where(Person.bureau_id == bureau.id)).all()
    if not set(roles) <= set(list_roles(bureau)):
        raise Refused("Somebody of this bureau has a role that does not fit the level.")


def _refuse_twin(session: Session, bureau: Bureau, name: str) -> None:
    same = select(Bureau.code).where(Bureau.parent_id == bureau.parent_id, Bureau.name == name, Bureau.id != bureau.id)
    code = session.exec(same).first()
    if code is not None:
        raise Refused("“%(cell)s” is below the same place already, with the code %(code)s.", cell=name, code=code)


def is_used(session: Session, bureau: Bureau) -> bool:
    """Whether anything belongs to a bureau: people, also those who left, places below, answers, a closed level."""
    owners = (Person.bureau_id, Bureau.parent_id, Response.bureau_id, Closing.bureau_id)
    return any(session.exec(select(owner).where(owner == bureau.id).limit(1)).first() for owner in owners)


def delete_bureau(session: Session, actor_id: int, bureau: Bureau) -> None:
    """Delete a bureau that was never used. Raises Refused."""
    take_turn(session)
    if is_used(session, bureau):
        raise Refused("The bureau has people, bureaus below it or answers; only one that was never used is deleted.")
    record(session, actor_id, "bureau.delete", f"bureau {bureau.code}", show_bureau(bureau), None)
    session.delete(bureau)
