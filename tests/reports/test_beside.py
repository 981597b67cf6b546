"""What was claimed, granted and entered on the pages reaches the gap report and the tables, with its reasons."""

from fractions import Fraction
from pathlib import Path

from sqlmodel import Session, col, select

from reports.gap.beside_rows import list_bonus, list_entered
from reports.gap.gathering import gather_report
from reports.making.outputs import Wish, order
from reports.rounds.gathering import read_round
from reports.rounds.rows import list_members
from reports.rounds.summary import sum_group
from reports.rounds.words import write_totals
from reports.tables.beside_table import divide_beside
from reports.tables.gathering import gather_round
from survey.responses.totals import StandingTotals
from survey.rounds.issued import open_questionnaire
from survey.storage.records import Job
from survey.storage.states import Action, EntryKind, Role
from survey.storage.tables import Response
from tests.people import Respondent
from tests.reports.samples import TIME_ZONE
from tests.survey.responses.claiming import ask_under_scheme, claim, enter, grant, hand_in


def test_an_accepted_response_brings_its_claims_grants_and_entries(bureau: Respondent) -> None:
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    hand_in(bureau)
    grant(bureau, "model", "1", "市级表彰")
    enter(bureau, EntryKind.DEDUCTION, "late", "一季度迟报")
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        [before] = list_bonus(gather_report(session, response, TIME_ZONE), str)
        assert (before.claimed, before.granted, before.why) == ("3", "—", "")
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        report = gather_report(session, response, TIME_ZONE)
        [bonus], [entered] = list_bonus(report, str), list_entered(report, str)
        gathered = gather_round(session, response.round, "Asia/Shanghai")
        lines = [line for one in gathered if one.number == response.id for line in divide_beside(one)]
    assert (bonus.reason, bonus.granted, bonus.why) == ("见省局通报", "1", "市级表彰")
    assert (entered.title, entered.effect, entered.reason) == ("迟报数据", "扣4分", "一季度迟报")
    assert [f"{one.kind} {one.points} {one.decision.reason}" for one in lines if one.decision] == [
        "加分 1 市级表彰",
        "扣分 4 一季度迟报",
    ]


def test_the_report_on_a_round_has_totals_of_either_basis_and_says_who_has_a_veto(bureau: Respondent) -> None:
    ask_under_scheme(bureau)
    claim(bureau, model="3")
    hand_in(bureau)
    grant(bureau, "model", "1", "市级表彰")
    enter(bureau, EntryKind.VETO, "incident", "省局通报")
    enter(bureau, EntryKind.DEDUCTION, "late", "一季度迟报")
    bureau.act(Action.PASS_ON, bureau.find(Role.CITY_REVIEWER))
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        report = read_round(session, response.round, [response], "某省", "Asia/Shanghai")
        assert report.members[0].totals == StandingTotals(Fraction(103), None, ("重大药品安全事件",))
    bureau.act(Action.ACCEPT, bureau.find(Role.PROVINCIAL_REVIEWER))
    with Session(bureau.engine) as session:
        response = session.get_one(Response, bureau.response_id)
        report = read_round(session, response.round, [response], "某省", "Asia/Shanghai")
        group = sum_group(open_questionnaire(response.questionnaire), report.members)
    assert write_totals(group) == "有否决事项的1个单位：土默特左旗（重大药品安全事件）。"  # no mean of fewer than five
    assert [(one.total, one.verified_total) for one in list_members(group)] == [("103.00", "97.00")]


def test_an_entry_makes_what_was_printed_of_a_round_outdated(bureau: Respondent, tmp_path: Path) -> None:
    ask_under_scheme(bureau)
    hand_in(bureau)
    with Session(bureau.engine) as session:
        wish = Wish(session.get_one(Response, bureau.response_id).round_id, "pdf")
    for item in ("late", "late", "case"):
        order(bureau.engine, wish, tmp_path, "Asia/Shanghai")
        order(bureau.engine, wish, tmp_path, "Asia/Shanghai")
        enter(bureau, EntryKind.DEDUCTION, item, "省局通报")
    with Session(bureau.engine) as session:
        assert len(session.exec(select(Job).where(col(Job.key).startswith(wish.begin_key))).all()) == 3
