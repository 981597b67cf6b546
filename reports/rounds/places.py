"""The responses of a place in a round, and what the place is called."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from survey.bureaus.places import WITH_PLACES, find_place, walk_up
from survey.storage.tables import Bureau, Response


def list_of_place(session: Session, round_id: int, place: str) -> list[Response]:
    """The responses of a round at a place and below, in the order of bureau codes."""
    query = select(Response).join(Bureau).where(Response.round_id == round_id).order_by(col(Bureau.code))
    responses = session.exec(query.options(WITH_PLACES)).all()
    return [
        one for one in responses if not place or place in {above.code for above in (one.bureau, *walk_up(one.bureau))}
    ]


def name_scope(session: Session, responses: Iterable[Response], place: str) -> str:
    """Whose report it is: a city's where all is below one, otherwise that of the place."""
    places = (find_place(one.bureau).name for one in responses)
    first = next(places, None)
    if first is not None and all(one == first for one in places):
        return first
    return session.exec(select(Bureau.name).where(Bureau.code == place)).one() if place else "全部填报单位"
