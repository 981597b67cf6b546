"""What the page of a clause decides in one go, by a button or a key."""

import re

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask

from questionnaires.catalogue import Level
from questionnaires.loading import load_library
from survey.studio.page_content import fill_names
from tests.databases import ON_SQLITE
from tests.sites import Relive
from tests.survey.studio.authoring import Author, send_notice

pytestmark = ON_SQLITE


@pytest.fixture
def author(relive: Relive, site: Flask, engine: sa.Engine) -> Author:
    relive(send_notice)
    return Author(site, engine, id=1)


def test_levels_figures_and_complete_measures_are_each_decided_at_once_and_taken_back_by_one_step(
    author: Author,
) -> None:
    author.confirm_head()
    author.act(1, "figures")
    assert all(one.settled for one in author.clause(1).figures)
    complete = re.findall(r'name="complete" value="([^"]+)"', author.open("/clauses/1").text)
    assert complete and author.act(1, "complete", complete=complete).status_code == 302
    assert [one.id for one in author.clause(1).measures if one.state == "accepted"] == complete
    assert 'name="complete"' not in author.open("/clauses/1").text
    author.undo(1)
    assert {one.state for one in author.clause(1).measures} == {"undecided"}
    author.undo(1)
    assert not any(one.settled for one in author.clause(1).figures)
    assert author.act(1, "complete", complete=["c9-9"]).status_code == 422
    assert author.act(4, "figures").status_code == 422  # there are none


def test_the_question_of_each_undecided_measure_is_shown_as_it_will_read(author: Author) -> None:
    shown = re.findall(r'class="[^"]*bit-asks[^"]*">(.*?)</p>', author.open("/clauses/1").text, re.S)
    assert len(shown) == len(author.clause(1).measures)  # that of the open one, too, above its field
    assert all("？" in one and "{" not in one for one in shown)
    words = fill_names("{year}，{place}自{since}起…{x}", Level.CITY, author.draft().facts)
    assert words == "考核年度（1月1日至12月31日），本盟市自2023年5月10日起…{x}"


def test_what_is_adopted_at_once_is_shown_in_full(author: Author) -> None:
    author.confirm_head()
    author.act(1, "figures")
    page = html5lib.parse(author.open("/clauses/1?measure=c1-2").text, namespaceHTMLElements=False)
    shown = "".join(page.itertext()) + "".join(one.get("value") or "" for one in page.iter("input"))
    for one in author.clause(1).measures:
        duty = load_library().duties.get(one.library or "")
        words = one.asks or (duty.asks if duty else "")
        for text in [words] if isinstance(words, str) else words.values():
            assert text.split("{")[0] in shown


def test_a_ticked_measure_whose_figure_is_open_is_told_by_its_place_and_stays_open(author: Author) -> None:
    author.confirm_head()
    figure = author.clause(1).figures[-1]
    [one] = [one for one in author.clause(1).measures if one.start <= figure.start < one.end]
    author.act(1, "complete", ticked=[one.id])
    assert author.clause(1).find(one.id).state == "undecided"
    number = author.clause(1).measures.index(one) + 1
    assert f"第{number}条措施“{one.title}”未采用，仍列入未决：数字尚未认定：" in author.open("/clauses/1").text
