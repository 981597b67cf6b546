"""Word papers on the site: who gets which, what they say, and the letterhead put there and taken off."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from questionnaires.messages import Refused
from reports.word.letterheads import drop_letterhead, find_seen, put_letterhead
from survey.storage.letterheads import Letterhead
from survey.storage.records import TrailEntry
from survey.storage.tables import Round
from tests.databases import World
from tests.people import Respondent, sign_in
from tests.reports.samples import read_pages
from tests.reports.word.letterheads import HEADER, make_letterhead
from tests.reports.word.reading import check_whole, list_figures, read_above, read_words
from tests.sites import pass_time, submit_two

PAPERS = "/rounds/2026/papers"


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after two of the three banners have submitted, and the last day of the third is over."""

    def submit_late(respondent: Callable[[str], Respondent]) -> None:
        bureau, _ = submit_two(respondent)
        with Session(bureau.engine) as session:
            round = session.exec(select(Round)).one()
            round.opens_on, round.closes_on = round.opens_on - timedelta(90), round.opens_on - timedelta(40)
            session.add(round)
            session.commit()

    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_late) as later:
        yield later


@pytest.fixture
def province(site: Flask) -> FlaskClient:
    return sign_in(site, "province")


@pytest.fixture
def admin(site: Flask) -> FlaskClient:
    return sign_in(site, "admin")


