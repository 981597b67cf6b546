"""A bureau added by hand, in one transaction with its line in the trail; the rules are those of a table of bureaus."""

from collections.abc import Mapping

from sqlmodel import Session

from questionnaires.messages import Refused
from survey.bureaus.bureau_import import show_bureau
from survey.bureaus.keeping import refuse_strangers
from survey.bureaus.mending import refuse_code, refuse_parent, refuse_twin
from survey.bureaus.places import LEVELS, find_bureau, list_bureaus, list_ended
from survey.storage.tables import Bureau
from survey.storage.trail import record, take_turn


def add_bureau(session: Session, actor_id: int, values: Mapping[str, str]) -> Bureau:
    """Add a bureau, by the names of `show_bureau`. Raises Refused."""
    take_turn(session)
    parent = find_bureau(session, values["parent_code"])
    refuse_strangers(session, actor_id, bureaus=[parent])
    refuse_code(session, values["code"], values["level"])
    if parent is None:
        _refuse_top(session, values)
    elif parent.id in list_ended(session):
        raise Refused("%(bureau)s is ended already.", bureau=parent.name)
    else:
        refuse_parent(parent, values)
    bureau = Bureau(
        code=values["code"],
        name=values["name"],
        level=values["level"],
        parent_id=parent.id if parent else None,
        mailbox=values["mailbox"],
    )
    session.add(bureau)
    session.flush()
    refuse_twin(session, bureau)
    record(session, actor_id, "bureau.add", f"bureau {bureau.code}", None, show_bureau(bureau))
    return bureau


def has_added_bureau(session: Session, values: Mapping[str, str]) -> bool:
    """Whether this very bureau is there already: it was sent twice, or its answer was lost."""
    found = find_bureau(session, values["code"])
    return found is not None and show_bureau(found) == dict(values)


def _refuse_top(session: Session, values: Mapping[str, str]) -> None:
    """Only a place of the highest level has none above it."""
    if values["parent_code"]:
        raise Refused("There is no bureau with the code %(code)s.", code=values["parent_code"])
    if any(LEVELS.index(one.level) < LEVELS.index(values["level"]) for one in list_bureaus(session)):
        raise Refused("Give the code of the place above; only a place of the highest level has none.")
