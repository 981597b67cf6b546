"""How often one may be wrong: per login, known or not, and per address, counted for all processes together."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session

from survey.accounts.attempts import PER_ADDRESS, hide_password
from survey.installing.settings import Settings
from survey.storage.database import writing
from survey.storage.tables import Person
from survey.web.tallies import Limit, TooMany, count
from tests.people import PASSWORD, Respondent
from tests.sites import open_site
from tests.survey.auditing.trails import list_acts, list_lines


def attempt(client: FlaskClient, login: str, password: str = "wrong") -> int:
    return client.post("/sign-in", data={"login": login, "password": password}).status_code


def attempt_elsewhere(settings: Settings) -> list[int]:
    """Ten attempts in a process of its own."""
    with open_site(settings) as site:
        return [attempt(site.test_client(), "bureau") for _ in range(10)]


def test_two_processes_count_together(settings: Settings) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        codes = [code for one in pool.map(attempt_elsewhere, [settings] * 2) for code in one]
    assert (codes.count(422), codes.count(429)) == (5, 15)


@pytest.mark.parametrize("login", ["bureau", "nobody"])
def test_a_login_that_is_not_there_locks_like_one_that_is(login: str, stranger: FlaskClient) -> None:
    assert [attempt(stranger, login) for _ in range(6)] == [422] * 5 + [429]
    assert attempt(stranger, login, PASSWORD) == 429


def test_capitals_and_full_width_letters_are_no_way_around_the_limit(stranger: FlaskClient) -> None:
    typed = ["bureau", "BUREAU", "ｂｕｒｅａｕ", "Bureau", " bureau", "burEAU"]
    assert [attempt(stranger, login) for login in typed] == [422] * 5 + [429]
    assert attempt(stranger, "bureau", PASSWORD) == 429


def test_the_right_password_begins_the_count_anew(stranger: FlaskClient) -> None:
    for _ in range(3):
        assert [attempt(stranger, "bureau") for _ in range(4)] == [422] * 4
        assert attempt(stranger, "bureau", PASSWORD) == 302


def fail_from_here(engine: sa.Engine, times: int) -> None:
    with writing(engine) as session:
        for _ in range(times):
            count(session, "address 127.0.0.1", PER_ADDRESS)


def test_an_address_that_fails_with_many_logins_is_refused_too(stranger: FlaskClient, engine: sa.Engine) -> None:
    fail_from_here(engine, PER_ADDRESS.most - 2)
    assert [attempt(stranger, login) for login in ("one", "another", "third")] == [422, 422, 429]
    assert attempt(stranger, "bureau", PASSWORD) == 429


def test_a_whole_office_behind_one_address_gets_in(stranger: FlaskClient, engine: sa.Engine) -> None:
    fail_from_here(engine, PER_ADDRESS.most - 1)
    assert [attempt(stranger, login, PASSWORD) for login in ("bureau", "colleague", "head")] == [302] * 3


def test_the_trail_keeps_what_came_of_each_attempt(
    stranger: FlaskClient, engine: sa.Engine, bureau: Respondent
) -> None:
    before = len(list_acts(engine, "session"))
    for _ in range(6):
        attempt(stranger, "bureau")
    bureau.client.post("/sign-out")
    person = f"person {bureau.id}"
    told = list_acts(engine, "session")[before:]
    assert told == [("session.refuse", person)] * 5 + [("session.lock", person), ("session.close", person)]


def test_the_trail_keeps_the_login_that_was_tried(stranger: FlaskClient, engine: sa.Engine) -> None:
    attempt(stranger, "nobody")
    last = list_lines(engine, "session")[-1]
    assert (last.person_id, last.address, last.subject) == (None, "127.0.0.1", "nobody")
    assert last.change == '{"after":{"login":"nobody","wrong":"password"}}'


def test_a_password_typed_for_a_login_is_not_kept(bureau: Respondent, engine: sa.Engine) -> None:
    assert hide_password(None, "Correct-Horse-1") == "***"
    assert hide_password(None, "zhangsan") == "zhangsan"
    with Session(engine) as session:
        assert hide_password(session.get(Person, bureau.id), "Zhang-San-1") == "Zhang-San-1"


def test_counting_ends_with_its_time(engine: sa.Engine) -> None:
    limit = Limit(1, PER_ADDRESS.within)
    with writing(engine) as session:
        assert count(session, "x", limit) == 1
    with pytest.raises(TooMany) as refused, writing(engine) as session:
        count(session, "x", limit)
    assert 295 <= refused.value.seconds <= 300
