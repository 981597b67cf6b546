"""Whose work a person may read, and the bureau or person of an address, or 404."""

from functools import wraps
from typing import Any, cast

from flask import abort

from survey.bureaus.keeping import is_keeper, keeps
from survey.bureaus.places import find_bureau
from survey.bureaus.staff import reviews_from_outside
from survey.storage.states import OF_A_BUREAU, READING_ONLY, REVIEWERS, Role
from survey.storage.tables import Bureau, Person
from survey.web.access import LARGEST_ID, current_person, get_session
from survey.web.marks import View


def get_bureau(code: str) -> Bureau:
    """The bureau of an address, or 404; who may see it is the page's to say."""
    bureau = find_bureau(get_session(), code)
    return bureau if bureau is not None else abort(404)


def get_person(person_id: int) -> Person:
    """The person of an address, or 404; who may see them is the page's to say."""
    person = get_session().get(Person, person_id) if person_id <= LARGEST_ID else None
    return person if person is not None else abort(404)


def only_keepers(view: View) -> View:
    """Let only those in who keep bureaus: administrators, of the installation or of a city."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs) if is_keeper(current_person()) else abort(404)

    return cast(View, guarded)


def get_kept_bureau(code: str) -> Bureau:
    """The bureau of an address where it is among those that the person keeps, or 404."""
    bureau = get_bureau(code)
    return bureau if keeps(current_person(), bureau) else abort(404)


def get_kept_person(person_id: int) -> Person:
    """The person of an address where they are of a bureau that the person keeps, or 404."""
    person = get_person(person_id)
    return person if keeps(current_person(), person.bureau) else abort(404)


def may_read(person: Person, bureau: Bureau) -> bool:
    """Whether a person may read the work of a bureau."""
    if person.role is Role.ADMINISTRATOR:
        return True
    if person.role in OF_A_BUREAU:
        return bureau.id == person.bureau_id
    if person.role not in REVIEWERS:
        return False
    return reviews_from_outside(person, bureau) or _is_at_or_below(bureau, person.bureau_id)


def reads_results(person: Person, bureau: Bureau) -> bool:
    """Whether a person may read what a bureau came to once that is accepted: whoever reads its work, and of those who
    only read everyone of the whole installation, and the leaders of its place."""
    if person.role not in READING_ONLY:
        return person.role not in OF_A_BUREAU and may_read(person, bureau)
    return speaks_for(person, bureau)


def speaks_for(person: Person, bureau: Bureau) -> bool:
    """Whether a bureau is of the place for which a person speaks; whom somebody reviews from outside is of another."""
    return person.bureau_id is None or _is_at_or_below(bureau, person.bureau_id)


def _is_at_or_below(bureau: Bureau, place_id: int | None) -> bool:
    place: Bureau | None = bureau
    while place is not None:
        if place.id == place_id:
            return True
        place = place.parent
    return False
