"""What leaders and auditors read: figures that lead to what they are made of, and nothing of what is not accepted."""

import csv
import io
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.loading import load_library
from questionnaires.wording import round_half_up
from reports.tables.exporting import export_files
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round
from survey.web import paging
from survey.web.words import USUAL_LABELS, name_label
from tests.conftest import NOTICE
from tests.machine import ZONE
from tests.people import Respondent, sign_in
from tests.reports.leading.reading import REASON, accept_all, happen, read_lines
from tests.sites import Relive
from tests.survey.reviewing.deciding import find_yes_no
from tests.survey.web.test_pages import read_html

PAGE = "/overview/2026"


@pytest.fixture
def leader(relive: Relive, site: Flask) -> FlaskClient:
    relive(happen)
    return sign_in(site, "leader")


def find_links(page: str, words: str) -> list[str]:
    """The addresses of the links that end in some words."""
    return [one.replace("&amp;", "&") for one in re.findall(rf'href="([^"]+)"[^>]*>(?:<[^>]+>)*\s*{words}', page)]


def test_a_leader_begins_with_the_newest_round_of_which_something_is_accepted(leader: FlaskClient) -> None:
    answer = leader.get("/", follow_redirects=True)
    assert answer.request.path == PAGE
    assert "应填报3家" in answer.text
    assert "已认定1家：不足5个单位，不作统计" in answer.text


def test_a_list_without_bars_says_why(leader: FlaskClient) -> None:
    page = leader.get(PAGE).text
    assert 'class="share"></td>' in page and re.search(r'<p class="small">不足5个单位，不作统计。\s*<a', page)


def test_where_nothing_is_asked_the_page_says_what_will_stand_there(site: Flask, engine: sa.Engine) -> None:
    with writing(engine) as session:
        for one in session.exec(select(Response)).all():
            session.delete(one)
    assert "还没有您所辖单位参加的轮次" in sign_in(site, "leader").get("/overview", follow_redirects=True).text
    assert sign_in(site, "leader").get(PAGE).status_code == 404


@pytest.mark.parametrize(("words", "count"), [("已认定", 1), ("审核中", 1), ("未提交", 1), ("逾期", 0)])
def test_every_count_leads_to_the_bureaus_that_it_counts(words: str, count: int, leader: FlaskClient) -> None:
    show = {"已认定": "verified", "审核中": "reviewing", "未提交": "missing", "逾期": "late"}[words]
    page = leader.get(f"{PAGE}/bureaus?show={show}").text
    assert page.count('<th scope="row">') == count
    if words != "已认定":
        assert f"<strong>{count}</strong> {words}" in leader.get(PAGE).text


def test_the_figures_are_those_of_the_exported_tables(
    relive: Relive, site: Flask, engine: sa.Engine, tmp_path: Path
) -> None:
    """A province of three counties, all of them accepted."""
    relive(accept_all)
    leader = sign_in(site, "leader")
    with Session(engine) as session:
        round = session.exec(select(Round).where(Round.slug == "2026")).one()
        export_files(session, round, tmp_path, ZONE)
    bureaus, domains, gaps = (read_file(tmp_path / f"{name}.csv") for name in ("bureaus", "domains", "gaps"))
    lines = {one["代码"]: one for one in read_lines(leader, f"{PAGE}/bureaus.csv")}
    assert {code: (one["认定得分"], one["等级"]) for code, one in lines.items()} == {
        one["单位代码"]: (show(one["认定得分"]), one["认定等级"]) for one in bureaus
    }
    first = leader.get(PAGE).text
    for one in bureaus:
        assert f">{show(one['认定得分'])}</a>" in first
        own = leader.get(f"{PAGE}/bureaus/{one['单位代码']}").text
        shown = dict(re.findall(r'domain=(\w+)#questions">([0-9.]+)</a>', own))
        assert shown == {
            each["领域编号"]: show(each["认定领域得分"])
            for each in domains
            if each["单位代码"] == one["单位代码"] and each["认定领域得分"]
        }
        assert f"差距{sum(each['单位代码'] == one['单位代码'] for each in gaps)}项" in own
    counted = Counter(one["事项"] for one in gaps)
    named = dict(
        re.findall(r'<th scope="row"><a href="[^"]*/duties/[^"]*">([^<]+)</a>.*?#who">(\d+)/', first, re.DOTALL)
    )
    assert named == {title: str(count) for title, count in counted.items()}


