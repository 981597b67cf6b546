"""A notice is sent in, decided on and published on the web."""

import re
from io import BytesIO

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.catalogues.current import current_library
from survey.jobs.owing import start_anew
from survey.storage.records import DraftedClause, DraftEdit, Job, NoticeDraft, PublishedCatalogue
from tests.databases import ON_SQLITE
from tests.people import sign_in
from tests.sites import Relive
from tests.survey.studio.authoring import Author, measure_form, send_notice
from tests.survey.studio.notices import HEAD, NOTICE
from tests.survey.studio.worlds import make_drafts

pytestmark = ON_SQLITE


@pytest.fixture
def author(relive: Relive, site: Flask, engine: sa.Engine) -> Author:
    relive(send_notice)
    return Author(site, engine, id=1)


def test_a_draft_is_owed_until_the_worker_has_made_it_once(site: Flask, engine: sa.Engine) -> None:
    client = sign_in(site, "admin")
    answer = client.post("/studio", data={"file": (BytesIO(NOTICE.encode()), "云政办发7号.txt")})
    waits = client.get(answer.location).text
    assert "正在等候" in waits and "云政办发7号.txt" in client.get("/studio").text
    make_drafts(site)
    assert client.get(answer.location).location.endswith("/studio/1/head")
    with Session(engine) as session:
        [job] = session.exec(select(Job).where(Job.kind == "draft")).all()
        start_anew(session, job)  # as if it had been tried again
        session.commit()
    make_drafts(site)
    with Session(engine) as session:
        assert len(session.exec(select(NoticeDraft)).all()) == 1
    assert list((site.config["DATA_FOLDER"] / "notices").iterdir()) == []


def test_a_file_becomes_a_draft_in_which_nothing_is_decided(author: Author) -> None:
    draft = author.draft()
    assert [one.path for one in draft.notice.clauses] == ["一（一）", "一（二）", "一（三）", "一（四）", "二（一）"]
    assert {one.state for clause in draft.notice.clauses for one in clause.measures} == {"undecided"}
    for page in ("", "/head", "/clauses/1", "/clauses/5", "/preview", "/publish"):
        answer = author.open(page)
        assert answer.status_code == 200
        html5lib.HTMLParser(strict=True).parse(answer.text)
    assert author.open("/clauses/6").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "空.txt", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "通知.doc", "另存为"),
        (b"%PDF-1.4\n%broken", "坏.pdf", "PDF"),
        ("今天天气很好，我们去公园散步。".encode(), "日记.txt", "没有找到条款"),
        (b"PK\3\4" + b"\0" * 100, "坏.docx", ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    site: Flask, engine: sa.Engine, content: bytes, name: str, words: str
) -> None:
    answer = Author(site, engine).send(content, name)
    assert answer.status_code == 422
    assert name in answer.text and words in answer.text
    with Session(engine) as session:
        assert session.exec(select(NoticeDraft)).all() == []


def test_the_text_of_a_notice_is_never_markup(site: Flask, engine: sa.Engine) -> None:
    author = Author(site, engine)
    hostile = NOTICE.replace("完善应急管理", "<script>alert(1)</script>{{7*7}}管理").replace(
        "行刑衔接", "<b>行刑</b>{x}衔接"
    )
    assert author.send(hostile.encode(), '<img src=x onerror="1">.txt').status_code == 302
    for page in ("", "/head", "/clauses/3", "/clauses/4", "/publish"):
        text = author.open(page).text
        assert "<script>alert" not in text and "<b>行刑" not in text and "<img" not in text and "49管理" not in text


def test_an_act_is_kept_and_taken_back_by_one_step_each(author: Author) -> None:
    one = author.find(1, "检查员队伍")
    assert author.act(1, "aside", one.id, reason="原则性表述").status_code == 302
    assert author.act(1, "accept", author.find(1, "兼职检查员").id).status_code == 302
    assert [each.state for each in author.clause(1).measures][:3:2] == ["not_asked", "accepted"]
    author.undo(1)
    assert [each.state for each in author.clause(1).measures][:3:2] == ["not_asked", "undecided"]
    author.undo(1)
    assert {each.state for each in author.clause(1).measures} == {"undecided"}
    assert "没有可以撤销的操作" in author.undo(1).text
    with Session(author.engine) as session:
        assert [edit.act for edit in session.exec(select(DraftEdit))] == ["aside", "accept", "undo", "undo"]


def test_of_two_authors_at_once_the_second_is_told_and_nothing_is_lost(author: Author) -> None:
    first, second = author.clause(1).measures[:2]
    assert author.act(1, "aside", first.id, reason="与其他题重复", version=1).status_code == 302
    late = author.act(1, "aside", second.id, reason="不是职责", version=1)
    assert late.status_code == 409
    assert "已被他人先行修改" in late.text and "admin的人" in late.text
    assert [one.state for one in author.clause(1).measures][:2] == ["not_asked", "undecided"]


