"""Closing the levels of a round, and excusing a bureau from it."""

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from questionnaires.messages import Refused
from survey.responses.workflow import NotReady, StateTransitionError
from survey.rounds.absences import ask_again, leave_out
from survey.rounds.closings import list_levels
from survey.rounds.settling import StillOpen, close_level
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Absence, Action, Role, State
from survey.storage.tables import Bureau, Person, Response, Round
from survey.storage.together import Closing
from tests.people import Respondent, sign_in
from tests.reports.making.working import fetch_output

FIRST, SECOND, THIRD = "150121", "150122", "150221"  # two banners of one city, one of another
CITY, OTHER_CITY, PROVINCE = "150100", "150200", "150000"
WHERE = tuple[State, bool]  # a state, and whether the bureau is excused


def place(engine: sa.Engine, **where: WHERE) -> None:
    """Put responses where they are wanted, by the code of the bureau (with a letter before it)."""
    with writing(engine) as session:
        for code, (state, is_excused) in where.items():
            query = select(Response).join(Bureau).where(Bureau.code == code[1:])
            response = session.exec(query).one()
            response.state = state
            response.submitted_at = None if state in (State.DRAFTING, State.SIGNED_OFF) else now()
            out = (Absence.EXCUSED, now(), "机构撤并") if is_excused else (None, None, "")
            response.absence, response.absent_at, response.absent_reason = out


def close(engine: sa.Engine, code: str, login: str = "province") -> None:
    with Session(engine) as session:
        bureau = session.exec(select(Bureau.id).where(Bureau.code == code)).one()
        person = session.exec(select(Person.id).where(Person.login == login)).one()
        round = session.exec(select(Round.id)).one()
    close_level(engine, round, bureau, person)


def try_close(engine: sa.Engine, code: str) -> bool:
    try:
        close(engine, code)
    except StillOpen:
        return False
    return True


def list_closed(engine: sa.Engine) -> set[str]:
    with Session(engine) as session:
        round = session.exec(select(Round.id)).one()
        return {level.bureau.code for level in list_levels(session, round) if level.closing}


def path_of(engine: sa.Engine, code: str) -> str:
    with Session(engine) as session:
        return f"/rounds/2026/levels/{session.exec(select(Bureau.id).where(Bureau.code == code)).one()}"


@pytest.fixture
def province(site: Flask) -> FlaskClient:
    return sign_in(site, "province")


@pytest.fixture
def all_accepted(engine: sa.Engine) -> None:
    place(engine, **{f"b{code}": (State.ACCEPTED, False) for code in (FIRST, SECOND, THIRD)})


WHEREVER = st.tuples(st.sampled_from(State), st.booleans())


@given(first=WHEREVER, second=WHEREVER, third=WHEREVER)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_level_closes_exactly_when_nothing_below_is_open(
    engine: sa.Engine, first: WHERE, second: WHERE, third: WHERE
) -> None:
    with writing(engine) as session:
        session.connection().execute(sa.delete(Closing))
    place(engine, **{f"b{FIRST}": first, f"b{SECOND}": second, f"b{THIRD}": third})
    past = [excused or state in (State.PROVINCIAL_REVIEW, State.ACCEPTED) for state, excused in (first, second, third)]
    done = [excused or state is State.ACCEPTED for state, excused in (first, second, third)]
    assert not try_close(engine, PROVINCE)  # no city is closed yet
    assert try_close(engine, CITY) == (past[0] and past[1])
    assert try_close(engine, OTHER_CITY) == past[2]
    assert try_close(engine, PROVINCE) == all(done)


def test_closing_twice_is_closing_once(engine: sa.Engine, all_accepted: None) -> None:
    for _ in range(2):
        close(engine, CITY)
    with Session(engine) as session:
        assert len(session.exec(select(Closing)).all()) == 1
        assert [one.act for one in session.exec(select(TrailEntry).where(TrailEntry.subject == "round 2026"))] == [
            "round.close"
        ]


def test_what_is_in_the_way_is_listed_by_bureau(engine: sa.Engine, reviewer: FlaskClient) -> None:
    place(engine, **{f"b{FIRST}": (State.PROVINCIAL_REVIEW, False), f"b{SECOND}": (State.CITY_REVIEW, False)})
    refused = reviewer.post(path_of(engine, CITY), follow_redirects=True).text
    assert "托克托县市场监督管理局" in refused
    assert "土默特左旗" not in refused
    assert list_closed(engine) == set()


