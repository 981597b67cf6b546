"""What the head of a notice proposes though no text says it, and what a reader finds on a page."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session

from survey.bureaus.places import find_code
from tests.databases import ON_SQLITE
from tests.survey.rounds.test_opening_pages import read_fields
from tests.survey.studio.authoring import Author, measure_form
from tests.survey.studio.notices import NOTICE

pytestmark = ON_SQLITE
HOME = NOTICE.replace("云岭自治区", "内蒙古自治区").encode()


@pytest.mark.parametrize(
    ("office", "level", "code"),
    [
        ("内蒙古自治区人民政府办公厅", "province", "150000"),
        ("呼和浩特市人民政府", "city", "150100"),
        ("呼和浩特市人民政府", "county", ""),
        ("云岭自治区人民政府办公厅", "province", ""),
        ("", "province", ""),
    ],
)
def test_the_code_of_a_place_is_that_of_its_bureau(
    site: Flask, engine: sa.Engine, office: str, level: str, code: str
) -> None:
    with Session(engine) as session:
        assert find_code(session, office, level) == code


def test_a_head_that_nobody_confirmed_proposes_code_and_short_name(site: Flask, engine: sa.Engine) -> None:
    author = Author(site, engine)
    author.send(HOME, "实施意见.txt")
    proposed = read_fields(author.open("/head").text)
    assert (proposed["division"], proposed["id"]) == ("150000", "notice-150000-2023-7")
    author.send(HOME, "yunling.txt")
    assert read_fields(author.open("/head").text)["id"] == "yunling"
    author.confirm_head(division="140000")
    assert read_fields(author.open("/head").text)["division"] == "140000"


def test_naming_what_is_counted_names_it_in_the_question(site: Flask, engine: sa.Engine) -> None:
    author = Author(site, engine)
    author.send(NOTICE.replace("开展业务培训", "每年检查医疗机构不少于辖区总数的30%").encode())
    one = author.find(1, "30%")
    form = measure_form(author, 1, one) | {"then": "save", "first": "已检查的医疗机构数", "second": "医疗机构总数"}
    author.client.post(f"/studio/{author.id}/clauses/1/measure", data=form)
    asks = author.find(1, "30%").asks
    assert "医疗机构总数是多少，其中已检查的医疗机构数是多少" in str(asks)


def test_a_reader_sees_how_many_clauses_are_left(site: Flask, engine: sa.Engine) -> None:
    author, reader = Author(site, engine), Author(site, engine, "province")
    author.send(NOTICE.encode())
    author.client.post(f"/studio/{author.id}/readings", data={"reader": "province", "which": "all"})
    reader.id = author.id
    assert "待审读5条" in reader.open("/reading/1").text
    reader.client.post(f"/studio/{author.id}/reading/1", data={"version": "1", "said": "nothing"})
    assert "待审读4条" in reader.open("/reading/2").text
