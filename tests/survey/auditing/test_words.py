"""Lines of the trail in words: who did it, about what, and what a change holds, in the words of its question."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from survey.accounts.attempts import NOBODY
from survey.auditing.words import Reader, WordedLine
from survey.storage.columns import now
from survey.storage.records import TrailEntry
from tests.databases import ON_SQLITE
from tests.people import Respondent
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.responses.claiming import ask_under_scheme

pytestmark = ON_SQLITE
BUREAU, ROUND = "土默特左旗市场监督管理局", "2026年度自评"


def read(
    engine: sa.Engine,
    subject: str,
    after: Any = None,
    before: Any = None,
    person: int | None = None,
    address: str = "10.0.0.1",
) -> WordedLine:
    change = json.dumps({"before": before, "after": after})
    act, login = "answer.save", "as-typed"
    entry = TrailEntry(
        number=7,
        at=now(),
        person_id=person,
        login=login,
        address=address,
        act=act,
        subject=subject,
        change=change,
        hash="",
    )
    with Session(engine) as session:
        return Reader(session, [entry]).read(entry)


@pytest.mark.parametrize(("address", "who"), [("10.0.0.1", "nobody"), ("local", "the server itself")])
def test_without_a_person_it_was_nobody_or_the_server(address: str, who: str, engine: sa.Engine) -> None:
    line = read(engine, "round 2026", address=address)
    assert (line.who, line.login, line.act, line.about) == (who, "as-typed", "answer saved", "round 2026")


def test_a_person_is_named_as_doer_and_as_the_one_it_is_about(bureau: Respondent) -> None:
    line = read(bureau.engine, f"person {bureau.id}", person=bureau.id)
    assert (line.who, line.about) == ("bureau的人", "bureau的人（bureau）")


@pytest.mark.parametrize(
    "subject", ["person 99999", "response 99999", "people", "person x", "response x question y", ""]
)
def test_what_is_not_there_is_named_as_it_stands(subject: str, engine: sa.Engine) -> None:
    assert read(engine, subject, person=99999).about == subject


def test_an_account_that_was_made_up_is_said_to_be(engine: sa.Engine) -> None:
    assert read(engine, NOBODY).about == "an account that does not exist"


def test_a_response_is_named_by_bureau_round_and_question(bureau: Respondent) -> None:
    question, place = bureau.questionnaire.questions[0], f"response {bureau.response_id}"
    abouts = [read(bureau.engine, f"{place}{rest}").about for rest in ("", f" question {question.id}", " question old")]
    assert abouts == [f"{BUREAU} · {ROUND}", f"{BUREAU} · {ROUND} · {question.title}", f"{BUREAU} · {ROUND} · old"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (0, "0"),
        (12.5, "12.5"),
        ("drafting", "drafting"),
        ("password", "Password"),
        ("无", "无"),
        ([], ""),
        (["甲", None, "乙", 3], "甲、乙、3"),
        ({"login": "x", "wrong": "code"}, "User name: x；What was wrong: Code of six digits"),
        ({"login": None, "made-up": ["a", "b"]}, "made-up: a、b"),
        ({"150121": {"name": "左旗"}}, "150121: name: 左旗"),
        ({"value": True, "remark": ""}, "value: Yes"),  # an answer to no question that is known
        ({}, ""),
    ],
    ids=str,
)
def test_a_change_is_said_in_words(value: Any, words: str, engine: sa.Engine) -> None:
    line = read(engine, "round 2026", after=value, before=value)
    assert (line.before, line.after) == (words, words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"value": True, "remark": ""}, "是"),
        ({"value": False, "remark": "见附件"}, "否 (remark: 见附件)"),
        ({"not_applicable": "无此业务", "remark": ""}, "Not applicable: 无此业务"),
        ({"remark": "稍后填"}, "no answer (remark: 稍后填)"),
        ({"value": "junk", "remark": ""}, "value: junk"),  # what is no answer any more is shown as it is kept
    ],
    ids=str,
)
def test_an_answer_is_said_as_its_question_says_it(content: Any, words: str, bureau: Respondent) -> None:
    give_questions(bureau, (make_question("yes_no", document=bureau.questionnaire.document),))
    line = read(bureau.engine, f"response {bureau.response_id} question q-yes_no", after=content)
    assert line.after == words


def test_facts_of_a_bureau_are_said_by_their_question(bureau: Respondent) -> None:
    fact = bureau.questionnaire.facts[0]
    assert read(bureau.engine, f"response {bureau.response_id}", after={fact.id: True}).after == f"{fact.question}: Yes"


def test_claims_and_entries_are_said_by_the_titles_of_the_scheme(bureau: Respondent) -> None:
    ask_under_scheme(bureau)
    claims = [{"item": "model", "claimed": "2.5", "reason": "通报"}]
    line = read(bureau.engine, f"response {bureau.response_id}", claims)
    assert line.after == "Item: 获评示范单位；Points claimed: 2.5；Reason: 通报"
    veto = {"kind": "veto", "item": "incident", "reason": "通报"}
    line = read(bureau.engine, f"response {bureau.response_id} entry 3", veto)
    assert line.after == "Kind of entry: veto；Item: 重大药品安全事件；Reason: 通报"
