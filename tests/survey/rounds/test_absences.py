"""Who is out of a round: how it is chosen, what it counts as, and that all goes back to what it was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from questionnaires.messages import Refused
from reports.rounds.gathering import read_round
from reports.rounds.report import describe_round_report
from reports.rounds.summary import count_attendance
from survey.responses.unlocked import is_all_open
from survey.rounds.absences import ask_again, leave_out
from survey.rounds.rounds import LISTED
from survey.rounds.settling import StillOpen, settle_level
from survey.storage.database import writing
from survey.storage.records import TrailEntry
from survey.storage.states import Absence, Action, Role, State
from survey.storage.tables import Bureau, Response, Round
from survey.storage.together import Closing
from tests.machine import ZONE
from tests.people import Respondent

People = Callable[[str], Respondent]
CITY = "150100"


def look(person: Respondent) -> tuple[State, Absence | None, str]:
    with Session(person.engine) as session:
        one = session.get_one(Response, person.response_id)
        return one.state, one.absence, one.absent_reason


def find_bureau(engine: sa.Engine, code: str) -> int:
    with Session(engine) as session:
        return session.exec(select(Bureau.id).where(Bureau.code == code)).one()


def find_round(engine: sa.Engine) -> int:
    with Session(engine) as session:
        return session.exec(select(Round.id)).one()


def list_acts(engine: sa.Engine) -> list[str]:
    """What was done with rounds, as the trail has it."""
    with Session(engine) as session:
        acts = session.exec(select(TrailEntry.act).order_by(col(TrailEntry.number)))
        return [act for act in acts if act.startswith("round.")]


def test_a_level_is_closed_with_its_stragglers_in_one_act(bureau: Respondent, respondent: People) -> None:
    bureau.answer("emergency-plan", True)
    sibling, engine = respondent("sibling"), bureau.engine
    ways = {bureau.response_id: Absence.UNSUBMITTED, sibling.response_id: Absence.EXCUSED}
    province = bureau.find(Role.PROVINCIAL_REVIEWER)
    assert settle_level(engine, find_round(engine), find_bureau(engine, CITY), ways, "催报三次", True, province) == 2
    assert look(bureau) == (State.DRAFTING, Absence.UNSUBMITTED, "催报三次")
    assert list_acts(engine) == ["round.excuse", "round.miss", "round.close"]
    assert bureau.stored()["emergency-plan"] is not None  # what was typed stays, locked
    ask_again(engine, bureau.response_id, province)
    with Session(engine) as session:
        assert session.exec(select(Closing).where(col(Closing.lifted_at).is_(None))).all() == []
        assert is_all_open(session.get_one(Response, bureau.response_id))


def test_where_somebody_is_waited_for_nothing_is_recorded_or_closed(bureau: Respondent, respondent: People) -> None:
    respondent("sibling")
    ways, engine = {bureau.response_id: Absence.UNSUBMITTED}, bureau.engine
    province = bureau.find(Role.PROVINCIAL_REVIEWER)
    with pytest.raises(StillOpen):
        settle_level(engine, find_round(engine), find_bureau(engine, CITY), ways, "x", True, province)
    assert look(bureau) == (State.DRAFTING, None, "")
    assert list_acts(engine) == []


def test_of_many_none_is_left_out_where_one_has_handed_in_meanwhile(bureau: Respondent, respondent: People) -> None:
    sibling = respondent("sibling")
    sibling.answer_all()
    sibling.submit()
    ways = dict.fromkeys((bureau.response_id, sibling.response_id), Absence.UNSUBMITTED)
    with pytest.raises(Refused, match="submitted meanwhile"):
        leave_out(bureau.engine, ways, "x", bureau.find(Role.ADMINISTRATOR))
    assert look(bureau)[1] is None


def test_only_who_never_handed_in_is_taken_out(bureau: Respondent) -> None:
    bureau.answer_all()
    bureau.submit()
    bureau.act(Action.REOPEN, bureau.find(Role.ADMINISTRATOR), "重填")
    with pytest.raises(Refused, match="cannot be taken out"):
        leave_out(bureau.engine, {bureau.response_id: Absence.TAKEN_OUT}, "误列", bureau.find(Role.ADMINISTRATOR))


def test_who_was_taken_out_is_listed_nowhere_and_can_be_put_back(bureau: Respondent, respondent: People) -> None:
    admin = bureau.find(Role.ADMINISTRATOR)
    leave_out(bureau.engine, {bureau.response_id: Absence.TAKEN_OUT}, "误列", admin)
    with Session(bureau.engine) as session:
        assert bureau.response_id not in session.exec(select(Response.id).where(LISTED)).all()
    ask_again(bureau.engine, bureau.response_id, admin)
    with Session(bureau.engine) as session:
        assert bureau.response_id in session.exec(select(Response.id).where(LISTED)).all()
    assert bureau.answer("emergency-plan", True).version == 1


def test_the_report_names_whom_the_round_was_closed_without_and_counts_them(
    bureau: Respondent, respondent: People
) -> None:
    sibling, foreigner, admin = respondent("sibling"), respondent("foreigner"), bureau.find(Role.ADMINISTRATOR)
    sibling.answer_all()
    sibling.submit()
    leave_out(bureau.engine, {bureau.response_id: Absence.UNSUBMITTED}, "未报", admin)
    leave_out(bureau.engine, {foreigner.response_id: Absence.EXCUSED}, "撤并", admin)
    with Session(bureau.engine) as session:
        responses = session.exec(select(Response).order_by(col(Response.id))).all()
        report = read_round(session, session.get_one(Round, 1), responses, "全区", ZONE)
    whole = count_attendance("合计", report.members)
    assert (whole.bureaus, whole.owed, whole.submitted, whole.unsubmitted, whole.excused) == (3, 2, 1, 1, 1)
    words = describe_round_report(report, str)["attendance_words"]
    assert "应填报单位2个，已提交1个；" in words
    assert "按未报结办的1个是：土默特左旗" in words
    [group] = [one for one in report.members if one.outcome is not None]  # in the means: who handed in alone
    assert group.code == "150122"


def test_whoever_has_a_later_day_is_told_before_a_level_is_closed_without_them(
    bureau: Respondent, respondent: People, reviewer: FlaskClient
) -> None:
    respondent("sibling")
    with writing(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        response.due_on, response.due_reason = response.round.closes_on + timedelta(days=9), "机构搬迁"
        day = response.due_on
    page = reviewer.get(f"/rounds/2026/levels/{find_bureau(bureau.engine, CITY)}/stragglers").text
    assert page.count("已延期") == page.count("机构搬迁") == 1
    assert f"{day.year}年{day.month}月{day.day}日" in page


def test_stragglers_are_chosen_on_the_page_of_their_level(
    bureau: Respondent, respondent: People, reviewer: FlaskClient
) -> None:
    sibling, engine = respondent("sibling"), bureau.engine
    path = f"/rounds/2026/levels/{find_bureau(engine, CITY)}/stragglers"
    assert reviewer.post(path, data={"step": "record", "reason": "x"}).status_code == 422  # nobody is chosen
    data = {f"way-{bureau.response_id}": "unsubmitted", f"way-{sibling.response_id}": "", "reason": "催报三次未报"}
    left = reviewer.post(path, data={**data, "step": "close"})
    assert (left.status_code, "请为每个单位选择处理方式" in left.text) == (422, True)
    assert f'name="way-{bureau.response_id}" value="unsubmitted" checked' in left.text  # as it was chosen
    foreign = {f"way-{respondent('foreigner').response_id}": "unsubmitted"}
    assert reviewer.post(path, data={**foreign, "step": "record", "reason": "x"}).status_code == 422
    data[f"way-{sibling.response_id}"] = "excused"
    assert "已结办" in reviewer.post(path, data={**data, "step": "close"}, follow_redirects=True).text
    table = reviewer.get("/rounds/2026?state=unsubmitted").text
    assert "土默特左旗" in table
    assert "托克托县" not in table.partition("<tbody>")[2]
    assert "催报三次未报" in bureau.client.get("/").text
    assert "未报" in bureau.open().text
