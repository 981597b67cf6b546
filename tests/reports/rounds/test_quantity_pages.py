"""The quantities of a round on the site: added up over what each may read, and taken away as a table."""

import csv
import io
from collections.abc import Callable, Iterator

import html5lib
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import World
from tests.people import Respondent, sign_in
from tests.sites import pass_time

PAGE = "/rounds/2026/quantities"


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after two of the three banners have submitted, with 12 of everything."""

    def submit_two(respondent: Callable[[str], Respondent]) -> None:
        for one in (respondent("bureau"), respondent("foreigner")):
            one.answer_all()
            one.submit()

    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_two) as later:
        yield later


def read_staff(client: FlaskClient) -> list[dict[str, str]]:
    table = csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv").get_data().decode("utf-8-sig"), newline=""))
    return [row for row in table if row["题目编号"] == "staff-total"]


def test_each_sees_the_sums_of_those_they_may_read_and_how_many_gave_them(site: Flask, reviewer: FlaskClient) -> None:
    text = sign_in(site, "province").get(PAGE).text
    html5lib.HTMLParser(strict=True).parse(text)
    assert '药品监管人员</a></th><td>人</td><td class="points">24</td><td class="points">2/3</td>' in text
    assert '<td class="points">12</td><td class="points">1/2</td>' in reviewer.get(PAGE).text
    by_place = sign_in(site, "admin").get(f"{PAGE}?of=staff-total").text
    assert "药品监管人员（人）" in by_place and "全部" in by_place and "包头市" in by_place


def test_in_english_the_page_has_english_heads_and_words(site: Flask) -> None:
    client = sign_in(site, "province")
    client.post("/language", data={"language": "en", "next": "/"})
    for page in (client.get(PAGE).text, client.get(f"{PAGE}?of=staff-total").text):
        html5lib.HTMLParser(strict=True).parse(page)
        assert '<th scope="col" class="few">Given / asked</th>' in page
        assert [word for word in ("合计", "中位数", "应填报", "较上轮", "地区", "分市") if word in page] == []
    assert "said not to be kept: 0, still to come: " in client.get(PAGE).text


def test_it_is_taken_away_as_a_table_city_by_city(site: Flask) -> None:
    rows = [(row["地区"], row["合计"], row["应填报单位数"]) for row in read_staff(sign_in(site, "admin"))]
    assert rows == [("全部", "24", "3"), ("呼和浩特市市场监督管理局", "12", "2"), ("包头市市场监督管理局", "12", "1")]
    book = openpyxl.load_workbook(io.BytesIO(sign_in(site, "admin").get(f"{PAGE}.xlsx").data))
    heads = [cell.value for cell in book.worksheets[0][1]]
    sums = [row[heads.index("合计")].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert 24 in sums


def test_an_auditor_is_told_no_sum_of_a_few(site: Flask) -> None:
    auditor = sign_in(site, "auditor")
    assert "还没有单位提交基础数据" in auditor.get(PAGE).text
    assert read_staff(auditor) == []
