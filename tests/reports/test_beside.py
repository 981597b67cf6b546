"""What was claimed, granted and entered on the pages reaches the gap report and the tables, with its reasons."""

from sqlmodel import Session

from reports.gap.beside_rows import list_bonus, list_entered
from reports.gap.gathering import gather_report
from reports.tables.beside_table import divide_beside
from reports.tables.gathering import gather_round
from survey.storage.states import Action, EntryKind, Role
from survey.storage.tables import Response
from tests.people import Respondent
from tests.survey.responses.claiming import ask_under_scheme, claim, enter, grant, hand_in


def test_an_accepted_response_brings_its_claims_grants_and_entries(bureau: Respondent) -> None:
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    hand_in(bureau)
    grant(bureau, "model", "1", "市级表彰")
    enter(bureau, EntryKind.DEDUCTION, "late", "一季度迟报")
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        [before] = list_bonus(gather_report(session, response), str)
        assert (before.claimed, before.granted, before.why) == ("3.00", "—", "")
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        report = gather_report(session, response)
        [bonus], [entered] = list_bonus(report, str), list_entered(report, str)
        gathered = gather_round(session, response.round, "Asia/Shanghai")
        lines = [line for one in gathered if one.number == response.id for line in divide_beside(one)]
    assert (bonus.reason, bonus.granted, bonus.why) == ("见省局通报", "1.00", "市级表彰")
    assert (entered.title, entered.effect, entered.reason) == ("迟报数据", "扣4.00分", "一季度迟报")
    assert [f"{one.kind} {one.points} {one.decision.reason}" for one in lines if one.decision] == [
        "加分 1 市级表彰",
        "扣分 4 一季度迟报",
    ]
