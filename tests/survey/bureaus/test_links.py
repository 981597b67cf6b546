"""One-time links: shown again to whoever made them until they are handed out, then never; they work all the same."""

from dataclasses import replace

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.accounts.accounts import hash_token
from survey.storage.columns import METADATA
from survey.storage.database import writing
from survey.storage.records import Invitation, TrailEntry
from tests.people import PASSWORD, Respondent, sign_in
from tests.survey.bureaus.importing import say_yes, send
from tests.survey.bureaus.linking import LINK, NEW, find, make_links, say_handed_out, see_links

HEAD = "用户名,姓名,角色,单位代码,职务,办公电话\n"
ROWS = "zhang,张某,填报员,150122,,\nli,李某,填报员,150221,,\n"
ADD = "/bureaus/150121/people/new"


def read_all(engine: sa.Engine) -> str:
    """Everything the database holds, as text."""
    with engine.connect() as connection:
        return "\n".join(str(row) for table in METADATA.sorted_tables for row in connection.execute(table.select()))


def list_salts(engine: sa.Engine) -> list[str | None]:
    with Session(engine) as session:
        return list(session.exec(select(Invitation.salt)))


def test_somebody_new_gets_a_link_that_works_once_and_is_kept_nowhere(
    administrator: FlaskClient, stranger: FlaskClient, engine: sa.Engine
) -> None:
    [path] = make_links(administrator, ADD, **NEW)
    assert path.rpartition("/")[2] not in read_all(engine)
    answer = stranger.post(path, data={"password": PASSWORD, "again": PASSWORD}, follow_redirects=True)
    assert "王某" in answer.text and "土默特左旗" in answer.text
    assert stranger.get(path).status_code == 410
    assert (see_links(administrator), list_salts(engine)) == ([], [None])


def test_links_whose_answer_was_lost_are_there_until_they_are_handed_out(
    administrator: FlaskClient, stranger: FlaskClient, engine: sa.Engine
) -> None:
    administrator.post(ADD, data=NEW)
    page = administrator.get("/people/links").text
    [path] = see_links(administrator)
    assert LINK.findall(page) == [path] and "有1个一次性链接尚未确认发放" in administrator.get("/people").text
    said = say_handed_out(administrator, page)
    assert "已确认发放1个链接" in said.text and "尚未确认发放" not in said.text
    assert (see_links(administrator), list_salts(engine), stranger.get(path).status_code) == ([], [None], 200)
    say_handed_out(administrator, page)
    with Session(engine) as session:
        told = session.exec(select(TrailEntry.change).where(TrailEntry.act == "account.hand-out")).all()
    assert told == ['{"after":["new-clerk"]}']


def test_only_what_the_page_showed_is_handed_out(administrator: FlaskClient, bureau: Respondent) -> None:
    administrator.post(ADD, data=NEW)
    page = administrator.get("/people/links").text
    administrator.post(f"/people/{bureau.id}/invite")
    say_handed_out(administrator, page)
    assert len(see_links(administrator)) == 1 and not set(see_links(administrator)) & set(LINK.findall(page))
    for shown in ("", "x -1", "9" * 5000):
        assert administrator.post("/people/links/handed-out", data={"shown": shown}).status_code == 302
    assert len(see_links(administrator)) == 1


def test_another_administrator_neither_sees_nor_hands_them_out(
    administrator: FlaskClient, site: Flask, engine: sa.Engine
) -> None:
    [path] = make_links(administrator, "/people/new", **NEW | {"role": "administrator"})
    site.test_client().post(path, data={"password": PASSWORD, "again": PASSWORD})
    make_links(administrator, f"/people/{find(engine, 'bureau').id}/invite")
    page, other = administrator.get("/people/links").text, sign_in(site, "new-clerk")
    assert see_links(other) == [] and "尚未确认发放" not in other.get("/people").text
    say_handed_out(other, page)
    assert see_links(administrator) == LINK.findall(page) != []


def test_what_is_sent_twice_leads_to_the_links(administrator: FlaskClient) -> None:
    [path] = make_links(administrator, ADD, **NEW)
    assert make_links(administrator, ADD, **NEW) == [path]
    assert administrator.post(ADD, data=NEW | {"name": "另一人"}).status_code == 422
    shown = send(administrator, "people", HEAD + ROWS)
    assert say_yes(administrator, shown).location == "/people/links"
    links = see_links(administrator)
    assert say_yes(administrator, shown).location == "/people/links"
    assert see_links(administrator) == links and links[2] == path


def test_a_dump_with_another_key_gives_no_link_and_a_new_key_ends_none(
    administrator: FlaskClient, site: Flask, stranger: FlaskClient, engine: sa.Engine
) -> None:
    [path] = make_links(administrator, ADD, **NEW)
    site.config["SECRET_KEY"] = "another"
    assert see_links(sign_in(site, "admin")) == [] and stranger.get(path).status_code == 200
    with Session(engine) as session:
        assert session.exec(select(Invitation.token_hash)).one() == hash_token(path.rpartition("/")[2])


def test_a_new_link_ends_the_one_before(administrator: FlaskClient, bureau: Respondent, stranger: FlaskClient) -> None:
    [first], [second] = (make_links(administrator, f"/people/{bureau.id}/invite") for _ in range(2))
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (410, 200)


def test_a_link_is_at_the_sites_own_address_whatever_the_request_names(
    site: Flask, administrator: FlaskClient, bureau: Respondent
) -> None:
    site.extensions["survey_settings"] = replace(
        site.extensions["survey_settings"], site_url="https://survey.gov.test/"
    )
    page = administrator.post(f"/people/{bureau.id}/invite", follow_redirects=True).text
    assert "https://survey.gov.test/invitations/" in page and "localhost/invitations" not in page


def test_people_are_imported_and_those_who_are_new_get_links(administrator: FlaskClient, engine: sa.Engine) -> None:
    rows = "zhang,张某,填报员,150122,科员,\nli,李某,市级审核员,150200,,0472-7654321\nbureau,赵某,填报员,150121,,\n"
    say_yes(administrator, send(administrator, "people", HEAD + rows))
    page, links = administrator.get("/people/links"), see_links(administrator)
    assert len(links) == 2 and "托克托县市场监督管理局（呼和浩特市市场监督管理局）" in page.text
    assert not any(link.rpartition("/")[2] in read_all(engine) for link in links)
    assert (find(engine, "li").telephone, find(engine, "bureau").name) == ("0472-7654321", "赵某")


def test_links_that_ran_out_are_renewed_together(administrator: FlaskClient, engine: sa.Engine) -> None:
    say_yes(administrator, send(administrator, "people", HEAD + ROWS))
    with writing(engine) as session:
        session.execute(sa.update(Invitation).values(expires_at=find(engine, "admin").created_at))
    assert "为以下1人重新生成一次性链接" in administrator.get("/people?state=run_out&q=包头").text
    assert len(make_links(administrator, "/people/invitations", state="run_out", q="包头")) == 1
    assert "<td>zhang</td>" in administrator.get("/people?state=run_out").text
