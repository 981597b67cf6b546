"""The result: both scores side by side, what the reviewers changed, and who sees it when."""

from typing import Any

import html5lib
import pytest
from flask import Flask
from sqlmodel import Session, select

from survey.responses.reviews import confirm_all
from survey.storage.database import writing
from survey.storage.states import Action, Role
from survey.storage.tables import Response, StoredAnswer
from tests.people import Respondent, sign_in
from tests.survey.answering.sample_questions import give_questions, make_question
from tests.survey.reviewing.deciding import begin_review, mark_returned, set_aside

ASKED = ("q-one", "q-two", "q-three", "q-four")


@pytest.fixture
def reviewed(bureau: Respondent) -> Respondent:
    """Four questions of equal weight, all answered yes; the city has set one aside and confirmed the others."""
    document = bureau.questionnaire.document
    give_questions(bureau, tuple(make_question("yes_no", id, document=document, title=id) for id in ASKED))
    begin_review(bureau)
    set_aside(bureau, "q-two", reason="现场无此文件")
    city = bureau.find(Role.CITY_REVIEWER)
    confirm_all(bureau.engine, bureau.response_id, city, dict.fromkeys(ASKED, 1))
    return bureau


def read(site: Flask, login: str, bureau: Respondent, asked: str = "") -> str:
    answer = sign_in(site, login).get(f"/responses/{bureau.response_id}/result{asked}")
    html5lib.HTMLParser(strict=True).parse(answer.text)
    root: Any = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return " ".join(" ".join(root.find(".//main").itertext()).split())


def test_the_reviewer_sees_both_scores_and_the_difference(reviewed: Respondent, site: Flask) -> None:
    words = read(site, "city", reviewed)
    assert "自评 100.00 优秀 审核认定 75.00 良好 差值 −25.00" in words
    assert "100.00 75.00 −25.00" in words  # the domain
    assert "已改定 否 现场无此文件 city的人 100.00 0.00 −100.00" in words  # the question


def test_the_bureau_is_told_to_wait_and_sees_no_half_review(reviewed: Respondent, site: Flask) -> None:
    words = read(site, "bureau", reviewed)
    assert "审核人员正在审核" in words
    assert "现场无此文件" not in words and "75.00" not in words


def test_the_bureau_sees_every_decision_with_its_reason_once_it_is_passed_on(reviewed: Respondent, site: Flask) -> None:
    reviewed.act(Action.PASS_ON, reviewed.find(Role.CITY_REVIEWER))
    words = read(site, "bureau", reviewed)
    assert "审核认定 75.00 良好 差值 −25.00" in words
    assert "否 现场无此文件" in words and "差距1项 按审核认定的答案" in words


def test_a_returned_response_shows_its_last_submitted_score_and_says_so(reviewed: Respondent, site: Flask) -> None:
    mark_returned(reviewed, "q-three")
    reviewed.act(Action.RETURN, reviewed.find(Role.CITY_REVIEWER))
    reviewed.answer("q-three", False, base=1)
    words = read(site, "city", reviewed)
    assert "目前在填报单位，答案仍可能变动。最近一次提交：100.00分，优秀" in words


def test_every_step_is_on_record_with_who_and_why(reviewed: Respondent, site: Flask) -> None:
    reviewed.act(Action.REOPEN, reviewed.find(Role.ADMINISTRATOR), "口径有变")
    words = read(site, "bureau", reviewed)
    assert "admin的人（管理员） 市级审核中 已重新开放 口径有变" in words
    assert "head的人（单位负责人） 填报中 已签批 –" in words
    with Session(reviewed.engine) as session:
        assert session.get_one(Response, reviewed.response_id).verified_score is None


@pytest.mark.parametrize(("wrong", "held"), [(1, True), (4, False)])
def test_a_cap_is_named_only_where_it_holds_the_grade_down(
    bureau: Respondent, site: Flask, wrong: int, held: bool
) -> None:
    """Of five, the first critical: 80 points are 良好 and held at 未达标; 20 points are 未达标 anyway."""
    document = bureau.questionnaire.document
    ids = ("q-one", "q-two", "q-three", "q-four", "q-five")
    asked = (make_question("yes_no", id, document=document, title=id, critical=id == "q-one") for id in ids)
    give_questions(bureau, tuple(asked))
    for place, id in enumerate(ids):
        bureau.answer(id, place >= wrong)
    bureau.submit()
    words = read(site, "bureau", bureau)
    assert ("等级限定为“未达标”" in words) is held


def test_a_figure_that_was_taken_before_a_rule_came_breaks_no_page(bureau: Respondent, site: Flask) -> None:
    """3.5 people of 7 were taken once; today they would be refused."""
    give_questions(bureau, (make_question("share", "q-share", document=bureau.questionnaire.document),))
    bureau.answer("q-share", {"part": 3, "whole": 7})
    with writing(bureau.engine) as session:
        stored = session.exec(select(StoredAnswer).where(StoredAnswer.response_id == bureau.response_id)).one()
        stored.content = {"remark": "", "value": {"part": 3.5, "whole": 7}}
        session.add(stored)
    assert sign_in(site, "bureau").get(f"/responses/{bureau.response_id}/check").status_code == 200
    bureau.submit()
    assert "3.5/7人，占50%" in read(site, "bureau", bureau)


def test_a_bureau_ticks_gaps_and_sees_what_closing_them_gives(bureau: Respondent, site: Flask) -> None:
    document = bureau.questionnaire.document
    questions = [make_question("yes_no", id, document=document, title=id, critical=id == "q-one") for id in ASKED]
    give_questions(bureau, tuple(questions))
    bureau.answer_all(lambda question: question.id not in ("q-one", "q-two"))
    bureau.submit()
    assert "目前： 50.00 · 未达标" in read(site, "bureau", bureau)
    one, both = (read(site, "bureau", bureau, f"?close={ticked}") for ticked in ("q-two", "q-two&close=q-one&close=x"))
    assert "补齐所选1项后： 75.00 现为50.00 · 未达标 按得分为良好，因下列关键项未完全达标受限：q-one" in one
    assert "补齐所选2项后： 100.00 现为50.00 · 优秀 现为未达标 等级没有因关键项" in both
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    assert "补齐" not in read(site, "city", bureau, "?close=q-two")


def test_the_verified_answers_are_what_is_closed_where_they_are_shown(reviewed: Respondent, site: Flask) -> None:
    assert "补齐" not in read(site, "bureau", reviewed)  # no gap of its own
    reviewed.act(Action.PASS_ON, reviewed.find(Role.CITY_REVIEWER))
    assert "补齐所选1项后： 100.00 现为75.00" in read(site, "bureau", reviewed, "?close=q-two")
