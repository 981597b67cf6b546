"""Questions given to colleagues: who has what, what is late, what a colleague finds; and nobody is locked out by it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from questionnaires.counting import count_questions, write_count
from questionnaires.messages import Refused
from survey.storage.tables import Person, Response
from survey.storage.together import Assignment
from survey.teamwork.assigning import Load, find_assignments, give, list_loads
from tests.databases import ON_SQLITE
from tests.machine import TODAY
from tests.people import Respondent

SOON = TODAY + timedelta(days=3)


@pytest.fixture
def colleague(bureau: Respondent, site: Flask) -> Respondent:
    return Respondent(site, bureau.engine, "colleague")


def list_all(bureau: Respondent) -> list[Load]:
    with Session(bureau.engine) as session:
        return list_loads(session, session.get_one(Response, bureau.response_id))


def share(bureau: Respondent, *questions: str, to: Respondent | None, due: date | None = SOON) -> int:
    return len(give(bureau.engine, bureau.response_id, questions, None if to is None else to.id, due, bureau.id))


def test_a_load_says_what_is_left_and_what_is_late(bureau: Respondent, colleague: Respondent) -> None:
    first, second = (one.id for one in bureau.questionnaire.questions[:2])
    assert share(bureau, second, first, to=colleague) == 2
    bureau.answer_all()
    (load,) = list_all(bureau)
    assert (load.person.login, load.due, load.questions, load.left) == ("colleague", SOON, [first, second], [])
    bureau.save(first, None, 1)
    (load,) = list_all(bureau)
    assert (load.left, load.is_late(SOON), load.is_late(SOON + timedelta(days=1))) == ([first], False, True)


def test_what_is_given_anew_is_the_new_ones_and_the_old_row_is_kept(bureau: Respondent, colleague: Respondent) -> None:
    first = bureau.questionnaire.questions[0].id
    assert [share(bureau, first, to=one) for one in (colleague, colleague, bureau)] == [1, 0, 1]
    assert share(bureau, first, to=None) == 1
    with Session(bureau.engine) as session:
        assert find_assignments(session, bureau.response_id) == {}
        kept = session.exec(select(Assignment).order_by(col(Assignment.id))).all()
    assert [one.person_id for one in kept] == [colleague.id, bureau.id]


@pytest.mark.parametrize("login", ["head", "sibling", "city"])
def test_only_a_clerk_of_the_bureau_is_given_anything(bureau: Respondent, login: str) -> None:
    with Session(bureau.engine) as session:
        to = session.exec(select(Person.id).where(Person.login == login)).one()
    with pytest.raises(Refused, match="no clerk"):
        give(bureau.engine, bureau.response_id, ["x"], to, None, bureau.id)


def test_nothing_is_given_once_it_is_handed_in(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    with pytest.raises(Refused, match="not with your bureau"):
        share(bureau, "x", to=bureau)


@ON_SQLITE
def test_a_domain_and_a_question_are_ticked_given_and_found(bureau: Respondent, colleague: Respondent) -> None:
    domain, other = bureau.questionnaire.domains[:2]
    ticked = {"domain": domain.id, "question": other.questions[0].id, "person": colleague.id, "due": f"{SOON:%Y%m%d}"}
    page = bureau.client.post(bureau_page(bureau), data={**ticked, "act": "give"}, follow_redirects=True).text
    given = (*domain.questions, other.questions[0])
    count = write_count(count_questions(given))
    assert f"已分工{count}。" in page
    form = colleague.open("questions?only=mine").text
    assert form.count('data-question="') == len(given)
    assert "colleague的人" in form
    start = colleague.client.get("/").text
    assert f"{count}</a> ·" in start and f"还剩{count}" in start
    assert bureau.answer(domain.questions[0].id, True).version == 1  # a plan, no lock


@ON_SQLITE
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"person": "1"}, "请先勾选"),
        ({"domain": "N12", "person": ""}, "请选择一位同事"),
        ({"domain": "N12", "person": "999999"}, "不是（或不再是）本单位的填报员"),
        ({"domain": "N12", "person": "1", "due": "2020-01-01"}, "该日期已过"),
        ({"domain": "N12", "person": "1", "due": "someday"}, "someday"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(bureau: Respondent, typed: dict[str, str], said: str) -> None:
    answer = bureau.client.post(bureau_page(bureau), data={**typed, "act": "give"})
    assert answer.status_code == 422
    assert said in answer.text
    assert ('value="N12" checked' in answer.text) == ("domain" in typed)
    assert f'value="{typed.get("due", "")}"' in answer.text


def bureau_page(bureau: Respondent) -> str:
    return f"/responses/{bureau.response_id}/sharing"
