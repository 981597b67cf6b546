"""Many bureaus of a round taken their last step at once, each by itself."""

from collections.abc import Callable, Iterator

import html5lib
import pytest
from flask import Flask
from sqlmodel import Session

from survey.responses.reviews import confirm_all
from survey.storage.states import Action, Role, State
from survey.storage.tables import Response
from tests.databases import World
from tests.people import Respondent, sign_in
from tests.sites import pass_time, submit_all
from tests.survey.reviewing.deciding import find_yes_no, mark_returned

ACCEPT = "/rounds/2026/accept"


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after three bureaus have submitted, and two of them came through the city to the province."""

    def pass_on(respondent: Callable[[str], Respondent]) -> None:
        submit_all("bureau", "sibling", "foreigner")(respondent)
        for bureau in (respondent("bureau"), respondent("sibling")):
            city = bureau.find(Role.CITY_REVIEWER)
            bureau.act(Action.TAKE_UP, city)
            every = {one.id: 1 for one in bureau.questionnaire.questions}
            confirm_all(bureau.engine, bureau.response_id, city, every)
            bureau.act(Action.PASS_ON, city)

    with pass_time(world, tmp_path_factory.mktemp("passed-on"), pass_on) as later:
        yield later


def states(*bureaus: Respondent) -> list[State]:
    with Session(bureaus[0].engine) as session:
        return [session.get_one(Response, one.response_id).state for one in bureaus]


def test_those_fully_reviewed_are_listed_and_each_is_accepted_by_itself(
    site: Flask, bureau: Respondent, respondent: Callable[[str], Respondent]
) -> None:
    sibling, foreigner, province = respondent("sibling"), respondent("foreigner"), sign_in(site, "province")
    page = province.get(ACCEPT).text
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count('name="response"') == 2 and "土默特右旗" not in page
    mark_returned(sibling, find_yes_no(sibling)[0], Role.PROVINCIAL_REVIEWER)  # meanwhile
    chosen = {"response": [str(one.response_id) for one in (bureau, sibling, foreigner)]}
    answer = province.post(ACCEPT, data=chosen).text
    assert states(bureau, sibling, foreigner) == [State.ACCEPTED, State.PROVINCIAL_REVIEW, State.SUBMITTED]
    assert "已办理1个单位" in answer and "2个单位未能办理" in answer
    assert "仍有题目待审核" in answer and "其间状态已变化" in answer


def test_sent_twice_or_with_nothing_chosen_it_does_nothing(site: Flask, bureau: Respondent) -> None:
    province = sign_in(site, "province")
    assert "未选择单位" in province.post(ACCEPT).text
    for words in ("已办理1个单位", "1个单位未能办理"):
        assert words in province.post(ACCEPT, data={"response": str(bureau.response_id)}).text


def test_a_city_passes_on_its_own_bureaus_only(site: Flask, respondent: Callable[[str], Respondent]) -> None:
    foreigner = respondent("foreigner")
    city = sign_in(site, "city")
    assert "批量" in city.get("/rounds/2026").text
    city.post(ACCEPT, data={"response": str(foreigner.response_id)})
    assert states(foreigner) == [State.SUBMITTED]
