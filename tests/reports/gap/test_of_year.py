"""Beside what else of the bureau a report stands: other notices of the year, and last year's results from elsewhere."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session

from reports.gap.attachments import attach, read_attached
from reports.gap.content import GapReport, ImportedRound, LastRound, OtherNotice
from reports.gap.gathering import gather_report
from reports.gap.report import build_gap_report
from survey.storage.tables import Response
from tests.people import Respondent
from tests.reports.samples import TIME_ZONE, make_rich_report
from tests.survey.rounds.two_notices import find_ids, open_second, turn_to

OTHERS = (
    OtherNotice("《甲办法》", "第二项", "已认定", True, Decimal("85.50"), Fraction(173, 2), "良好"),
    OtherNotice("《乙办法》", "第三项", "填报中，尚未提交"),
)


def import_last(**given: Fraction) -> ImportedRound:
    """50 points, and what is given by domain."""
    day, score = date(2025, 6, 30), Fraction(50)
    return ImportedRound("2025年度考核", day, True, score, None, given, {}, source="external")


def make_again(report: GapReport) -> GapReport:
    return read_attached({one.name: one.content for one in attach(report)})


def test_page_one_names_the_other_notices_with_score_and_state() -> None:
    html = build_gap_report(make_rich_report(others=OTHERS))
    assert "《甲办法》：认定得分85.50分，总分86.50分，良好（已认定）" in html
    assert "《乙办法》：填报中，尚未提交" in html
    assert html.index("《甲办法》") < html.index("一、差距和整改建议")


def test_they_are_carried_and_a_report_without_any_carries_nothing() -> None:
    again = make_again(make_rich_report(others=OTHERS))
    assert again.others == OTHERS
    assert "year.json" not in {one.name for one in attach(make_rich_report())}


def test_results_from_elsewhere_are_marked_and_compared_as_far_as_they_go() -> None:
    html = build_gap_report(make_rich_report(last=import_last()))
    assert "与上年外部结果比较" in html and "本轮认定得分59.26分，提高9.26分" in html
    assert "只有总分，不比较各领域和各题。两者的评分规则不同" in html
    assert "较上轮" not in html and "可比的" not in html
    by_domain = build_gap_report(make_rich_report(last=import_last(N08=Fraction(40))))
    assert "“较上轮”为较上年外部结果，评分规则不同。" in by_domain and "只有总分" not in by_domain


def test_results_from_elsewhere_stay_such_when_a_report_is_made_again() -> None:
    imported, own = make_rich_report(last=import_last(N08=Fraction(40))), make_rich_report()
    assert make_again(imported).last == imported.last and make_again(imported).imported is not None
    assert type(make_again(own).last) is LastRound
    assert "external" not in next(one for one in attach(own) if one.name == "context.json").content.decode()


def test_both_reports_name_each_other(bureau: Respondent, engine: sa.Engine, administrator: FlaskClient) -> None:
    bureau.answer_all()
    bureau.submit()
    open_second(engine)
    first, second = find_ids(bureau)
    turn_to(bureau, second)
    with Session(engine) as session:
        [beside] = gather_report(session, session.get_one(Response, first), TIME_ZONE).others
        [other] = gather_report(session, session.get_one(Response, second), TIME_ZONE).others
    assert (beside.state, beside.score) == ("填报中，尚未提交", None)
    assert (other.state, other.score, other.grade) == ("已提交", Decimal("100.00"), "优秀")
    report = administrator.get("/rounds/2026/report").text
    assert "同一年度上述单位还填报：“2026年度第二项自评”2个单位，已提交0个，已认定0个" in report
