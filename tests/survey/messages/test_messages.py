"""An administrator tells chosen bureaus something: it stands on their start pages until it is read, nowhere else."""

import io
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from survey.installing.settings import Settings
from survey.mail.sending import MESSAGE
from survey.messages import pages
from survey.storage.database import writing
from survey.storage.notes_to_bureaus import Message
from survey.storage.records import Job
from survey.storage.states import State
from survey.storage.tables import Bureau, Person, Response
from tests.people import Respondent, sign_in
from tests.sites import open_site
from tests.survey.bureaus.linking import find
from tests.survey.bureaus.test_keeping import read_acts

SAID = {"title": "报送提醒", "text": "请于本周五前报送。\n<b>逾期通报</b>", "once": "a" * 32}


def find_ids(engine: sa.Engine, *codes: str) -> list[int]:
    with Session(engine) as session:
        return [session.exec(select(Bureau.id).where(Bureau.code == code)).one() for code in codes]


def test_it_stands_on_the_start_page_until_it_is_read_and_who_has_is_seen(
    administrator: FlaskClient, engine: sa.Engine, site: Flask
) -> None:
    ids = find_ids(engine, "150121", "150122")
    for _time in range(2):  # the same form sent twice is one message
        told = administrator.post("/messages/new", data=SAID | {"bureau": ids})
        assert told.status_code == 302
    clerk, other = sign_in(site, "bureau"), sign_in(site, "foreigner")
    page = clerk.get("/").text
    assert "请于本周五前报送。" in page and "&lt;b&gt;逾期通报" in page
    assert "报送提醒" not in other.get("/").text and other.get(told.location).status_code == 404
    clerk.post(f"{told.location}/read")
    assert "请于本周五前报送。" not in clerk.get("/").text and "报送提醒" in clerk.get("/messages").text
    assert "报送提醒" in sign_in(site, "head").get("/").text
    seen = administrator.get(told.location).text
    assert "共2个单位，已阅1个" in seen and "bureau的人" in seen
    assert [len(read_acts(engine, act)) for act in ("message.send", "message.read")] == [1, 1]


def test_a_file_comes_along_and_what_is_no_document_does_not(
    administrator: FlaskClient, engine: sa.Engine, bureau: Respondent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_FILE", 1000)
    [id] = find_ids(engine, "150121")
    for content, status in ((b"MZ" + bytes(99), 422), (b"%PDF-1.4\n" + bytes(1000), 422), (b"%PDF-1.4\n%%EOF\n", 302)):
        file = (io.BytesIO(content), "通知.pdf")
        told = administrator.post("/messages/new", data=SAID | {"bureau": [id], "file": file})
        assert told.status_code == status
    given = bureau.client.get(f"{told.location}/file")
    assert given.data == b"%PDF-1.4\n%%EOF\n" and given.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("changed", [{"title": ""}, {"text": "x" * 2001}, {"text": "a\0b"}, {"bureau": []}])
def test_what_cannot_be_sent_is_refused(
    changed: dict[str, object], administrator: FlaskClient, engine: sa.Engine
) -> None:
    given = SAID | {"bureau": find_ids(engine, "150121")} | changed
    assert administrator.post("/messages/new", data=given).status_code == 422
    with Session(engine) as session:
        assert session.exec(select(Message)).all() == []


def test_bureaus_are_chosen_by_how_far_they_are(administrator: FlaskClient, engine: sa.Engine) -> None:
    with writing(engine) as session:
        response = session.exec(select(Response).join(Bureau).where(Bureau.code == "150122")).one()
        response.state, response.submitted_at = State.RETURNED, response.round.created_at
        response.round.closes_on = response.round.opens_on
    pages = {
        which: administrator.get(f"/messages/new?which={which}").text for which in ("returned", "not_begun", "late")
    }
    assert ["托克托县" in page for page in pages.values()] == [True, False, True]
    assert ["土默特左旗" in page for page in pages.values()] == [False, True, True]


def test_a_city_administrator_tells_the_city_only(engine: sa.Engine, site: Flask) -> None:
    with writing(engine) as session:
        session.exec(select(Person).where(Person.login == "city-clerk")).one().keeps_city = True
    keeper = sign_in(site, "city-clerk")
    assert "包头" not in keeper.get("/messages/new").text
    beyond = keeper.post("/messages/new", data=SAID | {"bureau": find_ids(engine, "150221")})
    assert beyond.status_code == 422 and "至少选择一个单位" in beyond.text
    assert keeper.post("/messages/new", data=SAID | {"bureau": find_ids(engine, "150121")}).status_code == 302


def test_it_goes_to_the_mailboxes_where_mail_is_set(settings: Settings) -> None:
    with open_site(replace(settings, mail_url="smtp://localhost")) as site:
        engine = site.extensions["survey_engine"]
        with writing(engine) as session:
            session.exec(select(Bureau).where(Bureau.code == "150121")).one().mailbox = "office@gov.test"
        ids = find_ids(engine, "150121", "150122")
        sign_in(site, "admin").post("/messages/new", data=SAID | {"bureau": ids, "by_mail": "y"})
        with Session(engine) as session:
            [job] = session.exec(select(Job)).all()
        assert (job.payload["event"], job.payload["to"]) == (MESSAGE, "office@gov.test")
        assert "管理员通知" in sign_in(site, "admin").get("/mails").text
        assert find(engine, "admin").id
