"""What a head reads before signing, and how it is signed or sent back with remarks."""

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from survey.storage.states import Action, Role, State
from survey.storage.tables import Response
from tests.people import Respondent, full_value, sign_in


@pytest.fixture
def head(site: Flask, bureau: Respondent) -> FlaskClient:
    """The head of a bureau whose clerk has sent a complete response."""
    bureau.answer_all()
    bureau.act(Action.PRESENT, reason="材料周三补齐")
    return sign_in(site, "head")


def read_state(bureau: Respondent) -> State:
    with Session(bureau.engine) as session:
        return session.get_one(Response, bureau.response_id).state


def test_a_head_reads_text_with_the_clerks_note_and_signs(bureau: Respondent, head: FlaskClient) -> None:
    address = f"/responses/{bureau.response_id}/head"
    page = head.get(address)
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert "材料周三补齐" in page.text and "达标而缺佐证" in page.text
    assert all(one.text in page.text for one in bureau.questionnaire.questions)
    assert 'type="radio"' not in page.text and 'type="checkbox"' not in page.text
    head.post(address, data={"do": "submit"})
    assert read_state(bureau) is State.SUBMITTED


def test_what_is_sent_back_is_at_the_question_and_on_the_start_page_until_it_is_sent_again(
    bureau: Respondent, head: FlaskClient
) -> None:
    question, address = bureau.questionnaire.questions[0], f"/responses/{bureau.response_id}/head"
    fields = {f"remark-{question.id}": "文号写错", "reason": ""}
    head.post(address, data={"do": "keep", **fields})
    assert "文号写错" not in bureau.client.get("/").text
    head.post(address, data={"do": "back", **fields})
    assert read_state(bureau) is State.DRAFTING
    assert "文号写错" in bureau.client.get("/").text and "见各题批注" in bureau.client.get("/").text
    chosen = bureau.open("questions?only=returned").text
    assert "负责人退回" in chosen and "文号写错" in chosen
    bureau.save(question.id, None, base=1)
    assert "文号写错" not in bureau.open("questions?only=returned").text
    bureau.answer(question.id, full_value(question), base=2)
    bureau.act(Action.PRESENT)
    assert "文号写错" not in head.get("/").text


def test_nothing_goes_back_without_a_word(bureau: Respondent, head: FlaskClient) -> None:
    head.post(f"/responses/{bureau.response_id}/head", data={"do": "back"})
    assert read_state(bureau) is State.PRESENTED


def test_words_that_cannot_be_kept_are_refused_and_move_nothing(bureau: Respondent, head: FlaskClient) -> None:
    question, address = bureau.questionnaire.questions[0], f"/responses/{bureau.response_id}/head"
    for words in ("文号\0", "文号\x07"):
        for told in ({"reason": words}, {f"remark-{question.id}": words}):
            head.post(address, data={"do": "back", **told})
            assert "无法保存的字符" in head.get(address).text, told
        head.post(f"/responses/{bureau.response_id}/actions/send_back", data={"reason": words})
        assert "无法保存的字符" in head.get(address).text
    assert read_state(bureau) is State.PRESENTED


def test_remarks_are_the_heads_alone(bureau: Respondent, head: FlaskClient) -> None:
    address = f"/responses/{bureau.response_id}/head"
    assert bureau.client.get(address).status_code == 404
    assert bureau.client.post(address, data={"do": "back", "reason": "x"}).status_code == 404
    bureau.act(Action.SIGN_OFF, bureau.find(Role.HEAD))
    assert "已签批" in head.get(address).text
