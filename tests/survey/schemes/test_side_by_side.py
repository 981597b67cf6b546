"""One bureau under two schemes: the same answers on both sides, and its domains; who may look."""

from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient

from questionnaires.scheme import Scheme
from survey.rounds.kept_schemes import keep_scheme
from survey.storage.database import writing
from survey.storage.states import Action, EntryKind, Role
from tests.people import Respondent, sign_in
from tests.survey.responses.claiming import ask_under_scheme, claim, enter, grant, hand_in


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text)
    root: Any = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return " ".join(" ".join(root.find(".//main").itertext()).split())


def test_a_critical_item_of_one_scheme_caps_on_its_side_alone(bureau: Respondent, reviewer: FlaskClient) -> None:
    ask_under_scheme(bureau, critical=True)
    bureau.answer_all(lambda question: question.id != "q-one")
    bureau.submit()
    with writing(bureau.engine) as session:
        kept = keep_scheme(session, Scheme(title="没有关键项的方案", critical=()), bureau.id)
    words = read(reviewer, f"/responses/{bureau.response_id}/schemes?scheme=kept-{kept}-1")
    assert "得分 75.00 75.00 0.00" in words and "单位自评答案" in words
    assert "等级 未达标 良好" in words and "限制等级的关键项 q-one –" in words


def test_totals_and_vetoes_of_the_round_stand_beside_and_are_left_out_of_what_is_compared(
    bureau: Respondent, site: Flask
) -> None:
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    hand_in(bureau)
    grant(bureau, "model", "1", "市级表彰")
    enter(bureau, EntryKind.VETO, "incident", "省局通报")
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))
    words = read(sign_in(site, "admin"), f"/responses/{bureau.response_id}/schemes")
    assert "得分 100.00 100.00 0.00 等级 优秀 优秀" in words
    assert "本轮自评总分 103.00 – 本轮认定总分 101.00 – 本轮否决事项 重大药品安全事件 –" in words


def test_a_scheme_that_is_not_there_is_not_found(bureau: Respondent, reviewer: FlaskClient) -> None:
    bureau.answer_all()
    bureau.submit()
    assert reviewer.get(f"/responses/{bureau.response_id}/schemes?scheme=kept-9-1").status_code == 404
