"""Authors whom an administrator named, and readers whom an author asked: who sees what, and that nothing is lost."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from questionnaires.drafting.deciding.beginning import begin_notice
from questionnaires.loading import load_library
from questionnaires.messages import Refused
from survey.storage.records import PublishedCatalogue, TrailEntry
from survey.storage.studio_people import ClauseReading
from survey.storage.tables import Person
from survey.studio.authors import find_account
from survey.studio.drafts import begin_draft
from tests.people import sign_in
from tests.questionnaires.drafting.deciding_all import decide_all
from tests.questionnaires.drafting.drafts import draft_text
from tests.survey.studio.authoring import Author
from tests.survey.studio.notices import HEAD, NOTICE

Member = Callable[[str], Author]


def begin(site: Flask, engine: sa.Engine, is_decided: bool) -> Author:
    """The administrator, with a draft."""
    author, library = Author(site, engine), load_library()
    notice = begin_notice(draft_text(NOTICE), HEAD["id"], library.duties)
    author.id = begin_draft(
        engine, decide_all(notice, library) if is_decided else notice, "通知.txt", get_id(engine, "admin")
    )
    return author


@pytest.fixture
def author(site: Flask, engine: sa.Engine) -> Author:
    """An administrator with a draft in which nothing is decided."""
    return begin(site, engine, is_decided=False)


@pytest.fixture
def decided(site: Flask, engine: sa.Engine) -> Author:
    """An administrator with a draft in which everything is settled."""
    return begin(site, engine, is_decided=True)


@pytest.fixture
def member(site: Flask, engine: sa.Engine) -> Member:
    """Somebody else at the same draft."""

    def join(login: str) -> Author:
        other = Author(site, engine, login)
        other.id = 1
        return other

    return join


def name(author: Author, *logins: str) -> None:
    for login in logins:
        author.client.post(f"/studio/{author.id}/authors", data={"author": login})


def ask(author: Author, reader: str, *numbers: int) -> TestResponse:
    told = {"reader": reader, "which": "some", "clause": [str(one) for one in numbers]}
    return author.client.post(f"/studio/{author.id}/readings", data=told, follow_redirects=True)


def say(reader: Author, number: int, remark: str = "", version: int | None = None) -> TestResponse:
    now = reader.draft().rows[number - 1].version if version is None else version
    told = {"said": "remark" if remark else "nothing", "remark": remark, "version": str(now)}
    return reader.client.post(f"/studio/{reader.id}/reading/{number}", data=told, follow_redirects=True)


def list_acts(engine: sa.Engine) -> list[str]:
    with Session(engine) as session:
        acts = session.exec(select(TrailEntry.act).order_by(col(TrailEntry.number))).all()
    return [one for one in acts if one.startswith(("draft.author", "reading."))]


def get_id(engine: sa.Engine, login: str) -> int:
    with Session(engine) as session:
        return session.exec(select(Person.id).where(Person.login == login)).one()


def test_it_is_taken_back_and_ends_with_the_account(author: Author, member: Member) -> None:
    name(author, "province", "city")
    province, city = member("province"), member("city")
    ask(author, "city", 1, 2)
    say(city, 1, "第一句没有设题")
    author.client.post(f"/studio/{author.id}/authors/{get_id(author.engine, 'province')}/end")
    assert (province.open().status_code, city.open().status_code) == (404, 200)
    author.client.post(f"/people/{get_id(author.engine, 'city')}/deactivate")
    author.client.post(f"/people/{get_id(author.engine, 'city')}/reactivate")
    city.client = sign_in(author.site, "city")
    assert (city.open().status_code, city.open("/reading/1").status_code) == (404, 200)
    assert (city.open("/reading/2").status_code, "第一句没有设题" in author.open("/clauses/1").text) == (404, True)
    expected = ["draft.author", "draft.author", "reading.ask", "reading.keep", "draft.author-end", "draft.author-end"]
    assert list_acts(author.engine) == [*expected, "reading.end"]


def test_an_author_finds_the_draft_on_the_start_page_and_nobody_else_finds_it(author: Author, member: Member) -> None:
    name(author, "province")
    province, city = member("province"), member("city")
    assert f'href="/studio/{author.id}"' in province.client.get("/").text
    assert f'href="/studio/{author.id}"' not in city.client.get("/").text
    assert (province.open().status_code, city.open().status_code) == (200, 404)
    assert "收起这份草稿" in author.open().text and "收起这份草稿" not in province.open().text
    for path in (
        "/studio",
        f"/studio/{author.id}/authors",
        f"/studio/{author.id}/put-away",
        "/studio/from/jilin-2021-44",
    ):
        assert province.client.post(path, data={"author": "city"}).status_code == 404


def test_who_is_no_reviewer_is_named_by_nobody(author: Author) -> None:
    for login, words in (
        ("bureau", "须为审核员或者管理员"),
        ("nobody", "没有用户名或者姓名为"),
        ("ci\0ty", "不可见字符"),
    ):
        answer = author.client.post(f"/studio/{author.id}/authors", data={"author": login})
        assert answer.status_code == 422 and words in answer.text
    assert list_acts(author.engine) == []


def test_a_person_is_found_by_name_where_only_one_is_called_so(author: Author) -> None:
    with Session(author.engine) as session:
        province, city = (session.get_one(Person, get_id(author.engine, one)) for one in ("province", "city"))
        assert find_account(session, f" {province.name} ").id == province.id
        city.name = province.name
        session.add(city)
        session.commit()
        with pytest.raises(Refused, match="Several people are called"):
            find_account(session, province.name)
        assert find_account(session, "city").id == city.id


def test_two_authors_who_are_no_administrators_lose_nothing_of_each_other(author: Author, member: Member) -> None:
    name(author, "province", "city")
    province, city = member("province"), member("city")
    first, second = province.clause(1).measures[:2]
    assert province.act(1, "aside", first.id, reason="与其他题重复", version=1).status_code == 302
    late = city.act(1, "aside", second.id, reason="不是职责", version=1)
    assert late.status_code == 409 and "province的人" in late.text
    assert city.act(1, "aside", second.id, reason="不是职责").status_code == 302
    assert city.confirm_head().status_code == 302
    assert province.confirm_head(version="1", title="另一个标题").status_code == 409
    assert [one.state for one in province.clause(1).measures][:2] == ["not_asked", "not_asked"]


def test_what_authors_settled_an_administrator_publishes(decided: Author, member: Member) -> None:
    name(decided, "province")
    province = member("province")
    page = province.open("/publish").text
    assert "由管理员发布" in page and 'name="mark"' not in page
    assert province.client.post(f"/studio/{decided.id}/publish", data={"mark": "1"}).status_code == 404
    assert decided.publish().status_code == 302


def test_a_reader_sees_the_clauses_that_they_were_asked_to_read_as_the_levels_will(
    author: Author, member: Member
) -> None:
    one = author.find(3, "应急预案")
    author.act(3, "accept", one.id)
    ask(author, "bureau", 3)
    clerk = member("bureau")
    assert "待审读1条" in clerk.client.get("/").text
    page = clerk.open("/reading/3").text
    assert "本盟市是否有现行有效的药品（疫苗）安全突发事件应急预案？" in page and "未决" in page
    assert "应急预案" in author.open("/preview?level=city").text
    assert [clerk.open(f"/{path}").status_code for path in ("reading", "reading/1", "clauses/3", "people")] == [
        *(200, 404, 404, 404)
    ]


def test_a_remark_is_open_at_its_clause_and_in_the_list_until_somebody_settles_it(
    decided: Author, member: Member
) -> None:
    ask(decided, "city", 1, 2)
    city = member("city")
    assert "还有" not in decided.open().text
    say(city, 2)
    say(city, 1, "检查员“不少于200人”应只问自治区级")
    assert "读过，无意见" in decided.open("/clauses/2").text
    assert "应只问自治区级" in decided.open("/clauses/1").text and "1条审读意见未办结" in decided.open().text
    assert "city的人的审读意见" in decided.open("/publish").text
    path = f"/studio/{decided.id}/remarks/1"
    assert decided.client.post(path, data={"answer": " "}).status_code == 422
    assert decided.client.post(path, data={"answer": "已改为只问自治区级"}).status_code == 302
    assert "此前已办结" in decided.client.post(path, data={"answer": "再说一次"}).text
    assert "已改为只问自治区级" in city.open("/reading/1").text
    assert decided.publish().status_code == 302


def test_nothing_is_published_where_a_remark_came_in_after_the_look(decided: Author, member: Member) -> None:
    ask(decided, "city", 1)
    decided.open("/publish")
    mark = decided.open("/publish").text.split('name="mark" value="')[1].split('"')[0]
    say(member("city"), 1, "请再看")
    late = decided.client.post(f"/studio/{decided.id}/publish", data={"mark": mark})
    assert late.status_code == 422 and "审读意见尚未办结" in late.text
    with Session(decided.engine) as session:
        assert session.exec(select(PublishedCatalogue)).all() == []


def test_what_was_read_of_an_older_text_is_asked_again_and_the_words_stay(author: Author, member: Member) -> None:
    ask(author, "city", 1)
    author.act(1, "aside", author.clause(1).measures[0].id, reason="不是职责")
    late = say(member("city"), 1, "我写的意见", version=1)
    assert late.status_code == 422 and "我写的意见" in late.text
    assert say(member("city"), 1, "我写的意见").status_code == 200
    author.undo(1)
    assert "审读后有改动" in author.open("/clauses/1").text
    with Session(author.engine) as session:
        assert [(one.remark, one.is_open) for one in session.exec(select(ClauseReading))] == [("我写的意见", True)]


def test_what_is_asked_twice_or_taken_back_is_read_once_or_not_at_all(author: Author, member: Member) -> None:
    assert "已送请审读2条" in ask(author, "city", 1, 2).text
    assert "已送请审读1条" in ask(author, "city", 1, 3).text
    assert ask(author, "city").status_code == 422
    city = member("city")
    say(city, 1)
    author.client.post(f"/studio/{author.id}/readings/{get_id(author.engine, 'city')}/end")
    assert [city.open(f"/reading/{number}").status_code for number in (1, 2, 3)] == [200, 404, 404]
    assert say(city, 1, "又想起一条", version=1).status_code == 422


def test_the_pages_of_strangers_stay_closed(author: Author, reviewer: FlaskClient) -> None:
    for path in ("people", "reading", "reading/1"):
        assert reviewer.get(f"/studio/{author.id}/{path}").status_code == 404
