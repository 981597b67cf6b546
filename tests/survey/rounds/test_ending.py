"""A round renamed, withdrawn, archived; and that nobody meets it any more where it should not be met."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from questionnaires.loading import load_library
from questionnaires.messages import Refused
from survey.mail.plans import find_plans
from survey.responses.saving import ResponseFrozen
from survey.responses.workflow import NotReady
from survey.rounds.absences import ask_again, leave_out
from survey.rounds.ending import archive_round, rename_round, take_from_archive, withdraw_round
from survey.rounds.extending import extend
from survey.rounds.opening import add_bureaus, change_dates
from survey.rounds.rounds import find_before, invite_bureaus, issue_questionnaire, open_round
from survey.rounds.settling import close_level
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Absence, Action, Role, State
from survey.storage.tables import Bureau, Response, Round
from tests.conftest import AS_OF, NOTICE
from tests.machine import ZONE
from tests.people import Respondent, sign_in

People = Callable[[str], Respondent]


def follow(engine: sa.Engine, slug: str, previous_id: int) -> int:
    """The next round, with the first bureau in it."""
    with writing(engine) as session:
        round = open_round(session, slug, f"{slug}年度自评", AS_OF, AS_OF, AS_OF + timedelta(days=30))
        round.previous_id = previous_id
        issued = issue_questionnaire(session, round, load_library(), NOTICE, "county")
        invite_bureaus(session, issued, [session.exec(select(Bureau).where(Bureau.code == "150121")).one()])
        return round.id


def close_all(bureau: Respondent) -> None:
    """Close the round of the world with everybody excused."""
    engine, province = bureau.engine, bureau.find(Role.PROVINCIAL_REVIEWER)
    with Session(engine) as session:
        ids = dict.fromkeys(session.exec(select(Response.id)), Absence.EXCUSED)
        places = [session.exec(select(Bureau.id).where(Bureau.code == code)).one() for code in PLACES]
    leave_out(engine, ids, "撤并", province)
    for place in places:
        close_level(engine, 1, place, province)


PLACES = ("150100", "150200", "150000")


def test_a_title_stands_once_among_rounds_that_count(bureau: Respondent) -> None:
    engine, admin = bureau.engine, bureau.find(Role.ADMINISTRATOR)
    second = follow(engine, "2027", 1)
    with pytest.raises(Refused, match="already"):
        rename_round(engine, second, "2027年度自评", "2026年度自评", admin)
    withdraw_round(engine, 1, "重复", admin)
    rename_round(engine, second, "2027年度自评", "2026年度自评", admin)  # it is free again
    with pytest.raises(Refused, match="meanwhile"):
        rename_round(engine, second, "2027年度自评", "另一名称", admin)  # what was seen is not there any more


def test_of_two_that_give_one_title_at_once_one_is_told(bureau: Respondent) -> None:
    engine, admin = bureau.engine, bureau.find(Role.ADMINISTRATOR)
    titles = {follow(engine, slug, 1): f"{slug}年度自评" for slug in ("2027", "2028")}

    def give(one: int) -> str:
        try:
            rename_round(engine, one, titles[one], "同名", admin)
        except Refused as refused:
            return refused.message
        return ""

    with ThreadPoolExecutor(2) as both:
        told = sorted(both.map(give, titles))
    assert told == ["", "There is a round “%(title)s” already; give this one another title."]


def test_a_withdrawn_round_is_out_of_everything_with_all_that_was_typed(bureau: Respondent, respondent: People) -> None:
    sibling, engine, admin = respondent("sibling"), bureau.engine, bureau.find(Role.ADMINISTRATOR)
    bureau.answer("emergency-plan", True)
    sibling.answer_all()
    sibling.submit()
    assert withdraw_round(engine, 1, "日期有误", admin)
    assert not withdraw_round(engine, 1, "日期有误", admin)  # sent twice
    with pytest.raises(ResponseFrozen):
        bureau.answer("emergency-plan", False, base=1)
    with pytest.raises(Refused):
        ask_again(engine, bureau.response_id, admin)
    assert bureau.stored()["emergency-plan"] is not None
    with Session(engine) as session:
        assert {one.absence for one in session.exec(select(Response))} == {Absence.WITHDRAWN}
        assert find_plans(session, ZONE, now()) == []


def test_what_is_accepted_keeps_a_round_from_being_withdrawn(bureau: Respondent) -> None:
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        response.state, response.submitted_at = State.ACCEPTED, now()
    with pytest.raises(Refused, match="accepted"):
        withdraw_round(bureau.engine, 1, "日期有误", bureau.find(Role.ADMINISTRATOR))


def test_what_followed_a_withdrawn_round_follows_the_one_before_it(bureau: Respondent) -> None:
    wrong = follow(bureau.engine, "2027", 1)
    follow(bureau.engine, "2027-b", wrong)
    withdraw_round(bureau.engine, wrong, "日期有误", bureau.find(Role.ADMINISTRATOR))
    with Session(bureau.engine) as session:
        after = session.exec(select(Response).join(Round).where(Round.slug == "2027-b")).one()
        before = find_before(session, after)
        assert before is not None
        assert before.round_id == 1


def test_a_round_is_archived_once_it_is_closed_and_nothing_moves_in_it(bureau: Respondent) -> None:
    engine, admin = bureau.engine, bureau.find(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="has not closed"):
        archive_round(engine, 1, admin)
    close_all(bureau)
    archive_round(engine, 1, admin)
    acts: list[Callable[[], object]] = [
        lambda: ask_again(engine, bureau.response_id, admin),
        lambda: change_dates(engine, 1, AS_OF, AS_OF, "x", ZONE, admin),
        lambda: add_bureaus(engine, load_library(), 1, [2], admin),
        lambda: rename_round(engine, 1, "2026年度自评", "x", admin),
        lambda: withdraw_round(engine, 1, "x", admin),
        lambda: extend(engine, [bureau.response_id], AS_OF, "x", admin),
    ]
    for act in acts:
        with pytest.raises(Refused, match="archived"):
            act()
    take_from_archive(engine, 1, admin)
    ask_again(engine, bureau.response_id, admin)


def test_nothing_of_an_archived_round_is_reopened(bureau: Respondent) -> None:
    admin = bureau.find(Role.ADMINISTRATOR)
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        response.state, response.submitted_at, response.round.archived_at = State.ACCEPTED, now(), now()
    with pytest.raises(NotReady, match="archived"):
        bureau.act(Action.REOPEN, admin, "重填")


def test_a_withdrawn_round_leaves_the_lists_with_a_word_to_its_bureaus(
    bureau: Respondent, administrator: FlaskClient, reviewer: FlaskClient, site: Flask
) -> None:
    bureau.answer("emergency-plan", True)
    asked = administrator.get("/rounds/2026/withdrawal").text
    assert "作废后不能恢复" in asked
    assert administrator.post("/rounds/2026/withdrawal", data={"reason": " "}).status_code == 422
    done = administrator.post("/rounds/2026/withdrawal", data={"reason": "日期有误"}, follow_redirects=True)
    assert "轮次已作废" in done.text
    start = bureau.client.get("/").text
    assert "作废，理由：日期有误" in start
    assert "继续填报" not in start
    assert "作废" in bureau.open().text  # what was typed can be read
    assert "2026年度自评" not in reviewer.get("/").text
    assert {reviewer.get(path).status_code for path in ("/rounds/2026", "/rounds/2026/levels")} == {404}
    assert "2026年度自评" not in administrator.get("/").text
    assert "日期有误" in administrator.get("/archived-rounds").text
    assert "2026年度自评" not in administrator.get("/rounds/new").text
    assert "作废" in sign_in(site, "auditor").get("/").text


def test_an_archived_round_is_found_under_archived(
    bureau: Respondent, administrator: FlaskClient, reviewer: FlaskClient
) -> None:
    assert "尚未结办" in administrator.post("/rounds/2026/archive", follow_redirects=True).text
    close_all(bureau)
    assert "已归档" in administrator.post("/rounds/2026/archive", follow_redirects=True).text
    assert "2026年度自评" not in administrator.get("/").text
    assert "2026年度自评" in reviewer.get("/archived-rounds").text
    assert "已归档" in bureau.client.get("/").text
    administrator.post("/rounds/2026/archive", data={"back": "y"})
    assert "2026年度自评" in administrator.get("/").text


def test_who_was_taken_out_is_not_copied_to_the_next_year(bureau: Respondent, administrator: FlaskClient) -> None:
    form = "/rounds/new/form?from=2026"
    ticked = f'value="{find_bureau_id(bureau)}" checked'
    assert ticked in " ".join(administrator.get(form).text.split())
    leave_out(bureau.engine, {bureau.response_id: Absence.TAKEN_OUT}, "误列", bureau.find(Role.ADMINISTRATOR))
    assert ticked not in " ".join(administrator.get(form).text.split())


def find_bureau_id(person: Respondent) -> int:
    with Session(person.engine) as session:
        return session.get_one(Response, person.response_id).bureau_id


def test_a_new_round_with_a_title_that_stands_is_told_at_its_field(administrator: FlaskClient) -> None:
    follow_up = administrator.post("/rounds/2026/title", data={"seen": "2026年度自评", "title": "改名"})
    assert follow_up.status_code == 302
    page = administrator.get("/rounds/2026/administration").text
    assert "2026年度自评 → 改名" in page
