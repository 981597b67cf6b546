"""The report on a round on the site: what each reader sees of it, and that page and PDF say the same."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.answers import Answer
from survey.accounts.accounts import add_person
from survey.installing.settings import Settings
from survey.responses.reviews import confirm_all, decide
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Action, Decision, Role
from survey.storage.tables import Person, Response
from tests.databases import World
from tests.people import Respondent, sign_in
from tests.reports.making.working import OUTPUTS, fetch_output
from tests.reports.samples import read_pages
from tests.sites import pass_time, submit_two
from tests.survey.bureaus.outsiders import add_outsider

PAGE = "/rounds/2026/report"


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after two of the three banners have submitted: one at full credit, one with a single no."""

    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_two) as later:
        yield later


def test_the_whole_round_is_there_for_the_province_and_the_administrator(site: Flask) -> None:
    for login in ("province", "admin"):
        text = sign_in(site, login).get(PAGE).text
        assert "应填报单位3个，已提交2个；" in text
        assert "填报中1个：托克托县" in text and "土默特右旗" in text


def test_a_city_sees_its_own_bureaus_only(reviewer: FlaskClient) -> None:
    text = reviewer.get(PAGE).text
    assert "应填报单位2个，已提交1个" in text
    assert "土默特右旗" not in text and "包头市" not in text


def test_the_province_can_look_at_one_city_and_a_city_at_no_other(site: Flask, reviewer: FlaskClient) -> None:
    assert "应填报单位1个，已提交1个" in sign_in(site, "province").get(f"{PAGE}?city=150200").text
    assert reviewer.get(f"{PAGE}?city=150200").status_code == 404
    assert reviewer.get(f"{OUTPUTS}/pdf?city=150200").status_code == 404


def test_a_city_does_not_get_the_report_of_the_place_above_it(reviewer: FlaskClient) -> None:
    for path in (f"{OUTPUTS}/pdf?city=150000", f"{OUTPUTS}/pdf/file?city=150000"):
        assert reviewer.get(path).status_code == 404
    assert reviewer.post(f"{OUTPUTS}/pdf?city=150000").status_code == 404


def test_what_one_reviewer_is_named_for_is_not_remembered_for_a_colleague(site: Flask, engine: sa.Engine) -> None:
    outsider_id = add_outsider(engine)
    with writing(engine) as session:
        outsider = session.get_one(Person, outsider_id)
        colleague = add_person(session, "second-outsider", "同事", Role.PROVINCIAL_REVIEWER, outsider.bureau)
        known = session.exec(select(Person).where(Person.login == "province")).one()
        for one in (outsider, colleague):
            one.password_hash, one.password_set_at = known.password_hash, known.password_set_at
        handed_in = session.exec(select(Response).where(col(Response.submitted_at).is_not(None))).first()
        assert handed_in is not None and known.bureau_id is not None
        handed_in.bureau_id = known.bureau_id
    for path in (PAGE, "/rounds/2026/quantities"):
        assert sign_in(site, "outsider").get(path).status_code == 200
        assert sign_in(site, "second-outsider").get(path).status_code == 404


def test_page_and_pdf_say_the_same(administrator: FlaskClient) -> None:
    page, pdf = administrator.get(PAGE).text, "".join(read_pages(fetch_output(administrator, "pdf").data))
    figures = "按自评得分计入统计2个。"
    words = page[page.index(figures) :].partition("不足5个单位")[0]
    assert "土默特右旗" in words
    assert words in "".join(pdf.split())
    assert "分市报告：包头市" in page and "分市报告：包头市" in pdf


def test_who_has_not_submitted_is_no_zero(administrator: FlaskClient) -> None:
    text = administrator.get(PAGE).text
    assert "最低0.00" not in text
    assert "托克托县" not in text.partition("各单位各领域得分")[2].partition("共性差距")[0]


def test_one_accepted_bureau_among_others_is_never_in_one_average_with_their_own_word(
    site: Flask, engine: sa.Engine, respondent: Callable[[str], Respondent], administrator: FlaskClient
) -> None:
    bureau = respondent("bureau")
    question = next(one.id for one in bureau.questionnaire.questions if one.criterion.kind == "yes_no")
    city, province = bureau.find(Role.CITY_REVIEWER), bureau.find(Role.PROVINCIAL_REVIEWER)
    bureau.act(Action.TAKE_UP, city)
    decide(engine, bureau.response_id, question, Decision.SET_ASIDE, city, Answer(False), "未见文件。")
    confirm_all(engine, bureau.response_id, city, {one.id: 1 for one in bureau.questionnaire.questions})
    bureau.act(Action.PASS_ON, city)
    text = administrator.get(PAGE).text
    own = text[text.index("按自评得分计入统计2个。") :].partition("。</p>")[0]
    assert "尚无已认定的单位" in text
    bureau.act(Action.ACCEPT, province)
    text = administrator.get(PAGE).text
    assert "平均分、分布和比较一律按自评得分统计" in text and "自评高于认定1个" in text
    assert own.partition("未计入")[0] in text  # to the digit, though one is worth less by now
    assert "旗县（市、区）应填报3个，已认定1个，审核中1个，未提交1个" in text  # only the verified score is ranked
    assert "认定1个：" in text and "100.00分。未达标" not in text.partition("认定1个：")[2][:60]


def test_where_every_bureau_that_is_in_is_accepted_the_basis_is_verified(
    engine: sa.Engine, respondent: Callable[[str], Respondent], administrator: FlaskClient
) -> None:
    for login in ("bureau", "foreigner"):
        bureau = respondent(login)
        city, province = bureau.find(Role.CITY_REVIEWER), bureau.find(Role.PROVINCIAL_REVIEWER)
        bureau.act(Action.TAKE_UP, city)
        confirm_all(engine, bureau.response_id, city, {one.id: 1 for one in bureau.questionnaire.questions})
        bureau.act(Action.PASS_ON, city)
        bureau.act(Action.ACCEPT, province)
    text = administrator.get(PAGE).text
    assert "已提交的单位均已认定，平均分、分布和比较按认定得分统计" in text and "按认定得分计入统计2个。" in text


def test_the_download_is_named_for_its_scope_and_is_in_the_trail(reviewer: FlaskClient, engine: sa.Engine) -> None:
    answer = fetch_output(reviewer, "pdf")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    with Session(engine) as session:
        last = session.exec(select(TrailEntry).order_by(col(TrailEntry.number).desc())).first()
        assert last is not None and (last.act, last.subject) == ("round.report", "round 2026")
        assert "呼和浩特市" in last.change


def test_the_same_report_is_rendered_once(reviewer: FlaskClient, settings: Settings) -> None:
    first, second = fetch_output(reviewer, "pdf").data, fetch_output(reviewer, "pdf").data
    assert first == second
    assert len(list(Path(settings.data_folder, "reports").glob("round-*.pdf"))) == 1


def test_it_is_offered_where_the_round_is(administrator: FlaskClient, reviewer: FlaskClient) -> None:
    assert f'href="{PAGE}"' in administrator.get("/rounds/2026/administration").text
    assert f'href="{PAGE}"' in reviewer.get("/rounds/2026").text
