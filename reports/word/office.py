"""What letters and notices of an office say about a round: plain data, from the database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from questionnaires.catalogue import Level
from questionnaires.questionnaire import SourceDocument
from questionnaires.wording import write_date
from reports.gap.words import NOT_IN_NAMES
from reports.rounds.rows import shorten
from reports.tables.gathering import describe_round
from survey.bureaus.places import find_city_above, find_place, walk_up
from survey.rounds.rounds import find_last_day
from survey.rounds.standings import find_dues, find_standings
from survey.storage.columns import is_among
from survey.storage.states import OF_A_BUREAU, Role
from survey.storage.tables import Bureau, Person, Response, Round

ROLES = {Role.CLERK: "填报人", Role.HEAD: "主要负责人"}


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who can be asked; what is not known is empty."""

    name: str = ""
    post: str = ""
    telephone: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class LateBureau:
    """A bureau that has not handed in in time: what it owes, since when, who of it can sign in; which office writes to
    it, and the city in between, which gets a copy."""

    code: str
    name: str
    notice: str
    level: str
    state: str
    verb: str
    due: str
    days: int
    people: tuple[Contact, ...]
    office: str = ""
    copies: str = ""


@dataclass(frozen=True)
class LateLetters:
    """The letters to those who are late in a round on a day; `site` is the address of the system, if it is known."""

    title: str
    today: str
    late: Sequence[LateBureau]
    sender: Contact
    site: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class AskedBureau:
    """A bureau of the list behind a notice of opening."""

    place: str
    name: str
    level: str
    due: str


@dataclass(frozen=True)
class OpeningNotice:
    """What a notice of opening says. `levels` counts bureaus by notice and level, `put_off` those with a day of their
    own."""

    title: str
    sources: Sequence[str]
    levels: Sequence[tuple[str, Sequence[tuple[str, int]]]]
    bureaus: Sequence[AskedBureau]
    put_off: int
    as_of: str
    year: int
    opens_on: str
    closes_on: str
    sender: Contact
    site: str = ""
    demo: bool = False
    office: str = ""


def find_office(person: Person, bureau: Bureau) -> Bureau | None:
    """Which office writes to a bureau: the person's, where it is above, otherwise the highest; None for the highest."""
    above = list(walk_up(bureau))
    return next((one for one in above if one.id == person.bureau_id), above[-1] if above else None)


def name_office(person: Person, bureaus: Iterable[Bureau]) -> str:
    """Whose paper it is that tells of these bureaus; empty where they are of several offices."""
    lines = [(one, *walk_up(one)) for one in bureaus]
    names = {next((one.name for one in line if one.id == person.bureau_id), line[-1].name) for line in lines}
    return names.pop() if len(names) == 1 else ""


def find_sender(person: Person) -> Contact:
    """The person whom a letter names to be asked."""
    return Contact(person.name, person.post, person.telephone)


def gather_late(
    session: Session, round: Round, responses: Sequence[Response], time_zone: str, today: date, person: Person
) -> list[LateBureau]:
    """Who is late of these, whoever longest first, as the person's office writes to them."""
    dues = find_dues(session, responses, time_zone)
    past = [one for one in responses if (due := dues[one.id]) is not None and due < today]
    standings = list(find_standings(session, past, time_zone).values())
    people = _list_people(session, [one.response.bureau_id for one in standings])
    asked = {(one.document, one.level.value): one for one in describe_round(session, round).questionnaires}
    found = []
    for one in sorted(standings, key=lambda one: (one.due, one.response.bureau.code)):
        response, left = one.response, one.count_left(today)
        assert one.due is not None and left is not None  # of one that is late
        questionnaire = asked[response.questionnaire.document, response.questionnaire.level]
        office, city = find_office(person, response.bureau), find_city_above(response.bureau)
        found.append(
            LateBureau(
                code=response.bureau.code,
                name=response.bureau.name,
                notice=_write_title(questionnaire.source),
                level=questionnaire.level_name,
                state=NOT_IN_NAMES[response.state],
                verb="提交" if response.submitted_at is None else "重新提交",
                due=write_date(one.due),
                days=-left,
                people=tuple(people.get(response.bureau_id, ())),
                office=office.name if office else "",
                copies=city.name if city and office and city.id != office.id else "",
            )
        )
    return found


def _list_people(session: Session, bureaus: Sequence[int]) -> dict[int, list[Contact]]:
    """Who can sign in for each bureau, those who fill in first."""
    query = select(Person).where(
        is_among(Person.bureau_id, bureaus), Person.is_active, col(Person.role).in_(OF_A_BUREAU)
    )
    found: dict[int, list[Contact]] = {}
    for one in sorted(session.exec(query), key=lambda one: (one.role is Role.HEAD, one.id)):
        contact = Contact(one.name, one.post, one.telephone, ROLES[one.role])
        found.setdefault(one.bureau_id or 0, []).append(contact)
    return found


def gather_notice(
    session: Session, round: Round, responses: Sequence[Response], person: Person, site: str
) -> OpeningNotice:
    """What the person's office is to tell these bureaus when a round opens."""
    keys = [(one.questionnaire.document, one.questionnaire.level) for one in responses]
    issued = describe_round(session, round).questionnaires
    asked = {key: one for one in issued if (key := (one.document, one.level.value)) in keys}
    counts = Counter(keys)
    levels: dict[str, list[tuple[str, int]]] = {}
    for key, questionnaire in sorted(asked.items(), key=lambda one: list(Level).index(one[1].level)):
        levels.setdefault(questionnaire.source.name, []).append((questionnaire.level_name, counts[key]))
    due = [find_last_day(one) for one in responses]
    sources = {source.id: _write_source(source) for one in asked.values() for source in one.sources}
    return OpeningNotice(
        title=round.title,
        sources=list(sources.values()),
        levels=list(levels.items()),
        bureaus=[
            AskedBureau(shorten(find_place(one.bureau).name), one.bureau.name, asked[key].level_name, write_date(day))
            for one, key, day in zip(responses, keys, due, strict=True)
        ],
        put_off=sum(day != round.closes_on for day in due),
        as_of=write_date(round.as_of),
        year=round.year,
        opens_on=write_date(round.opens_on),
        closes_on=write_date(round.closes_on),
        sender=find_sender(person),
        site=site,
        office=name_office(person, [one.bureau for one in responses]),
        demo=round.is_demo,
    )


def _write_title(source: SourceDocument) -> str:
    return f"《{source.title}》"


def _write_source(source: SourceDocument) -> str:
    """A notice in full, with its number where it has one."""
    number = "" if source.name in (source.title, _write_title(source)) else f"（{source.name}）"
    return f"{source.issuer}{_write_title(source)}{number}"
