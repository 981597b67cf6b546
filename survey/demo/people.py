"""The bureaus of the sample and those who work there: real names of places, made-up people."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlmodel import Session, col, select

from questionnaires.catalogue import Level, Library
from survey.accounts.accounts import add_person, set_password
from survey.bureaus.outside import name_reviewer
from survey.bureaus.places import REVIEWER_OF
from survey.demo.divisions import Division, find_notice, list_children, load_divisions
from survey.demo.fates import SHOWN, SHOWN_CITIES
from survey.storage.states import Role
from survey.storage.tables import Bureau, Person

SEED = "2026"
CITIES, COUNTIES = 2, 9  # so many that those under one notice can be compared without naming anyone


def choose_places(library: Library) -> list[Division]:
    """The places of the sample: each notice's own, some of its cities, some counties, of the province that is shown
    three cities with all of theirs; parents first."""
    places: dict[str, Division] = {}
    for document in library.documents.values():
        if document.division not in load_divisions():
            continue  # its places are not listed yet, so there are no names to show
        random = Random(f"{SEED}:{document.id}")
        own = load_divisions()[document.division]
        children = [one for one in list_children(own.code) if find_notice(library, one.code) == document]
        cities = [one for one in children if one.level is Level.CITY]
        chosen = sorted(random.sample(cities, min(CITIES, len(cities))), key=lambda one: one.code)
        if own.code == SHOWN:
            chosen = [one for one in cities if one.code in SHOWN_CITIES]
        below = [one for one in children if one.level is Level.COUNTY]
        below += [county for city in chosen for county in list_children(city.code)]
        most = len(below) if own.code == SHOWN else COUNTIES
        counties = sorted(random.sample(below, min(most, len(below))), key=lambda one: one.code)
        places |= {one.code: one for one in [own, *chosen, *counties]}
    return sorted(places.values(), key=lambda one: (list(Level).index(one.level), one.code))


def add_bureaus(session: Session, places: list[Division]) -> list[Bureau]:
    by_code: dict[str, Bureau] = {}
    for place in places:
        parent = by_code.get(place.parent_code)
        bureau = Bureau(code=place.code, name=place.bureau, level=place.level, parent_id=parent.id if parent else None)
        session.add(bureau)
        session.flush()
        by_code[place.code] = bureau
    return list(by_code.values())


@dataclass(frozen=True)
class Team:
    """The people of a bureau: who fills in and who signs off."""

    clerk: Person
    head: Person

    @property
    def code(self) -> str:
        assert self.clerk.bureau is not None  # a clerk has one
        return self.clerk.bureau.code


def add_people(session: Session, bureaus: list[Bureau], password: str, set_at: datetime) -> None:
    """Somebody for every role; all have one password, as good as if it was set at the moment given."""
    administrator = add_person(session, "admin", "演示管理员", Role.ADMINISTRATOR, None)
    set_password(session, administrator, password)
    people = [
        administrator,
        add_person(session, "auditor", "演示审计员", Role.AUDITOR, None),
        add_person(session, "leader", "演示领导", Role.LEADER, None),
    ]
    for bureau in bureaus:
        if role := REVIEWER_OF.get(bureau.level):
            people.append(add_person(session, f"reviewer-{bureau.code}", "演示审核员", role, bureau))
            people.append(add_person(session, f"leader-{bureau.code}", "演示领导", Role.LEADER, bureau))
    for bureau in bureaus:
        people.append(add_person(session, f"clerk-{bureau.code}", "演示填报员", Role.CLERK, bureau))
        people.append(add_person(session, f"head-{bureau.code}", "演示负责人", Role.HEAD, bureau))
    for person in people:
        person.password_hash = administrator.password_hash  # hashing is slow by design; one password serves the sample
        person.password_set_at = set_at
        session.add(person)
    session.flush()
    _name_outsiders(session, bureaus, administrator.id)


def list_teams(session: Session) -> list[Team]:
    """Who fills in and who signs off in each bureau, as they were added."""
    in_order = select(Person).order_by(col(Person.id))
    clerks, heads = (session.exec(in_order.where(Person.role == role)).all() for role in (Role.CLERK, Role.HEAD))
    return [Team(clerk, head) for clerk, head in zip(clerks, heads, strict=True)]


def _name_outsiders(session: Session, bureaus: list[Bureau], administrator_id: int) -> None:
    """Nobody reviews their own bureau: what a province says of itself is reviewed by the reviewer of the next one."""
    tops = [one for one in bureaus if one.parent_id is None]
    for top, other in zip(tops, [*tops[1:], *tops[:1]], strict=True):
        name_reviewer(session, administrator_id, top.id, f"reviewer-{other.code}")