def read(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    check_whole(answer.data)
    return read_words(answer.data)


def list_acts(engine: sa.Engine, begin: str) -> list[TrailEntry]:
    with Session(engine) as session:
        query = select(TrailEntry).where(col(TrailEntry.act).startswith(begin))
        return list(session.exec(query.order_by(col(TrailEntry.number))))


def test_a_bureau_edits_the_report_that_it_prints(bureau: Respondent) -> None:
    address = f"/responses/{bureau.response_id}/report"
    printed = "".join(read_pages(bureau.client.get(f"{address}.pdf").data))
    written = bureau.client.get(f"{address}.docx").data
    assert [one for one in list_figures(written) if one not in printed] == []
    assert "土默特左旗市场监督管理局" in read_words(written) and "100.00" in list_figures(written)
    [act] = list_acts(bureau.engine, "paper.")
    assert act.subject == f"response {bureau.response_id}" and '"paper":"gap"' in act.change


def test_the_report_on_a_round_has_the_figures_of_the_page(province: FlaskClient) -> None:
    page = province.get("/rounds/2026/report").text
    assert "应填报单位3个，已提交2个；已认定" in read(province, f"{PAPERS}/report.docx")
    assert [one for one in list_figures(province.get(f"{PAPERS}/report.docx").data) if one not in page] == []


def test_one_city_and_one_level_are_chosen_by_address(province: FlaskClient) -> None:
    assert "应填报单位1个，已提交1个" in read(province, f"{PAPERS}/report.docx?city=150200")
    assert read(province, f"{PAPERS}/circular.docx?level=county") == read(province, f"{PAPERS}/circular.docx")
    assert province.get(f"{PAPERS}/circular.docx?level=city").status_code == 404
    assert province.get(f"{PAPERS}/report.docx?city=999999").status_code == 404


def test_dates_and_prefectures_stand_on_one_line_of_the_list_of_a_notice(province: FlaskClient) -> None:
    with ZipFile(BytesIO(province.get(f"{PAPERS}/notice.docx").data)) as packed:
        grid = re.findall(r'<w:gridCol w:w="(\d+)"', packed.read("word/document.xml").decode())
    _, place, _, _, day = (int(one) / 20 / 10.5 for one in grid[-5:])  # in characters of its size
    assert place >= len("延边朝鲜族自治州") + 0.5 and day >= 10


def test_a_part_is_no_file_of_the_name_of_the_whole(province: FlaskClient) -> None:
    def name(address: str) -> str:
        return unquote(province.get(f"{PAPERS}/{address}").headers["Content-Disposition"]).split("''")[-1]

    assert name("report.docx").endswith("总体报告.docx") and name("circular.docx").endswith("结果通报.docx")
    assert name("report.docx?city=150200").endswith("总体报告（包头市）.docx")
    assert name("circular.docx?city=150200&level=county").endswith("结果通报（包头市，县级）.docx")


def test_a_city_reads_of_its_own_bureaus_only(reviewer: FlaskClient) -> None:
    for paper in ("report", "circular", "letters", "notice"):
        words = read(reviewer, f"{PAPERS}/{paper}.docx")
        assert "托克托" in words and "土默特右旗" not in words, paper


def test_a_letter_goes_to_each_bureau_that_is_late(province: FlaskClient) -> None:
    words = read(province, f"{PAPERS}/letters.docx")
    assert words.count("关于尽快提交自评问卷的函") == 1
    assert "托克托县市场监督管理局：" in words and "填报中，尚未提交" in words
    assert "填报人sibling的人" in words and "主要负责人sibling-head的人" in words
    assert "联系人：province的人" in words and "联系电话：＿＿＿＿＿＿＿＿" in words and "〔〕＿＿＿号" in words


def test_the_letters_are_there_one_by_one_with_a_list(province: FlaskClient) -> None:
    with ZipFile(BytesIO(province.get(f"{PAPERS}/letters.zip").data)) as packed:
        assert packed.namelist() == ["150122托克托县市场监督管理局催办函.docx", "清单.csv"]
        assert "150122,托克托县市场监督管理局" in packed.read("清单.csv").decode("utf-8-sig")
        check_whole(packed.read(packed.namelist()[0]))


def test_where_nobody_is_late_there_is_no_letter(site: Flask) -> None:
    client = sign_in(site, "foreign-city")
    answer = client.get(f"{PAPERS}/letters.docx", follow_redirects=True)
    assert "没有逾期单位，无需发催办函。" in answer.text and "没有逾期单位。" in answer.text


def test_the_notice_names_dates_and_bureaus_and_invents_nothing(admin: FlaskClient) -> None:
    words = read(admin, f"{PAPERS}/notice.docx")
    assert "本次自评共有3个单位填报" in words and "旗县（市、区）3个" in words
    assert "填报基准日为2026年6月30日" in words and "网址：＿＿＿" in words
    assert "审核单位于＿＿＿＿年＿＿月＿＿日前完成审核" in words


def test_the_circular_says_who_is_not_ranked_and_why(province: FlaskClient) -> None:
    words = read(province, f"{PAPERS}/circular.docx")
    assert "没有已认定的单位，不作排名" in words
    assert "逾期未提交1个：托克托县；已提交、尚未认定2个" in words
    assert "由发文单位填写" in words


def test_a_plan_without_items_says_so(bureau: Respondent) -> None:
    words = read(bureau.client, f"/responses/{bureau.response_id}/plan.docx")
    assert "尚无整改事项" in words and "主要负责人（签字）：＿＿＿" in words


def put(admin: FlaskClient, content: bytes, seen: int, name: str = "红头.docx") -> TestResponse:
    return admin.post("/letterhead", data={"file": (BytesIO(content), name), "seen": seen}, follow_redirects=True)


def test_a_letterhead_is_under_every_paper_until_it_is_taken_off(admin: FlaskClient, bureau: Respondent) -> None:
    address = f"/responses/{bureau.response_id}/report.docx"
    page = put(admin, make_letterhead(), 0).text
    assert "版式文件已启用" in page and ">操作人</th>" in page and "签名方" not in page
    assert HEADER in read_above(bureau.client.get(address).data)
    assert HEADER in read_above(admin.get("/letterhead/sample.docx").data)
    assert "红头.docx" in admin.get("/letterhead").text and "红头.docx" in admin.get(PAPERS).text
    check_whole(admin.get("/letterhead/file.docx").data)
    assert "版式文件已停用" in admin.post("/letterhead/remove", data={"seen": 1}, follow_redirects=True).text
    assert HEADER not in read_above(bureau.client.get(address).data)
    assert [one.act for one in list_acts(bureau.engine, "letterhead.")] == ["letterhead.put", "letterhead.drop"]


def test_the_same_letterhead_sent_twice_is_there_once(admin: FlaskClient, engine: sa.Engine) -> None:
    for _ in range(2):
        assert put(admin, make_letterhead(), 0).status_code == 200
    with Session(engine) as session:
        [one] = session.exec(select(Letterhead)).all()
    assert HEADER in read_above(b64decode(one.content))
    assert len(list_acts(engine, "letterhead.")) == 1


def test_whoever_has_not_seen_the_letterhead_of_another_is_told(engine: sa.Engine, bureau: Respondent) -> None:
    put_letterhead(engine, bureau.id, "甲.docx", make_letterhead(), 0)
    with pytest.raises(Refused, match="Meanwhile somebody else"):
        drop_letterhead(engine, bureau.id, 0)
    with Session(engine) as session:
        seen = find_seen(session)
    drop_letterhead(engine, bureau.id, seen)
    drop_letterhead(engine, bureau.id, seen)  # sent twice


def test_a_file_that_is_none_is_told_and_nothing_is_kept(admin: FlaskClient, engine: sa.Engine) -> None:
    for content, name, words in (
        (b"x", "a.docx", "这不是Word文件（.docx）"),
        (b"", "", "请先选择一个Word文件"),
    ):
        answer = put(admin, content, 0, name)
        assert answer.status_code == 422 and words in answer.text
    with Session(engine) as session:
        assert session.exec(select(Letterhead)).all() == []


def test_papers_are_offered_where_the_pdf_is(province: FlaskClient, admin: FlaskClient, bureau: Respondent) -> None:
    assert f'href="{PAPERS}"' in admin.get("/rounds/2026/administration").text
    assert f'href="{PAPERS}"' in province.get("/rounds/2026").text
    assert "report.docx" in bureau.client.get(f"/responses/{bureau.response_id}/result").text
    page = province.get(PAPERS).text
    assert "letters.zip" in page and "circular.docx" in page and 'href="/letterhead"' not in page
    assert 'href="/letterhead"' in admin.get(PAPERS).text
