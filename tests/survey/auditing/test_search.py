"""Looking for lines of the trail: by whom, at which place, on which days where the bureaus are."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.auditing.search import TrailQuery, build_conditions, find_lines, read_head, read_lines
from survey.storage.database import writing
from survey.storage.tables import Person, Response
from survey.storage.trail import record
from tests.machine import TODAY, ZONE


@pytest.fixture
def ids(engine: sa.Engine) -> dict[str, int]:
    """Five lines from 1 on, about two people and two responses; the numbers of whom they are about."""
    with writing(engine) as session:
        first, second = session.exec(select(Person.id).where(col(Person.login).in_(["bureau", "sibling"]))).all()
        own, other = session.exec(select(Response.id).order_by(col(Response.id)).limit(2)).all()
        for person, act, subject in (
            (first, "answer.save", f"response {own} question x"),
            (None, "session.refuse", f"person {first}"),
            (second, "answer.save", f"response {other} question x"),
            (second, "response.submit", f"response {other}"),
            (None, "session.refuse", f"person {first}9"),
        ):
            record(session, person, act, subject)
    return {"own": own, "other": other}


def find(engine: sa.Engine, wanted: TrailQuery, before: int | None = None, most: int = 99) -> list[int]:
    with Session(engine) as session:
        return [one.number for one in find_lines(session, build_conditions(session, wanted, ZONE), before, most)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (TrailQuery(), [5, 4, 3, 2, 1]),
        (TrailQuery(person="bureau"), [2, 1]),  # what they did, and what was done to their account
        (TrailQuery(person="sibling的人"), [4, 3]),
        (TrailQuery(person="%"), []),
        (TrailQuery(person="_ureau"), []),
        (TrailQuery(act="answer.save"), [3, 1]),
        (TrailQuery(act="answer"), []),
        (TrailQuery(place="150121"), [2, 1]),
        (TrailQuery(place="托克托"), [4, 3]),
        (TrailQuery(place="99999"), []),
        (TrailQuery(person="sibling", act="answer.save", place="150122"), [3]),
        (TrailQuery(person="sibling", place="150121"), []),
    ],
    ids=str,
)
def test_lines_are_found_newest_first(wanted: TrailQuery, found: list[int], engine: sa.Engine, ids: object) -> None:
    assert find(engine, wanted) == found


def test_a_short_number_is_a_response(engine: sa.Engine, ids: dict[str, int]) -> None:
    assert find(engine, TrailQuery(place=str(ids["own"]))) == [1]
    assert find(engine, TrailQuery(place=str(ids["other"]))) == [4, 3]


def test_older_lines_come_a_page_at_a_time(engine: sa.Engine, ids: object) -> None:
    assert find(engine, TrailQuery(), before=4, most=2) == [3, 2]


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [(0, None, 5), (1, None, 0), (None, 0, 5), (None, -1, 0), (0, 0, 5), (-1, 1, 5)],
)
def test_days_are_those_where_the_bureaus_are(
    since: int | None, until: int | None, count: int, engine: sa.Engine, ids: object
) -> None:
    days = [None if one is None else TODAY + timedelta(days=one) for one in (since, until)]
    assert len(find(engine, TrailQuery(since=days[0], until=days[1]))) == count


def test_days_beyond_all_clocks_are_the_first_and_the_last(engine: sa.Engine, ids: object) -> None:
    assert len(find(engine, TrailQuery(since=date.min, until=date.max))) == 5


def test_an_export_reads_up_to_the_end_it_states(engine: sa.Engine, ids: object) -> None:
    with Session(engine) as session:
        head = read_head(session)
    with writing(engine) as session:
        record(session, None, "session.refuse", "later")
    numbers = [one.number for chunk in read_lines(engine, [], head.number) for one in chunk]
    assert (head.number, numbers) == (5, [1, 2, 3, 4, 5])
