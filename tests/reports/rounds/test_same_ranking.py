"""The ranking of one province says the same on the page, in the PDF, in the CSV files and in the workbook."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator

import html5lib
import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from survey.responses.reviews import confirm_all
from survey.storage.states import Action, Role
from tests.databases import World
from tests.people import Respondent, sign_in
from tests.reports.making.working import fetch_output
from tests.reports.samples import read_pages
from tests.sites import pass_time, submit_two
from tests.survey.maps.test_geojson import feature, write

PAGE = "/rounds/2026/report"


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after two of the three banners were accepted, one at full credit, one with a single no."""

    def accept_two(respondent: Callable[[str], Respondent]) -> None:
        for one in submit_two(respondent):
            accept(one)

    with pass_time(world, tmp_path_factory.mktemp("accepted"), accept_two) as later:
        yield later


def accept(bureau: Respondent) -> None:
    city, province = bureau.find(Role.CITY_REVIEWER), bureau.find(Role.PROVINCIAL_REVIEWER)
    bureau.act(Action.TAKE_UP, city)
    seen = {one.id: 1 for one in bureau.questionnaire.questions}
    confirm_all(bureau.engine, bureau.response_id, city, seen)
    bureau.act(Action.PASS_ON, city)
    bureau.act(Action.ACCEPT, province)


def read_csv(packed: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))


def read_sheet(book: bytes, title: str) -> list[dict[str, str]]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(book))[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), ("" if cell is None else str(cell) for cell in row), strict=True)) for row in rows]


def read_table(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table behind a heading."""
    part = page[page.index(heading) :]
    rows = re.findall(r"<tr>(.*?)</tr>", part[: part.index("</table>")], re.S)
    return [
        [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[dh].*?>(.*?)</t[dh]>", row, re.S)] for row in rows[1:]
    ]


def test_page_pdf_csv_and_xlsx_have_the_same_ranks_and_scores(site: Flask, engine: sa.Engine) -> None:
    admin = sign_in(site, "admin")
    page = admin.get(PAGE).text
    html5lib.HTMLParser(strict=True).parse(page)
    pdf = "".join("".join(read_pages(fetch_output(admin, "pdf").data)).split())
    packed, book = fetch_output(admin, "csv").data, fetch_output(admin, "xlsx").data

    listed = [[row[0], row[2]] for row in read_table(page, "名次</h2>")]
    counties = [row for row in read_csv(packed, "ranking.csv") if row["层级"] == "旗县（市、区）"]
    assert [row["名次"] for row in counties] == ["1", "2"] and counties[0]["认定得分"] == "100.00"
    assert [[row["名次"], f"{float(row['认定得分']):.2f}"] for row in counties] == listed
    sheet = read_sheet(book, "名次")
    assert [(row["名次"], row["单位代码"]) for row in sheet] == [
        (row["名次"], row["单位代码"]) for row in read_csv(packed, "ranking.csv")
    ]
    assert [float(row["认定得分"]) for row in sheet] == [
        float(row["认定得分"]) for row in read_csv(packed, "ranking.csv")
    ]
    for rank, score in listed:
        assert re.search(rf"{rank}[^\d]+{re.escape(score)}", pdf)


@pytest.mark.usefixtures("small_groups")
def test_the_cities_have_the_same_ranks_and_means_everywhere(site: Flask) -> None:
    admin = sign_in(site, "admin")
    page = admin.get(PAGE).text
    pdf = "".join("".join(read_pages(fetch_output(admin, "pdf").data)).split())
    packed, book = fetch_output(admin, "csv").data, fetch_output(admin, "xlsx").data
    cities = read_csv(packed, "cities.csv")
    assert [(row["名次"], row["已认定单位数"], row["应填报单位数"]) for row in cities] == [
        ("1", "1", "2"),
        ("2", "1", "1"),
    ]
    shown = read_table(page, "各市名次</h3>")
    assert [row[0] for row in shown] == ["1", "2"]
    assert [row[2] for row in shown] == [f"{float(row['认定平均']):.2f}" for row in cities]
    assert [float(row["认定平均"]) for row in read_sheet(book, "各市名次")] == [
        float(row["认定平均"]) for row in cities
    ]
    for row in shown:
        assert f"{row[0]}{row[1].strip()}{row[2]}" in pdf


def test_the_dictionary_explains_every_column(site: Flask) -> None:
    packed = fetch_output(sign_in(site, "admin"), "csv").data
    explained = {(row["文件"], row["列名"]) for row in read_csv(packed, "dictionary.csv")}
    for name in ("ranking.csv", "cities.csv"):
        assert {(name, column) for column in read_csv(packed, name)[0]} <= explained


def test_where_there_is_a_map_the_page_and_the_paper_draw_it(site: Flask) -> None:
    admin = sign_in(site, "admin")
    assert 'class="tile ' in admin.get(PAGE).text
    features = [feature({"code": code}) for code in ("150121", "150122", "150221")]
    answer = admin.post("/map", data={"file": (io.BytesIO(write(*features)), "map.json"), "seen": ""})
    assert answer.status_code == 302
    page = admin.get(PAGE).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert 'class="county-map"' in page and 'class="tile ' not in page
    assert "粗框为未达标" in "".join("".join(read_pages(fetch_output(admin, "pdf").data)).split())