def show(figure: str) -> str:
    return f"{round_half_up(Fraction(figure)):.2f}"


def read_file(path: Path) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_one_answer_has_its_file_its_decision_and_who_did_what(leader: FlaskClient, bureau: Respondent) -> None:
    aside = find_yes_no(bureau)[0]
    page = leader.get(f"{PAGE}/bureaus/150121/questions/{aside}").text
    assert "证明.pdf" in page
    assert REASON in page and "改定" in page and "city的人" in page
    assert "bureau的人" in page
    assert "未达标" in page


def test_nothing_of_what_is_not_accepted_is_shown(leader: FlaskClient, respondent: Any, engine: sa.Engine) -> None:
    submitted, draft = respondent("sibling"), respondent("foreigner")
    draft.answer(find_yes_no(draft)[0], True)
    assert "自评100.00分" in leader.get(f"{PAGE}/bureaus/150122").text
    waiting = leader.get(f"{PAGE}/bureaus/150221").text
    assert "填报中" in waiting and "分" not in re.sub(r"<[^>]+>", "", waiting.split("<h1>")[1].split("<footer")[0])
    for one, code in ((submitted, "150122"), (draft, "150221")):
        question = find_yes_no(one)[0]
        assert leader.get(f"{PAGE}/bureaus/{code}/questions/{question}").status_code == 404
        for address in ("result", "evidence", "report.pdf", f"answers/{question}/history", "notes"):
            assert leader.get(f"/responses/{one.response_id}/{address}").status_code == 404


def test_other_rounds_of_the_year_stand_beside_it(leader: FlaskClient, engine: sa.Engine) -> None:
    with writing(engine) as session:
        first = session.exec(select(Round).where(Round.slug == "2026")).one()
        other = open_round(session, "2026-b", "2026年度专项", first.as_of, first.opens_on, first.closes_on)
        issued = issue_questionnaire(session, other, load_library(), NOTICE, "county")
        invite_bureaus(session, issued, session.exec(select(Bureau).where(Bureau.code == "150121")).all())
    page = leader.get(PAGE).text
    assert "2026年度专项</a>（1家中已认定0家）" in page
    with writing(engine) as session:
        session.exec(select(IssuedQuestionnaire).where(IssuedQuestionnaire.id == issued.id)).one().document = "sample"
    assert sign_in(leader.application, "city-leader").get(f"{PAGE}/years").status_code == 200
    assert leader.get("/overview?round=2026-b", follow_redirects=True).request.path == "/overview/2026-b"


def test_a_citys_leader_reads_of_the_city_alone(leader: FlaskClient, site: Flask) -> None:
    own = sign_in(site, "city-leader")
    page = own.get("/overview", follow_redirects=True).text
    assert "应填报2家" in page and "土默特右旗" not in page
    assert own.get(f"{PAGE}/bureaus/150221").status_code == 404
    assert own.get(f"{PAGE}?place=150200").status_code == 404
    assert own.get(f"{PAGE}?place=150000").status_code == 404  # it lies above the city
    assert len(read_lines(own, f"{PAGE}/bureaus.csv")) == 2


def test_a_duty_names_who_does_not_meet_it_and_leads_to_the_answer(leader: FlaskClient, bureau: Respondent) -> None:
    aside = find_yes_no(bureau)[0]
    question = bureau.questionnaire.by_id[aside]
    duty = question.library or f"{question.document}/{aside}"
    page = leader.get(f"{PAGE}/duties/{duty}?level=county&verdict=unmet").text
    assert "土默特左旗" in page
    assert f"{PAGE}/bureaus/150121/questions/{aside}" in find_links(page, "0.00%")
    assert "没有符合条件的单位" in leader.get(f"{PAGE}/duties/{duty}?level=county&verdict=partial").text


def test_what_is_downloaded_is_in_the_trail(leader: FlaskClient, engine: sa.Engine) -> None:
    read_lines(leader, f"{PAGE}/bureaus.csv")
    with Session(engine) as session:
        assert session.exec(select(TrailEntry.act).order_by(col(TrailEntry.number).desc())).first() == "report.overview"


