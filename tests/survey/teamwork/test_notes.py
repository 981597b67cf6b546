"""What is said about a question: who reads it, what counts as new, and that nothing typed is lost."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from survey.alerts import count_alerts
from survey.responses.reviews import decide
from survey.storage.records import TrailEntry
from survey.storage.states import Action, Circle, Decision, Role
from survey.storage.tables import Person
from survey.storage.together import MOST_NOTE, Note
from survey.teamwork.notes import list_notes
from tests.databases import ON_SQLITE
from tests.machine import TODAY
from tests.people import Respondent, sign_in
from tests.sites import Relive

QUESTION = "emergency-plan"


def return_one(bureau: Respondent) -> None:
    bureau.hand_in()
    city = bureau.find(Role.CITY_REVIEWER)
    bureau.act(Action.TAKE_UP, city)
    decide(bureau.engine, bureau.response_id, QUESTION, Decision.RETURNED, city, reason="请附预案", mend_by=TODAY)
    bureau.act(Action.RETURN, city)


@pytest.fixture
def returned(bureau: Respondent, relive: Relive) -> Respondent:
    """A bureau with one question that the city has returned."""
    relive(return_one)
    return bureau


def say(client: FlaskClient, bureau: Respondent, text: str, place: str = "thread", once: str = "") -> Any:
    return client.post(where(bureau, place), data={"text": text, "once": once})


def where(bureau: Respondent, place: str = "thread") -> str:
    return f"/responses/{bureau.response_id}/questions/{QUESTION}/{place}"


def count_new(bureau: Respondent, login: str) -> int:
    with bureau.client.application.app_context(), Session(bureau.engine) as session:
        return count_alerts(session, session.exec(select(Person).where(Person.login == login)).one(), TODAY).said


def test_both_sides_write_and_each_note_counts_until_it_is_read(returned: Respondent, site: Flask) -> None:
    city = sign_in(site, "city")
    assert say(returned.client, returned, "预案已在修订").status_code == 302
    assert [count_new(returned, one) for one in ("bureau", "head", "city", "province", "foreign-city")] == [
        0,
        1,
        1,
        0,
        0,
    ]
    assert "新留言 1" in city.get("/").text
    page = city.get(where(returned)).text
    assert "预案已在修订" in page
    assert "bureau的人" in page
    assert [count_new(returned, one) for one in ("head", "city")] == [1, 0]
    say(city, returned, "收到")
    assert [count_new(returned, one) for one in ("bureau", "head", "city")] == [1, 2, 0]


@ON_SQLITE
def test_a_reviewer_of_another_city_finds_nothing_and_says_nothing(returned: Respondent, site: Flask) -> None:
    stranger = sign_in(site, "foreign-city")
    assert [stranger.get(where(returned)).status_code, say(stranger, returned, "x").status_code] == [404, 404]


def test_what_is_said_inside_the_bureau_no_reviewer_ever_sees(returned: Respondent, site: Flask) -> None:
    say(returned.client, returned, "内部：先问财政局", "notes")
    city = sign_in(site, "city")
    assert city.get(where(returned, "notes")).status_code == 404
    assert say(city, returned, "x", "notes").status_code == 404
    assert count_new(returned, "city") == 0
    history = f"/responses/{returned.response_id}/answers/{QUESTION}/history"
    for page in (where(returned), history, f"/responses/{returned.response_id}/notes", "/"):
        assert "先问财政局" not in city.get(page).text
    head = sign_in(site, "head")
    for page in (history, f"/responses/{returned.response_id}/notes"):
        assert "先问财政局" in head.get(page).text
    with Session(returned.engine) as session:
        (change,) = session.exec(select(TrailEntry.change).where(TrailEntry.act == "note.add"))
    assert "先问财政局" not in change


def test_a_return_that_was_not_sent_and_a_draft_have_no_thread(bureau: Respondent) -> None:
    answer = say(bureau.client, bureau, "还没退回")
    assert answer.status_code == 422
    assert "还没退回" in answer.text  # what was typed is shown


def test_the_thread_is_closed_once_all_is_accepted(returned: Respondent, site: Flask) -> None:
    city, province = returned.find(Role.CITY_REVIEWER), returned.find(Role.PROVINCIAL_REVIEWER)
    say(returned.client, returned, "已补")
    returned.save(QUESTION, {"value": True, "remark": "已补预案"}, 1)
    returned.submit()
    returned.act(Action.TAKE_UP, city)
    for question in returned.questionnaire.questions:
        if question.is_scored:
            decide(returned.engine, returned.response_id, question.id, Decision.CONFIRMED, city)
    returned.act(Action.PASS_ON, city)
    returned.act(Action.ACCEPT, province)
    answer = say(returned.client, returned, "还有一句")
    assert answer.status_code == 422
    assert "还有一句" in answer.text
    assert "已补" in returned.client.get(where(returned)).text


def test_the_same_form_sent_twice_is_one_note_and_two_tabs_are_two(returned: Respondent) -> None:
    for once, text in (("a" * 32, "一"), ("a" * 32, "一"), ("b" * 32, "二"), ("a" * 32, "三")):
        say(returned.client, returned, text, once=once)
    with Session(returned.engine) as session:
        notes = list_notes(session, returned.response_id, QUESTION, Circle.REVIEW)
        told = session.exec(select(TrailEntry.change).where(col(TrailEntry.act) == "note.add")).all()
    assert [one.text for one in notes] == ["一", "二", "三"]
    assert [json.loads(one)["after"]["text"] for one in told] == ["一", "二", "三"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("字" * MOST_NOTE, True),
        (("行" * 79 + "\r\n") * 50, True),  # 4,000 as a browser counts them
        ("字" * (MOST_NOTE + 1), False),
        ("  \n ", False),
        ("一\x00二", False),
        ("<script>alert(1)</script>{{ 7*7 }}' OR 1=1 --", True),
        ("\u202e倒过来", True),
    ],
)
def test_a_note_is_kept_whole_or_told_and_shown_as_it_was_typed(returned: Respondent, text: str, kept: bool) -> None:
    answer = say(returned.client, returned, text)
    assert answer.status_code == (302 if kept else 422)
    with Session(returned.engine) as session:
        assert [one.text for one in session.exec(select(Note))] == (
            [text.replace("\r\n", "\n").strip()] if kept else []
        )
    page = returned.client.get(where(returned)).text if kept else answer.text
    assert "<script>alert" not in page
    assert text.strip()[:9].replace("<", "&lt;").replace(">", "&gt;") in page.replace("\ufffd", "\x00")
