"""A duty adopted twice, on the pages: named in the clause, the preview, the ledger and at publishing."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, col, select

from survey.storage.records import TrailEntry
from survey.studio.drafts import begin_draft
from tests.databases import ON_SQLITE
from tests.survey.studio.authoring import Author
from tests.survey.studio.notices import NOTICE
from tests.survey.studio.second_version import make_first

pytestmark = ON_SQLITE


@pytest.fixture
def author(site: Flask, engine: sa.Engine) -> Author:
    """With a notice that asks for one thing twice: of cities and counties both."""
    notice = make_first()
    clause = notice.clauses[0]
    clause = clause.put("yl-merged", asks=clause.find("yl-above").asks, title="培训再问一次")
    author = Author(site, engine)
    author.id = begin_draft(engine, notice.model_copy(update={"clauses": (clause,)}), "第一版.txt", 1)
    return author


def publish(author: Author, **fields: str) -> int:
    [mark] = re.findall(r'name="mark" value="([^"]*)"', author.open("/publish").text)
    return author.client.post(f"/studio/{author.id}/publish", data={"mark": mark, **fields}).status_code


def test_the_same_question_is_named_where_it_is_looked_at(author: Author) -> None:
    page = author.open("/publish").text
    assert "1对相同或相近的题目" in page and "题目文字相同" in page and "有重复的题目" in page
    assert "1对相同或相近的题目" in author.open("/preview").text
    marked = re.findall(r"相同或相近</span>\s*<a [^>]*>([^<]*)</a>", author.open("/preview?level=county").text)
    assert marked == ["一（一） 培训再问一次", "一（一） 开展法规培训"]


def test_what_is_alike_is_published_only_with_a_word_that_stays_in_the_trail(author: Author, engine: sa.Engine) -> None:
    assert publish(author) == 422
    assert publish(author, apart="y") == 302
    with Session(engine) as session:
        [entry] = session.exec(select(TrailEntry).where(col(TrailEntry.act) == "draft.apart"))
    assert '["yl-above","yl-merged"]' in entry.change.replace(" ", "")


def test_a_word_once_given_is_not_asked_for_with_the_next_version(author: Author) -> None:
    publish(author, apart="y")
    opened = author.client.post(f"/studio/from/{author.draft().facts.id}")
    again = Author(author.site, author.engine)
    again.id = int(re.findall(r"/studio/(\d+)", opened.location)[0])
    assert "相同或相近" not in again.open("/publish").text


def test_merging_from_the_page_of_publishing_asks_the_first_only(author: Author) -> None:
    version = str(author.draft().rows[0].version)
    told = {"act": "once:yl-above", "measure": "yl-merged", "version": version, "back": "publish"}
    answer = author.client.post(f"/studio/{author.id}/clauses/1", data=told)
    assert answer.location.endswith("/publish#doubles")
    assert author.find(1, "业务培训").reason == "已并入“一（一）”的题目：开展法规培训"
    assert "相同或相近" not in author.open("/publish").text
    assert publish(author) == 302


def test_a_question_that_is_gone_is_not_merged_into(author: Author) -> None:
    assert "另一题已不设题" in author.act(1, "once:yl-gone", "yl-merged").text
    assert author.find(1, "业务培训").state == "accepted"


def test_a_duty_that_is_asked_already_is_named_at_the_measure(author: Author) -> None:
    first = author.find(1, "制定监管工作计划")
    author.act(1, "duty:emergency-plan", first.id)
    author.act(1, "accept", first.id)
    author.act(1, "duty:emergency-plan", author.find(1, "公开行政许可事项").id)
    shown = author.open(f"/clauses/1?measure={author.find(1, '公开行政许可事项').id}").text
    assert re.search(r"已设题</span>\s*<a [^>]*#m-yl-kept\">一（一）", shown)


def test_what_a_question_is_asked_in_place_of_is_named_and_can_be_asked_beside_it(
    site: Flask, engine: sa.Engine
) -> None:
    author = Author(site, engine)
    author.send(NOTICE.encode(), parent="jilin-2021-44")
    one = author.find(3, "应急演练")
    assert one.carries_out and "代替吉政办发〔2021〕44号" in author.open(f"/clauses/3?measure={one.id}").text
    for above in one.carries_out:
        assert author.act(3, f"both:{above}", one.id).status_code == 302
    assert author.find(3, "应急演练").carries_out == ()