def test_a_long_list_comes_in_pages(leader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "A_PAGE", 2)
    first, second = (leader.get(f"{PAGE}/bureaus?level=county&page={number}").text for number in ("1", "99"))
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (2, 1)
    assert f"{PAGE}/bureaus?level=county&page=2" in find_links(first, "下一页")
    assert "第2页，共2页" in second


@pytest.mark.parametrize(
    "query",
    [
        "level=x",
        "page=0",
        "page=9999999999",
        "page=x",
        "show=x&order=y&grade=z",
        "words=%00",
        "verdict=x&domain=y&order=z",
    ],
)
def test_junk_in_an_address_asks_for_nothing(query: str, leader: FlaskClient) -> None:
    for address in (PAGE, f"{PAGE}/bureaus", f"{PAGE}/bureaus/150121", f"{PAGE}/years", f"{PAGE}/domains/N12"):
        assert leader.get(f"{address}?{query}").status_code == 200


def test_the_years_say_how_many_bureaus_they_are_of(relive: Relive, site: Flask) -> None:
    relive(accept_all)
    years = sign_in(site, "leader").get(f"{PAGE}/years?level=county").text
    assert re.search(r"考核年度：.*（3家）。", years) and "各年已认定的单位不尽相同" not in years


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_every_page_is_strict_html_and_every_link_leads_somewhere(language: str, leader: FlaskClient) -> None:
    leader.post("/language", data={"language": language})
    seen: set[str] = set()
    for address in walk(leader, "/overview", seen):
        answer = leader.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        if answer.mimetype == "text/html":
            assert read_html(answer)[1] == [], address


GRADED = (PAGE, *(f"{PAGE}/{one}" for one in ("bureaus", "bureaus.csv", "bureaus/150121")))


def test_grades_and_levels_are_in_the_language_of_the_page(relive: Relive, site: Flask) -> None:
    relive(accept_all)
    leader = sign_in(site, "leader")
    leader.post("/language", data={"language": "en"})
    for address in (*GRADED, "/years/2025/ranking", "/years/2025/ranking.csv"):
        text = re.sub(r' value="[^"]*"', "", leader.get(address).text)
        assert re.search("excellent|below standard", text), address
        assert [one for one in (*USUAL_LABELS, "县（市、区）") if one in text] == [], address


def test_the_usual_words_are_those_of_the_library_and_others_stay_as_typed(site: Flask) -> None:
    assert {one.label: one.grade for one in load_library().documents[NOTICE].bands} == USUAL_LABELS
    with site.test_request_context():
        assert [name_label(one) for one in ("达到一级", "")] == ["达到一级", ""]


def walk(client: FlaskClient, first: str, seen: set[str]) -> list[str]:
    """One page of each kind that links lead to from a page on."""
    found, waiting = [], [first]
    while waiting:
        address = waiting.pop()
        kind = re.sub(r"/(bureaus|domains|duties|questions|responses|evidence)/[^/?]+", r"/\1/x", address.split("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        found.append(address)
        page = client.get(address, follow_redirects=True)
        if "text/html" in page.content_type and address.startswith("/overview"):
            links = re.findall(r'href="(/[^"#]*)', page.text)
            waiting += [one.replace("&amp;", "&") for one in links if not one.startswith("/static")]
    return found


@pytest.mark.parametrize("login", ["leader", "city-leader"])
def test_no_page_gives_a_statistic_of_fewer_than_five(login: str, relive: Relive, site: Flask) -> None:
    """Three counties, two of them in one city, are all accepted."""
    relive(accept_all)
    reader = sign_in(site, login)
    asked = "?level=county"
    for address in ("", "/bureaus", "/domains/N12", "/years"):
        page = reader.get(f"{PAGE}{address}{asked}").text
        words = re.sub(r"<[^>]+>|\s", "", page[page.index("<h1>") :])
        assert not re.search(r"平均(分|得分率|得分)?\d", words), address
        assert "%" not in words, address
        assert address != "" or "<meter" not in page
    assert "不足5个单位，不作统计" in reader.get(PAGE + asked).text