def test_of_very_many_in_the_way_those_of_one_level_are_listed_at_a_time(
    monkeypatch: pytest.MonkeyPatch, administrator: FlaskClient
) -> None:
    every = administrator.get("/rounds/2026/levels").text
    assert every.count("<details") == 3
    monkeypatch.setattr("survey.rounds.closing_pages.MOST_LISTED", 1)
    first, other = (administrator.get(f"/rounds/2026/levels{query}").text for query in ("", f"?open={OTHER_CITY}"))
    assert first.count("<details") == other.count("<details") == 1
    assert "土默特右旗" in other and "土默特右旗" not in first
    assert f"open={OTHER_CITY}#level-{OTHER_CITY}" in first


def test_a_city_closes_its_own_level_and_no_other(engine: sa.Engine, reviewer: FlaskClient, all_accepted: None) -> None:
    answers = {code: reviewer.post(path_of(engine, code)).status_code for code in (CITY, OTHER_CITY, PROVINCE)}
    assert answers == {CITY: 302, OTHER_CITY: 404, PROVINCE: 404}
    assert list_closed(engine) == {CITY}


def test_the_province_closes_for_a_city_and_then_itself(
    engine: sa.Engine, province: FlaskClient, all_accepted: None
) -> None:
    for code in (CITY, PROVINCE, OTHER_CITY, PROVINCE):  # the first try of the province comes too early
        province.post(path_of(engine, code))
    assert list_closed(engine) == {CITY, OTHER_CITY, PROVINCE}
    assert "已办结" in province.get("/rounds/2026/levels").text


def test_reopening_lifts_the_closings_above_and_the_trail_says_so(
    engine: sa.Engine, bureau: Respondent, all_accepted: None
) -> None:
    for code in (CITY, OTHER_CITY, PROVINCE):
        close(engine, code)
    bureau.act(Action.REOPEN, bureau.find(Role.ADMINISTRATOR), "数据口径有变")
    assert list_closed(engine) == {OTHER_CITY}
    with Session(engine) as session:
        lifted = session.exec(select(TrailEntry.change).where(TrailEntry.act == "round.lift")).one()
    assert lifted == '{"before":["150100","150000"]}'


def test_the_provinces_own_response_lifts_the_provinces_closing(engine: sa.Engine, all_accepted: None) -> None:
    with writing(engine) as session:
        first = session.exec(select(Response).join(Bureau).where(Bureau.code == FIRST)).one()
        top = session.exec(select(Bureau).where(Bureau.code == PROVINCE)).one()
        own = Response(round_id=first.round_id, bureau_id=top.id, questionnaire_id=first.questionnaire_id)
        own.absence, own.absent_at, own.absent_reason = Absence.EXCUSED, now(), "不参加"
        session.add(own)
        session.flush()
        admin = session.exec(select(Person.id).where(Person.login == "admin")).one()
    for code in (CITY, OTHER_CITY, PROVINCE):
        close(engine, code)
    ask_again(engine, own.id, admin)
    assert list_closed(engine) == {CITY, OTHER_CITY}


@pytest.mark.parametrize(
    ("closed", "state", "action", "role"),
    [
        (CITY, State.SIGNED_OFF, Action.SUBMIT, Role.HEAD),
        (CITY, State.SUBMITTED, Action.TAKE_UP, Role.CITY_REVIEWER),
        (PROVINCE, State.SUBMITTED, Action.TAKE_UP, Role.CITY_REVIEWER),
    ],
)
def test_a_closed_level_accepts_nothing_more(
    engine: sa.Engine, bureau: Respondent, closed: str, state: State, action: Action, role: Role
) -> None:
    bureau.answer_all()
    place(engine, **{f"b{FIRST}": (state, False)})
    with writing(engine) as session:  # by hand, as nobody could close it so
        response = session.get_one(Response, bureau.response_id)
        above = session.exec(select(Bureau.id).where(Bureau.code == closed)).one()
        session.add(Closing(round_id=response.round_id, bureau_id=above, closed_at=now(), closed_by_id=bureau.id))
    with pytest.raises(NotReady, match="closed"):
        bureau.act(action, bureau.find(role))


def test_below_a_closed_city_the_province_goes_on(engine: sa.Engine, bureau: Respondent, all_accepted: None) -> None:
    place(engine, **{f"b{FIRST}": (State.PROVINCIAL_REVIEW, False)})
    close(engine, CITY)
    with pytest.raises(NotReady, match="undecided"):  # not "closed"
        bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))


