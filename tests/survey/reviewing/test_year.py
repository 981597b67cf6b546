"""One year, all notices: a bureau's rounds side by side, on its start page, for those above, and as a file."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.people import Respondent, sign_in
from tests.survey.rounds.two_notices import find_ids, open_second, turn_to


@pytest.fixture
def both(bureau: Respondent, engine: sa.Engine) -> Respondent:
    """A bureau that has handed in to the first notice and is asked by a second one of the same year."""
    bureau.answer_all()
    bureau.submit()
    open_second(engine)
    return bureau


def test_a_clerk_sees_what_is_left_of_each_and_until_when(bureau: Respondent, engine: sa.Engine) -> None:
    assert "份自评同时填报" not in bureau.client.get("/").text
    open_second(engine)
    page = bureau.client.get("/").text
    first, second = find_ids(bureau)
    assert "共有2份自评同时填报" in page
    assert f'href="#task-{first}"' in page and f'href="#task-{second}"' in page
    assert page.index("还有5天") < page.index("还有9天")  # what ends next stands first
    assert "2025考核年度各文件自评结果，并列查看" in page


def test_the_answers_of_one_are_not_those_of_the_other(both: Respondent) -> None:
    _first, second = find_ids(both)
    assert both.stored() != {}
    assert turn_to(both, second).stored() == {}
    page = both.client.get("/years/2025").text
    assert page.count('rowspan="2"') == 1 and page.count("100.00") == 1


def test_a_bureau_sees_its_own_lines_alone(both: Respondent, site: Flask) -> None:
    page = sign_in(site, "sibling").get("/years/2025").text
    assert "托克托县市场监督管理局" in page and "土默特左旗" not in page and "100.00" not in page


def test_a_citys_reviewer_sees_the_bureaus_below_with_a_line_for_each_notice(both: Respondent, site: Flask) -> None:
    page = sign_in(site, "city").get("/years/2025").text
    assert page.count('rowspan="2"') == 2 and "土默特右旗" not in page
    assert "全年" not in page and "不合并计算平均分" in page
    assert 'href="/years/2025"' in sign_in(site, "city").get("/rounds/2026").text
    assert "第二项" not in sign_in(site, "foreign-city").get("/years/2025").text


def test_the_administrators_rounds_stand_by_year(both: Respondent, administrator: FlaskClient) -> None:
    page = administrator.get("/").text
    assert "2025考核年度" in page and 'href="/years/2025"' in page


def test_the_file_has_a_row_for_each_bureau_and_notice(both: Respondent, administrator: FlaskClient) -> None:
    rows = administrator.get("/years/2025/results.csv").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 5
    own = [row for row in rows if "150121" in row]
    assert ["100.00" in row for row in own] == [True, False] or ["100.00" in row for row in own] == [False, True]
    sheet = load_workbook(BytesIO(administrator.get("/years/2025/results.xlsx").data)).active
    assert sheet is not None and sheet.max_row == 6
    assert "下载一个年度各文件的自评结果" in administrator.get("/trail").text


def test_a_year_without_rounds_is_not_there(administrator: FlaskClient) -> None:
    assert administrator.get("/years/1999").status_code == 404
    assert administrator.get("/years/123456789012").status_code == 404
