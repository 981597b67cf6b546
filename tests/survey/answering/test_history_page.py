"""Who changed what, when and how, beside each answer."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session

from survey.responses.edits import Fate, list_steps
from survey.responses.saving import Collision, settle
from survey.storage.states import Source
from survey.storage.tables import Response
from tests.people import Respondent, full_value, sign_in

People = Callable[[str], Respondent]


@pytest.fixture
def clerk(every_kind: Respondent) -> Respondent:
    every_kind.answer("q-number", 38)
    return every_kind


def tell(person: Respondent) -> list[tuple[str, object, Source, Fate]]:
    """Who, what, how and what became of it, oldest first."""
    with Session(person.engine) as session:
        steps = list_steps(session, session.get_one(Response, person.response_id), person.ask("q-number"))[::-1]
    return [
        (one.by.removesuffix("的人"), one.answer.value if one.answer.is_given else None, one.source, one.fate)
        for one in steps
    ]


def collide(clerk: Respondent, colleague: Respondent, source: Source) -> int:
    outcome = colleague.save("q-number", {"value": 41, "remark": ""}, 0, source)
    assert isinstance(outcome, Collision)
    return outcome.edit_id


def test_it_tells_everything_that_was_given_and_taken_back(clerk: Respondent, respondent: People) -> None:
    colleague = respondent("colleague")
    colleague.save("q-number", None, 1)
    assert tell(clerk) == [
        ("bureau", 38, Source.TYPED, Fate.KEPT),
        ("colleague", None, Source.TYPED, Fate.KEPT),
    ]


@pytest.mark.parametrize(
    ("take", "told"),
    [
        (None, [Fate.WAITING]),
        (True, [Fate.TAKEN_UP, Fate.CHOSEN]),
        (False, [Fate.PASSED_OVER]),
    ],
)
def test_it_tells_what_became_of_an_answer_that_waited(
    clerk: Respondent, respondent: People, take: bool | None, told: list[Fate]
) -> None:
    edit_id = collide(clerk, respondent("colleague"), Source.WORKBOOK)
    if take is not None:
        settle(clerk.engine, clerk.response_id, clerk.ask("q-number"), edit_id, take, clerk.id)
    later = tell(clerk)[1:]
    assert [fate for _, _, _, fate in later] == told
    assert {source for _, _, source, _ in later} == {Source.WORKBOOK}


def test_the_page_says_it_in_words_newest_first(clerk: Respondent, respondent: People) -> None:
    collide(clerk, respondent("colleague"), Source.WORKBOOK)
    page = clerk.open("answers/q-number/history").text
    assert page.index("41学时") < page.index("38学时")
    for words in ("colleague的人", "工作簿导入", "待选定", "bureau的人", "网页填写", "已采用"):
        assert words in page


def test_a_question_that_is_not_asked_has_none(clerk: Respondent) -> None:
    assert clerk.open("answers/nothing/history").status_code == 404


def test_reviewers_read_it_once_it_is_submitted(clerk: Respondent, site: Flask) -> None:
    city, page = sign_in(site, "city"), f"/responses/{clerk.response_id}/answers/q-number/history"
    assert city.get(page).status_code == 404
    for question in clerk.questionnaire.questions:
        if question.id != "q-number":
            clerk.answer(question.id, full_value(question))
    clerk.submit()
    assert "38学时" in city.get(page).text