def test_what_was_typed_stays_when_another_was_faster(author: Author) -> None:
    one = author.find(4, "行刑衔接")
    form = measure_form(author, 4, one) | {"help": "我写的说明", "version": "1"}
    author.act(4, "aside", one.id, reason="与其他题重复", version=1)
    late = author.client.post(f"/studio/{author.id}/clauses/4/measure", data=form)
    assert late.status_code == 409 and "我写的说明" in late.text and "现为：–" in late.text
    assert author.find(4, "行刑衔接").help == ""


def test_a_measure_is_saved_as_its_form_shows_it_and_accepted(author: Author) -> None:
    for number, words in ((1, "200人"), (2, "监测机构"), (3, "应急预案"), (4, "行刑衔接")):
        one = author.find(number, words)
        form = measure_form(author, number, one)
        answer = author.client.post(f"/studio/{author.id}/clauses/{number}/measure", data={**form, "then": "accept"})
        assert answer.status_code == 302, (words, re.findall(r"error-summary.*?</div>", answer.text, re.S))
        after = author.find(number, words)
        assert after.state == "accepted"
        assert (after.criterion, after.levels, after.asks) == (one.criterion, one.levels, one.asks)


def test_what_nobody_sees_is_refused_and_a_break_of_a_word_processor_is_one_of_a_line(author: Author) -> None:
    one = author.find(3, "应急预案")
    form, at = measure_form(author, 3, one), f"/studio/{author.id}/clauses/3/measure"
    for name in ("asks", "duty", "help", "advice", "unit", "first", "evidence", "items"):
        for unseen in ("\x07", "\0", "\u202e"):
            answer = author.client.post(at, data=form | {name: f"预案{unseen}文本"})
            assert answer.status_code == 422 and "不可见字符" in answer.text, (name, unseen)
    assert author.find(3, "应急预案") == one
    assert author.client.post(at, data=form | {"help": "预案\v文本", "evidence": "预案\v名单"}).status_code == 302
    after = author.find(3, "应急预案")
    assert (after.help, after.evidence) == ("预案 文本", ("预案", "名单"))
    assert author.act(3, "aside", one.id, own_reason="重复\x07").status_code == 422
    assert author.act(3, "reason", own_reason="重复\0").status_code == 422
    assert author.act(3, "aside", one.id, own_reason="重\v复").status_code == 302


def test_a_rate_is_worded_and_accepted(author: Author) -> None:
    author.act(2, "own", author.find(2, "1000份").id)
    form = measure_form(author, 2, author.find(2, "1000份")) | {"first": "", "second": "常住人口", "then": "accept"}
    assert author.client.post(f"/studio/{author.id}/clauses/2/measure", data=form).status_code == 422
    assert author.find(2, "1000份").state == "undecided"
    form |= {"first": "报告数"}
    assert author.client.post(f"/studio/{author.id}/clauses/2/measure", data=form).status_code == 302
    told = author.find(2, "1000份")
    assert told.state == "accepted" and told.criterion is not None
    assert (told.criterion["count"], told.criterion["base"], told.criterion["target"]) == ("报告数", "常住人口", 1000)


def test_nothing_is_published_while_something_is_open(author: Author) -> None:
    author.confirm_head()
    assert "还有" in author.open("/publish").text
    author.publish()
    with Session(author.engine) as session:
        assert session.exec(select(PublishedCatalogue)).all() == []


def test_wrong_words_of_the_head_are_told(author: Author) -> None:
    for changed in ({"division": "15"}, {"id": "../x"}, {"title": ""}, {"issued": "去年"}, {"city-name": "{x}"}):
        assert author.confirm_head(**changed).status_code == 422
    assert not author.draft().facts.settled


def test_a_decided_notice_is_published_and_a_round_can_be_opened_from_it(author: Author) -> None:
    assert author.confirm_head().status_code == 302
    author.decide_all()
    assert author.open("/preview?level=county").status_code == 200
    assert author.open("/preview/county.xlsx").data.startswith(b"PK")
    answer = author.publish()
    assert answer.status_code == 302 and answer.location.endswith("/rounds/new/form?notice=yunling-2023-7")
    with Session(author.engine) as session:
        published = session.exec(select(PublishedCatalogue)).one()
        document = current_library(session).documents["yunling-2023-7"]
    assert (published.document, published.number, document.division) == ("yunling-2023-7", 1, "150000")
    assert HEAD["title"] in author.client.get("/rounds/new").text
    assert author.client.get(answer.location).status_code == 200
    again = author.client.post(f"/studio/{author.id}/publish", data={"mark": author.mark})
    assert again.status_code == 409  # what was looked at is published already


def test_a_draft_that_is_put_away_is_not_there_any_more(author: Author) -> None:
    assert author.client.post(f"/studio/{author.id}/put-away").status_code == 302
    assert author.open().status_code == 404
    with Session(author.engine) as session:
        assert len(session.exec(select(DraftedClause)).all()) == 5


def test_a_notice_without_a_number_is_offered_by_its_title_once(administrator: FlaskClient) -> None:
    offered = re.findall(r"<option[^>]*>([^<]*重庆[^<]*)</option>", administrator.get("/studio").text)
    assert offered == ["重庆市全面加强药品监管能力建设若干措施"]
