"""A bureau that a round binds is mended with a reason, as far as the round can bear it; its history goes with it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.loading import load_library
from questionnaires.messages import Refused
from reports.gap.beside import find_last_round
from reports.rounds.gathering import read_round
from survey.bureaus.mending import delete_bureau
from survey.bureaus.places import find_bureau, name_place
from survey.responses.last_year import suggest
from survey.rounds.absences import leave_out
from survey.rounds.opening import BureauGone, RoundPlan, SlugTaken, add_bureaus, open_planned
from survey.rounds.rounds import find_by_slug
from survey.rounds.settling import close_level
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Absence, Role
from survey.storage.tables import Bureau, Response
from survey.storage.trail import take_turn
from tests.conftest import NOTICE
from tests.people import Respondent, sign_in
from tests.survey.bureaus.importing import say_yes, send

ZONE, WHY = "Asia/Shanghai", {"reason": "隶属关系登记有误"}
BOUND = {"name": "土左旗局", "mailbox": ""}


def show(engine: sa.Engine, code: str) -> str:
    with Session(engine) as session:
        return name_place(find_bureau(session, code))


def find_id(engine: sa.Engine, code: str) -> int:
    with Session(engine) as session:
        return session.exec(select(Bureau.id).where(Bureau.code == code)).one()


def plan_round(engine: sa.Engine, *codes: str, previous_id: int | None = None) -> RoundPlan:
    days = (date(2027, 6, 30), date(2027, 7, 1), date(2027, 8, 31))
    ids = tuple(find_id(engine, code) for code in codes)
    return RoundPlan("2027", "2027年度自评", *days, NOTICE, True, None, ids, previous_id)


def add_county(administrator: FlaskClient, code: str = "150191", above: str = "150100") -> None:
    say_yes(administrator, send(administrator, "bureaus", f"代码,名称,层级,上级代码\n{code},某区局,县级,{above}\n"))


def test_a_move_needs_a_reason_and_brings_other_reviewers(
    administrator: FlaskClient, bureau: Respondent, site: Flask
) -> None:
    bureau.answer_all()
    bureau.submit()
    page, there = administrator.get("/bureaus/150121").text, BOUND | {"parent_code": "150200"}
    assert 'name="parent_code"' in page and 'name="code"' in page and 'name="level"' not in page
    refused = administrator.post("/bureaus/150121", data=there)
    assert (refused.status_code, "请写明更正理由" in refused.text) == (422, True)
    saved = administrator.post("/bureaus/150121", data=there | WHY, follow_redirects=True)
    assert "正在办理的1份填报改按包头市市场监督管理局的隶属关系审核" in saved.text
    path = f"/responses/{bureau.response_id}/review"
    assert [sign_in(site, one).get(path).status_code for one in ("city", "foreign-city", "province")] == [404, 200, 200]
    with Session(bureau.engine) as session:
        told = session.exec(select(TrailEntry.change).where(TrailEntry.act == "bureau.change")).one()
    assert WHY["reason"] in told and '"parent_code":"150100"' in told


def test_a_name_needs_no_reason_and_a_level_stays(administrator: FlaskClient, engine: sa.Engine) -> None:
    administrator.post("/bureaus/150121", data=BOUND | {"level": "township"} | WHY)
    assert show(engine, "150121") == "土左旗局（呼和浩特市市场监督管理局）"
    with Session(engine) as session:
        assert session.exec(select(Bureau.level).where(Bureau.code == "150121")).one() == "county"


def test_a_code_is_mended_and_the_page_follows(administrator: FlaskClient, engine: sa.Engine) -> None:
    answer = administrator.post("/bureaus/150121", data=BOUND | {"code": " 150125 "} | WHY)
    assert answer.location == "/bureaus/150125" and show(engine, "150125").startswith("土左旗局")
    assert administrator.get("/bureaus/150121").status_code == 404
    assert "bureau 150121" in administrator.get("/trail").text


def test_nobody_who_is_not_done_comes_below_a_level_that_is(
    administrator: FlaskClient, bureau: Respondent, respondent: Callable[[str], Respondent]
) -> None:
    foreigner = respondent("foreigner")
    foreigner.answer_all()
    foreigner.submit()
    with writing(bureau.engine) as session:
        session.execute(sa.text("UPDATE response SET state = 'accepted' WHERE id = :id"), {"id": foreigner.response_id})
    close_level(bureau.engine, 1, find_id(bureau.engine, "150200"), foreigner.find(Role.PROVINCIAL_REVIEWER))
    moved = BOUND | {"parent_code": "150200"} | WHY
    page = administrator.post("/bureaus/150121", data=moved)
    assert page.status_code == 422 and "包头市市场监督管理局在“2026年度自评”中已办结" in page.text
    assert show(bureau.engine, "150121").endswith("（呼和浩特市市场监督管理局）")
    leave_out(bureau.engine, {bureau.response_id: Absence.EXCUSED}, "撤并", bureau.id)
    assert administrator.post("/bureaus/150121", data=moved).status_code == 302


@pytest.fixture
def district(administrator: FlaskClient, bureau: Respondent) -> Iterator[int]:
    """A district that replaced the bureau, which had submitted; the round of the year after, and its response there."""
    bureau.answer_all()
    bureau.submit()
    add_county(administrator)
    assert administrator.post("/bureaus/150191", data={"replaces_code": "150121"}).status_code == 302
    with Session(bureau.engine) as session:
        previous = find_by_slug(session, "2026")
        assert previous is not None
    plan = plan_round(bureau.engine, "150191", previous_id=previous.id)
    open_planned(bureau.engine, load_library(), plan, ZONE, bureau.id)
    with Session(bureau.engine) as session:
        yield session.exec(select(Response.id).where(Response.bureau_id == find_id(bureau.engine, "150191"))).one()


def test_a_district_goes_on_from_the_county_it_replaced(district: int, bureau: Respondent) -> None:
    with Session(bureau.engine) as session:
        response = session.get_one(Response, district)
        last = find_last_round(session, response)
        assert last is not None and last.title == "2026年度自评"
        assert suggest(session, response, bureau.questionnaire.questions, {})
        report = read_round(session, response.round, [response], "", ZONE)
        assert report.members[0].last == 100


def test_a_copied_round_asks_whoever_replaced_a_bureau(district: int, administrator: FlaskClient) -> None:
    page = administrator.get("/rounds/new/form?from=2026").text
    with Session(administrator.application.extensions["survey_engine"]) as session:
        ids = {code: session.exec(select(Bureau.id).where(Bureau.code == code)).one() for code in ("150121", "150191")}
    ticked = {code: f'value="{id}" checked' in page for code, id in ids.items()}
    assert ticked == {"150121": False, "150191": True}


def test_who_was_replaced_is_not_deleted_and_no_circle_is_made(administrator: FlaskClient, engine: sa.Engine) -> None:
    for code in ("150191", "150192"):
        add_county(administrator, code, "150200" if code == "150192" else "150100")
    administrator.post("/bureaus/150192", data={"replaces_code": "150191"})
    assert "替代关系形成循环" in administrator.post("/bureaus/150191", data={"replaces_code": "150192"}).text
    administrator.post("/bureaus/150191/delete")
    assert show(engine, "150191")
    administrator.post("/bureaus/150192/delete")
    administrator.post("/bureaus/150191/delete")
    assert not show(engine, "150191")


def test_whoever_deletes_a_bureau_takes_turns_with_whoever_asks_it(
    administrator: FlaskClient, bureau: Respondent
) -> None:
    engine, library = bureau.engine, load_library()
    for code in ("150191", "150192"):
        add_county(administrator, code, "150200" if code == "150192" else "150100")
    first, second = (find_id(engine, code) for code in ("150191", "150192"))
    plan, waiting = plan_round(engine, "150191"), Event()
    with ThreadPoolExecutor(2) as pool:
        with writing(engine) as session:
            for id in (first, second):
                delete_bureau(session, bureau.id, id)
            opening = pool.submit(open_planned, engine, library, plan, ZONE, bureau.id)
            adding = pool.submit(add_bureaus, engine, library, 1, [second], bureau.id)
            waiting.wait(1)  # they do not end before the deletion does
        assert isinstance(opening.exception(), BureauGone) and isinstance(adding.exception(), BureauGone)
    with Session(engine) as session:
        assert find_by_slug(session, "2027") is None
        assert session.exec(select(Bureau).where(col(Bureau.id).in_([first, second]))).all() == []


def test_who_is_deleted_and_asked_at_once_is_one_of_both(administrator: FlaskClient, bureau: Respondent) -> None:
    engine = bureau.engine
    add_county(administrator)
    id, plan, waiting = find_id(engine, "150191"), plan_round(engine, "150191"), Event()

    def delete() -> None:
        with writing(engine) as session:
            delete_bureau(session, bureau.id, id)

    with ThreadPoolExecutor(3) as pool:
        with writing(engine) as session:
            take_turn(session)
            opening = pool.submit(open_planned, engine, load_library(), plan, ZONE, bureau.id)
            again = pool.submit(open_planned, engine, load_library(), plan, ZONE, bureau.id)
            deleting = pool.submit(delete)
            waiting.wait(1)
        outcomes = {type(one.exception()) for one in (opening, again, deleting)}
    assert outcomes in ({type(None), BureauGone}, {type(None), SlugTaken, Refused})
