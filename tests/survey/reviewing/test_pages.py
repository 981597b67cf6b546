"""The review of a response: what stands at each question, what a form decides, and how it says no."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from survey.responses.reviews import list_reviews
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Action, Decision, Role, State
from survey.storage.tables import Evidence, Response
from tests.machine import TODAY
from tests.people import Respondent, full_value, sign_in
from tests.survey.answering.sample_questions import CRITERIA, give_questions, make_question
from tests.survey.reviewing.deciding import attach_to, begin_review, confirm, find_yes_no, mark_returned, set_aside


@pytest.fixture
def reviewed(bureau: Respondent) -> Respondent:
    """Under city review: one question of every kind, all answered in full."""
    give_questions(bureau, tuple(make_question(kind, document=bureau.questionnaire.document) for kind in CRITERIA))
    begin_review(bureau)
    return bureau


@pytest.fixture
def city(site: Flask) -> FlaskClient:
    return sign_in(site, "city")


def page(client: FlaskClient, bureau: Respondent, query: str = "") -> str:
    answer = client.get(f"/responses/{bureau.response_id}/review{query}")
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text)
    return answer.text


def find(text: str, id: str) -> str:
    """The words of the element with an id."""
    root: Any = html5lib.parse(text, namespaceHTMLElements=False)
    [found] = [one for one in root.iter() if one.get("id") == id]
    return " ".join("".join(found.itertext()).split())


def send(client: FlaskClient, bureau: Respondent, question: str, decision: str, **fields: str) -> TestResponse:
    named = {f"{question}-{name.replace('why', f'why-{decision}')}": value for name, value in fields.items()}
    path = f"/responses/{bureau.response_id}/review/{question}"
    return client.post(path, data={"decision": decision, **named})


def decisions(bureau: Respondent) -> dict[str, Any]:
    with Session(bureau.engine) as session:
        standing = list_reviews(session, bureau.response_id)
        return {id: (one.decision.value, one.content, one.reason, one.mend_by) for id, one in standing.items()}


def test_everything_one_judges_by_stands_at_the_question(reviewed: Respondent, city: FlaskClient) -> None:
    words = find(page(city, reviewed), "question-q-share")
    for part in ("二（八）", "不低于75%", "8/8人，占100%", "达标", "未附材料", "待审核", "确认", "改定", "退回"):
        assert part in words


def test_a_reviewer_reads_the_bureaus_word_behind_the_reason(bureau: Respondent, city: FlaskClient) -> None:
    question = make_question("yes_no", document=bureau.questionnaire.document, evidence=())
    give_questions(bureau, (question,))
    bureau.save(question.id, {"value": True, "remark": "文件尚未印发"})
    asked = bureau.open(f"domains/{bureau.questionnaire.domains[0].id}").text
    mark = asked.split('data-checked="')[1].split('"')[0]
    address = f"/responses/{bureau.response_id}/questions/{question.id}/doubts"
    bureau.client.post(address, data={"mark": mark, "words": "7月已印发"})
    assert "7月已印发" in find(bureau.open("check").text, "doubts")
    bureau.give_facts()
    bureau.submit()
    assert "“尚未”。填报单位已核对：7月已印发（bureau的人）" in find(page(city, bureau), f"question-{question.id}")


def test_confirming_goes_back_to_the_question_and_says_who(reviewed: Respondent, city: FlaskClient) -> None:
    answer = send(city, reviewed, "q-number", "confirmed")
    assert answer.location.endswith(f"/responses/{reviewed.response_id}/review#question-q-number")
    assert decisions(reviewed) == {"q-number": ("confirmed", None, "", None)}
    assert "city的人（市级审核中）" in find(page(city, reviewed), "question-q-number")


def test_another_answer_counts_with_its_reason_and_the_credit_it_costs(reviewed: Respondent, city: FlaskClient) -> None:
    send(city, reviewed, "q-number", "set_aside", value="３０学时", why="档案只有30学时")
    assert decisions(reviewed)["q-number"] == ("set_aside", {"value": 30, "remark": ""}, "档案只有30学时", None)
    words = find(page(city, reviewed), "question-q-number")
    assert "40学时" in words and "30学时 档案只有30学时" in words
    assert "达标 100.00% → 部分达标 75.00%" in words


def test_not_applicable_can_be_set_like_any_answer(reviewed: Respondent, city: FlaskClient) -> None:
    send(city, reviewed, "q-rate", "set_aside", not_applicable="y", reason="无此业务", why="辖区没有")
    assert decisions(reviewed)["q-rate"][1] == {"not_applicable": "无此业务", "remark": ""}


def test_a_return_has_a_reason_and_ten_days_unless_one_says_otherwise(reviewed: Respondent, city: FlaskClient) -> None:
    assert f'value="{TODAY + timedelta(days=10)}"' in page(city, reviewed)
    send(city, reviewed, "q-text", "returned", why="请附文件", mend_by=f"{TODAY:%Y%m%d}")
    assert decisions(reviewed) == {"q-text": ("returned", None, "请附文件", TODAY)}
    assert "本次将退回1题：第11题" in find(page(city, reviewed), "summary")


@pytest.mark.parametrize(
    ("decision", "fields", "place", "message"),
    [
        ("set_aside", {"value": "30", "why": " "}, "q-number-why-set_aside", "请写明理由"),
        ("set_aside", {"value": "三十", "why": "不符"}, "q-number-value", "“三十”不是数字"),
        ("set_aside", {"value": "", "why": "不符"}, "q-number-value", "请填写改定后的答案"),
        ("set_aside", {"value": "40", "why": "不符"}, "q-number-value", "与单位自评答案相同"),
        ("set_aside", {"value": "30", "why": "长" * 501}, "q-number-why-set_aside", "500"),
        ("returned", {"why": "", "mend_by": "20990101"}, "q-number-why-returned", "请写明理由"),
        ("returned", {"why": "不符", "mend_by": "20990101"}, "q-number-mend_by", "一年以内"),
        ("returned", {"why": "不符", "mend_by": "20200101"}, "q-number-mend_by", "一年以内"),
        ("returned", {"why": "不符", "mend_by": ""}, "q-number-mend_by", "请填写整改期限"),
        ("returned", {"why": "不符", "mend_by": "下周"}, "q-number-mend_by", "不是日期"),
    ],
)
def test_what_is_not_whole_is_said_at_the_top_and_kept(
    decision: str, fields: dict[str, str], place: str, message: str, reviewed: Respondent, city: FlaskClient
) -> None:
    answer = send(city, reviewed, "q-number", decision, **fields)
    assert answer.status_code == 422
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert f'href="#{place}"' in answer.text and f'id="{place}"' in answer.text
    assert message in find(answer.text, "error-summary") and fields["why"].strip() in answer.text
    assert decisions(reviewed) == {}


@pytest.mark.parametrize("junk", ["", "accepted", "CONFIRMED", "confirmed\x00", "9" * 5000])
def test_an_unknown_decision_is_no_decision(junk: str, reviewed: Respondent, city: FlaskClient) -> None:
    assert send(city, reviewed, "q-number", junk).status_code == 400
    assert send(city, reviewed, "no-such-question", "confirmed").status_code == 404


def test_what_was_decided_meanwhile_is_shown_first(reviewed: Respondent, city: FlaskClient) -> None:
    set_aside(reviewed, "q-yes_no", Role.PROVINCIAL_REVIEWER)
    path = f"/responses/{reviewed.response_id}/review/q-yes_no"
    answer = city.post(path, data={"decision": "confirmed", "seen": "1.0"})
    assert answer.status_code == 422
    assert "已发生变化" in answer.text and "无文件佐证" in find(answer.text, "question-q-yes_no")


def test_what_is_not_flagged_in_a_domain_is_listed_and_confirmed_as_one(
    reviewed: Respondent, city: FlaskClient
) -> None:
    mark_returned(reviewed, "q-text")
    attach_to(reviewed, "q-number", "q-share", "q-text", "q-quantity")  # of the others full credit is bare
    words = find(page(city, reviewed), "left-N01")
    assert "本领域无提示的全部确认" in words and "40学时" in words and "有提示、不在其中的：第1题" in words
    sent = [f"{one.id}:1" for one in reviewed.questionnaire.questions]  # flagged ones are not taken, whatever is sent
    answer = city.post(f"/responses/{reviewed.response_id}/review/domains/N01", data={"left": sent})
    assert {id: one[0] for id, one in decisions(reviewed).items()} == {
        "q-text": "returned",
        "q-number": "confirmed",
        "q-share": "confirmed",
    }
    assert "现有核查提示，未予确认：第1题" in city.get(answer.location).text


def test_what_was_confirmed_as_one_is_taken_back_as_one(reviewed: Respondent, city: FlaskClient) -> None:
    attach_to(reviewed, "q-number", "q-share")
    sent = {"left": ["q-number:1", "q-share:1"]}
    city.post(f"/responses/{reviewed.response_id}/review/domains/N01", data=sent)
    confirm(reviewed, "q-text")
    text = page(city, reviewed)
    assert "一并确认了2题" in text
    form = text[text.index("taken-together") :]
    ids = re.findall(r'name="review" value="(\d+)"', form[: form.index("</form>")])
    city.post(f"/responses/{reviewed.response_id}/review/take-back", data={"review": ids})
    assert list(decisions(reviewed)) == ["q-text"]


@pytest.mark.parametrize("left", [["q-number:"], ["q-number:x"], ["q-number:-1"], ["q-number:" + "9" * 30]])
def test_a_list_of_junk_confirms_nothing(left: list[str], reviewed: Respondent, city: FlaskClient) -> None:
    answer = city.post(f"/responses/{reviewed.response_id}/review/domains/N01", data={"left": left})
    assert answer.status_code == 400 and decisions(reviewed) == {}
    assert city.post(f"/responses/{reviewed.response_id}/review/domains/N99").status_code == 404


def test_who_only_reads_along_has_no_buttons_and_decides_nothing(reviewed: Respondent, site: Flask) -> None:
    confirm(reviewed, *(one.id for one in reviewed.questionnaire.questions))
    reviewed.act(Action.PASS_ON, reviewed.find(Role.CITY_REVIEWER))
    city, province = sign_in(site, "city"), sign_in(site, "province")
    assert "data-decide" not in page(city, reviewed) and "data-decide" in page(province, reviewed)
    answer = send(city, reviewed, "q-number", "set_aside", value="30", why="不符")
    assert "应由其他审核人员审核" in answer.text
    assert decisions(reviewed)["q-number"][0] == "confirmed"


def test_the_steps_are_taken_from_here_and_written_down(reviewed: Respondent, city: FlaskClient) -> None:
    mark_returned(reviewed, "q-text")
    here = f"/responses/{reviewed.response_id}/review"
    answer = city.post(f"/responses/{reviewed.response_id}/actions/return", data={"next": here})
    assert answer.location == here
    with Session(reviewed.engine) as session:
        assert session.get_one(Response, reviewed.response_id).state is State.RETURNED
    text = page(city, reviewed)
    assert "目前在填报单位" in text and "整改中" in find(text, "question-q-text")
    assert "city的人（市级审核员）" in text


def test_what_came_back_is_to_be_looked_at_again(reviewed: Respondent, city: FlaskClient) -> None:
    mark_returned(reviewed, "q-yes_no")
    reviewed.act(Action.RETURN, reviewed.find(Role.CITY_REVIEWER))
    reviewed.answer("q-yes_no", False, base=1)
    reviewed.submit()
    reviewed.act(Action.TAKE_UP, reviewed.find(Role.CITY_REVIEWER))
    words = find(page(city, reviewed), "question-q-yes_no")
    assert "已整改，待复核" in words and "请附文件" in words
    send(city, reviewed, "q-yes_no", "confirmed")
    assert decisions(reviewed)["q-yes_no"][0] == Decision.CONFIRMED


def test_the_queue_stands_in_its_order_with_reasons(bureau: Respondent, city: FlaskClient) -> None:
    critical = make_question("yes_no", "q-critical", critical=True, title="应急预案")
    asked = (make_question("number"), critical, make_question("share", evidence=()))
    given = tuple(one.model_copy(update={"document": bureau.questionnaire.document}) for one in asked)
    give_questions(bureau, given)
    bureau.answer_all(lambda question: False if question.critical else full_value(question))
    bureau.submit()
    text = page(city, bureau, "?show=first")
    assert text.index('id="question-q-critical"') < text.index('id="question-q-number"')
    assert 'id="question-q-share"' not in text
    assert "关键项未完全达标" in find(text, "question-q-critical")


def test_one_question_alone_is_drawn_for_the_script(reviewed: Respondent, city: FlaskClient) -> None:
    text = page(city, reviewed, "?only=q-share")
    assert text.count("data-block") == 1
    assert city.get(f"/responses/{reviewed.response_id}/review?only=nothing").status_code == 404


def test_a_reviewer_of_another_city_finds_nothing(reviewed: Respondent, site: Flask) -> None:
    stranger = sign_in(site, "foreign-city")
    assert stranger.get(f"/responses/{reviewed.response_id}/review").status_code == 404
    assert send(stranger, reviewed, "q-number", "confirmed").status_code == 404
    assert decisions(reviewed) == {}


def test_the_same_remark_names_only_bureaus_that_one_may_know(
    bureau: Respondent, respondent: Callable[[str], Respondent], city: FlaskClient, engine: sa.Engine
) -> None:
    question = find_yes_no(bureau)[0]
    for each in (bureau, respondent("sibling"), respondent("foreigner")):
        each.answer_all()
        each.save(question, {"value": True, "remark": "已经建立台账，每季度更新一次"}, 1)
        each.submit()
    words = find(page(city, bureau), f"question-{question}")
    assert "托克托县市场监督管理局（呼和浩特市市场监督管理局）及其他1个单位" in words
    assert "土默特右旗" not in words


def test_files_are_opened_from_the_question_and_make_a_claim_more_than_bare(
    reviewed: Respondent, city: FlaskClient, engine: sa.Engine
) -> None:
    place: dict[str, Any] = {"response_id": reviewed.response_id, "question_id": "q-number", "added_by_id": reviewed.id}
    file: dict[str, Any] = {"sha256": "a" * 64, "size": 2048, "kind": "pdf", "name": "学时证明.pdf", "added_at": now()}
    with writing(engine) as session:
        session.add(Evidence(**place, **file))
        session.add(Evidence(**place, **{**file, "name": "旧证明.pdf"}, removed_at=now(), removed_by_id=reviewed.id))
    text = page(city, reviewed)
    words = find(text, "question-q-number")
    assert f"/responses/{reviewed.response_id}/evidence/1" in text
    assert "学时证明.pdf" in words and "旧证明.pdf" in words
    assert "未附" not in words
