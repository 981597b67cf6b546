"""Whose work a person may read, and the bureau or person of an address, or 404."""

from flask import abort

from survey.bureaus.places import find_bureau
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Role
from survey.storage.tables import Bureau, Person
from survey.web.access import LARGEST_ID, get_session


def get_bureau(code: str) -> Bureau:
    """The bureau of an address, or 404; who may see it is the page's to say."""
    bureau = find_bureau(get_session(), code)
    return bureau if bureau is not None else abort(404)


def get_person(person_id: int) -> Person:
    """The person of an address, or 404; who may see them is the page's to say."""
    person = get_session().get(Person, person_id) if person_id <= LARGEST_ID else None
    return person if person is not None else abort(404)


def may_read(person: Person, bureau: Bureau) -> bool:
    """Whether a person may read the work of a bureau."""
    if person.role is Role.ADMINISTRATOR:
        return True
    if person.role in OF_A_BUREAU:
        return bureau.id == person.bureau_id
    if person.role not in REVIEWERS:
        return False
    place: Bureau | None = bureau
    while place is not None:
        if place.id == person.bureau_id:
            return True
        place = place.parent
    return False
