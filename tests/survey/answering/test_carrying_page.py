"""Last year's answers of a whole domain: listed, confirmed, and never over what was typed meanwhile."""

import re
from datetime import timedelta

import pytest

from survey.rounds.rounds import open_round
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Source
from survey.storage.tables import Response, StoredAnswer
from tests.people import Respondent
from tests.survey.answering.test_pages import stored

Sent = dict[str, list[str] | str]


@pytest.fixture
def domain(bureau: Respondent) -> list[str]:
    """The first questions of a kind in a domain that has two of them, answered a year ago: yes."""
    bureau.give_facts()
    asked = bureau.questionnaire
    yes_no = {one.id: [q.id for q in one.questions if q.criterion.kind == "yes_no"] for one in asked.domains}
    id, questions = next((id, found) for id, found in yes_no.items() if len(found) > 1)
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        days = [day - timedelta(days=365) for day in (response.round.as_of, response.round.opens_on)]
        round = open_round(session, "2025", "2025年度自评", days[0], days[1], days[1])
        last = Response(round_id=round.id, bureau_id=response.bureau_id, questionnaire_id=response.questionnaire_id)
        session.add(last)
        session.flush()
        response.round.previous_id = round.id
        for one in questions[:2]:
            given = StoredAnswer(response_id=last.id, question_id=one, version=1, saved_at=now(), saved_by_id=bureau.id)
            given.content = {"value": True, "remark": "见附件"}
            session.add(given)
    return [id, *questions[:2]]


def read_list(bureau: Respondent, id: str) -> Sent:
    """What the list sends when its button is pressed as it stands."""
    page = bureau.client.get(f"/responses/{bureau.response_id}/domains/{id}/last-year").text
    hidden = re.findall(r'type="hidden" name="([^"]+-(?:version|mark))" value="([^"]*)"', page)
    return {"keep": re.findall(r'name="keep" value="([^"]+)"', page), **dict(hidden)}


def confirm(bureau: Respondent, id: str, sent: Sent) -> str:
    address = f"/responses/{bureau.response_id}/domains/{id}/last-year"
    return bureau.client.post(address, data=sent, follow_redirects=True).text


def test_what_is_ticked_on_the_list_is_kept_without_last_years_remark(bureau: Respondent, domain: list[str]) -> None:
    id, first, second = domain
    sent = read_list(bureau, id)
    assert sent["keep"] == [first, second]
    assert "已沿用上年答案1题" in confirm(bureau, id, {**sent, "keep": [second]})
    assert bureau.stored() == {second: {"value": True, "remark": ""}}
    assert stored(bureau)[second].source is Source.CARRIED
    assert read_list(bureau, id)["keep"] == [first]


def test_what_was_typed_since_the_list_was_drawn_stands_and_is_told(bureau: Respondent, domain: list[str]) -> None:
    id, first, second = domain
    sent = read_list(bureau, id)
    bureau.answer(first, False)
    page = confirm(bureau, id, sent)
    assert f"第{bureau.questionnaire.numbers[first]}题此间已有人作答" in page
    assert bureau.stored() == {first: {"value": False, "remark": ""}, second: {"value": True, "remark": ""}}


def test_nothing_is_kept_that_was_not_listed_as_it_is(bureau: Respondent, domain: list[str]) -> None:
    id, first, _ = domain
    sent = {**read_list(bureau, id), f"{first}-mark": "other", "keep": [first, "no-question"]}
    assert "未沿用" in confirm(bureau, id, sent)
    assert bureau.stored() == {}