def test_an_excused_bureau_is_in_nobodys_way_and_not_late(
    engine: sa.Engine, bureau: Respondent, reviewer: FlaskClient
) -> None:
    place(engine, **{f"b{SECOND}": (State.PROVINCIAL_REVIEW, False)})
    answer = reviewer.post(
        f"/responses/{bureau.response_id}/excuse",
        data={"absence": "excused", "reason": "机构撤并"},
        follow_redirects=True,
    )
    assert "免报" in answer.text
    reviewer.post(path_of(engine, CITY))
    assert list_closed(engine) == {CITY}


def test_asking_again_opens_the_level_and_the_form(
    engine: sa.Engine, bureau: Respondent, reviewer: FlaskClient
) -> None:
    place(engine, **{f"b{SECOND}": (State.PROVINCIAL_REVIEW, False), f"b{FIRST}": (State.DRAFTING, True)})
    close(engine, CITY)
    reviewer.post(f"/responses/{bureau.response_id}/excuse", data={"ask-again": "y"})
    assert list_closed(engine) == set()
    assert bureau.answer("emergency-plan", True).version == 1


@pytest.mark.parametrize(
    ("login", "expected"), [("city", 302), ("province", 302), ("admin", 302), ("foreign-city", 404), ("bureau", 404)]
)
def test_a_bureau_is_excused_by_those_above_it(login: str, expected: int, site: Flask, bureau: Respondent) -> None:
    path = f"/responses/{bureau.response_id}/excuse"
    assert sign_in(site, login).post(path, data={"absence": "excused", "reason": "机构撤并"}).status_code == expected


@pytest.mark.parametrize("reason", ["", "  ", "长" * 501])
def test_an_excuse_needs_a_reason(reason: str, bureau: Respondent, administrator: FlaskClient) -> None:
    answer = administrator.post(
        f"/responses/{bureau.response_id}/excuse", data={"absence": "excused", "reason": reason}
    )
    assert (answer.status_code, "请说明理由" in answer.text) == (422, True)


def test_what_was_handed_in_cannot_be_excused(
    engine: sa.Engine, bureau: Respondent, administrator: FlaskClient
) -> None:
    place(engine, **{f"b{FIRST}": (State.SUBMITTED, False)})
    with pytest.raises(Refused, match="submitted meanwhile"):
        leave_out(engine, {bureau.response_id: Absence.EXCUSED}, "机构撤并", bureau.find(Role.ADMINISTRATOR))
    assert "不能移出" in administrator.get(f"/responses/{bureau.response_id}/excuse").text


def test_an_excused_bureau_cannot_move_until_it_is_asked_again(engine: sa.Engine, bureau: Respondent) -> None:
    bureau.answer_all()
    admin = bureau.find(Role.ADMINISTRATOR)
    leave_out(engine, {bureau.response_id: Absence.EXCUSED}, "机构撤并", admin)
    with pytest.raises(StateTransitionError):
        bureau.submit()
    ask_again(engine, bureau.response_id, admin)
    bureau.submit()
    with Session(engine) as session:
        acts = session.exec(select(TrailEntry.act).where(TrailEntry.subject == f"response {bureau.response_id}"))
        assert [act for act in acts if act.startswith("round.")] == ["round.excuse", "round.ask-again"]


def test_a_level_of_another_round_or_of_nowhere_is_not_there(province: FlaskClient, engine: sa.Engine) -> None:
    assert province.post("/rounds/2026/levels/99999999999999999999").status_code == 404
    assert province.post(path_of(engine, FIRST)).status_code == 404


def test_the_administrators_page_counts_city_by_city(
    engine: sa.Engine, administrator: FlaskClient, respondent: Callable[[str], Respondent]
) -> None:
    place(engine, **{f"b{FIRST}": (State.ACCEPTED, False), f"b{SECOND}": (State.DRAFTING, True)})
    page = " ".join(administrator.get("/rounds/2026/administration").text.split())
    assert "免报 1" in page
    assert "已认定 1" in page


def test_the_aggregate_lists_an_excused_bureau_as_such_and_without_a_score(
    engine: sa.Engine, administrator: FlaskClient
) -> None:
    place(engine, **{f"b{FIRST}": (State.RETURNED, True)})
    archive = zipfile.ZipFile(io.BytesIO(fetch_output(administrator, "csv").data))
    rows = csv.DictReader(io.StringIO(archive.read("wide.csv").decode("utf-8-sig")))
    [row] = [one for one in rows if one["单位代码"] == FIRST]
    assert (row["状态"], row["得分"]) == ("免报", "")
