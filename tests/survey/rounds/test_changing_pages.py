"""A round that runs: more bureaus join it, its days are moved, and its page says what was done."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.storage.database import writing
from survey.storage.tables import Bureau, Response, Round
from tests.machine import TODAY
from tests.people import Respondent

LATER = (TODAY + timedelta(days=50)).isoformat()


def find_round(engine: sa.Engine) -> Round:
    with Session(engine) as session:
        return session.exec(select(Round)).one()


def list_invited(engine: sa.Engine) -> set[str]:
    with Session(engine) as session:
        return set(session.exec(select(Bureau.code).join(Response)))


def find_id(engine: sa.Engine, code: str) -> str:
    with Session(engine) as session:
        return str(session.exec(select(Bureau.id).where(Bureau.code == code)).one())


def test_a_bureau_joins_a_round_that_runs(administrator: FlaskClient, engine: sa.Engine) -> None:
    offered = administrator.get("/rounds/2026/bureaus").text
    assert ("包头市" in offered, "托克托县" in offered) == (True, False)
    for _ in range(2):  # the second time it is there already
        administrator.post("/rounds/2026/bureaus", data={"step": "add", "bureau": find_id(engine, "150200")})
    assert list_invited(engine) == {"150121", "150122", "150221", "150200"}


def test_ticking_all_of_a_level_adds_nobody_yet(administrator: FlaskClient, engine: sa.Engine) -> None:
    page = administrator.post("/rounds/2026/bureaus", data={"step": "on:level:city"}).text
    assert page.count(" checked>") == 2
    assert len(list_invited(engine)) == 3


@pytest.mark.parametrize("junk", [{}, {"bureau": "x"}, {"bureau": "999999"}, {"bureau": "9" * 30}], ids=str)
def test_junk_adds_nobody(junk: dict[str, str], administrator: FlaskClient, engine: sa.Engine) -> None:
    assert administrator.post("/rounds/2026/bureaus", data={"step": "add", **junk}).status_code == 302
    assert len(list_invited(engine)) == 3


def test_the_closing_date_moves_with_a_reason_and_the_page_says_so(
    administrator: FlaskClient, engine: sa.Engine
) -> None:
    answer = administrator.post(
        "/rounds/2026/dates", data={"closes_on": LATER, "reason": " 汛期延后 "}, follow_redirects=True
    )
    assert find_round(engine).closes_on.isoformat() == LATER
    assert f"{LATER}：汛期延后" in answer.text


@pytest.mark.parametrize(
    "typed",
    [{"closes_on": LATER}, {"closes_on": LATER, "reason": "  "}, {"closes_on": "20200101", "reason": "早"}],
    ids=str,
)
def test_without_a_reason_or_before_the_opening_nothing_moves(
    typed: dict[str, str], administrator: FlaskClient, engine: sa.Engine
) -> None:
    before = find_round(engine).closes_on
    assert administrator.post("/rounds/2026/dates", data=typed).status_code == 422
    assert find_round(engine).closes_on == before


def test_the_opening_date_moves_only_before_it_has_come(administrator: FlaskClient, engine: sa.Engine) -> None:
    opened = find_round(engine).opens_on
    typed = {"opens_on": TODAY.isoformat(), "closes_on": LATER, "reason": "调整"}
    administrator.post("/rounds/2026/dates", data=typed)
    assert find_round(engine).opens_on == opened
    with writing(engine) as session:
        round = session.exec(select(Round)).one()
        round.opens_on, round.opens_at = TODAY + timedelta(days=5), round.created_at + timedelta(days=5)
    administrator.post("/rounds/2026/dates", data=typed)
    assert find_round(engine).opens_on == TODAY


def test_after_the_closing_date_a_bureau_is_late_and_can_still_submit(
    administrator: FlaskClient, engine: sa.Engine, bureau: Respondent
) -> None:
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    administrator.post("/rounds/2026/dates", data={"closes_on": yesterday, "reason": "提前截止"})
    page = " ".join(administrator.get("/rounds/2026/administration").text.split())
    assert "3个单位</summary>" in page  # all three are late
    bureau.answer_all()
    bureau.submit()
    page = " ".join(administrator.get("/rounds/2026/administration").text.split())
    assert "2个单位</summary>" in page
