"""The report on a round: one content for the page and for the PDF, formal Chinese, city by city."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment

from questionnaires.wording import write_date
from reports.gap.groups import is_enough
from reports.gap.rows import Clean, name_basis, write_points
from reports.printing.fonts import find_fonts
from reports.printing.paper import Paper, keep_paper
from reports.printing.templates import open_templates
from reports.rounds.charts import MOST_WIDE, BarChart, HeatMap, chart_bureaus, chart_counts, chart_domains
from reports.rounds.content import Attendance, ComparableGroup, Member, RoundReport
from reports.rounds.leader import describe_leader, rank_report
from reports.rounds.quantity_rows import describe_quantities
from reports.rounds.ranking_part import describe_ranking, describe_waiting, list_plan_rows
from reports.rounds.rows import (
    MOST_BUREAUS,
    CriticalRow,
    MemberRow,
    PairRow,
    SharedRow,
    join_names,
    list_change_rows,
    list_claim_rows,
    list_critical_rows,
    list_members,
    list_shared,
    pick_weakest,
    shorten,
)
from reports.rounds.summary import add_attendance, count_attendance, list_places, sum_groups
from reports.rounds.words import (
    name_group,
    write_attendance,
    write_basis,
    write_changes,
    write_city,
    write_claims,
    write_critical,
    write_cut,
    write_figures,
    write_focus,
    write_others,
    write_shared,
    write_totals,
)
from reports.tables.quantity_sums import group_givers
from survey.signing.serials import make_serial

FOLDER = Path(__file__).parents[1]
STYLESHEET = FOLDER / "static" / "round_report.css"
NUMERALS = (*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十")
MOST_OF_A_CITY, MOST_NAMED_OF_A_CITY = 5, 4  # what leaves room for its bureaus on one page
MOST_IN_CITIES = 600  # of all bureaus that are listed city by city
Shared = list[tuple[str, list[SharedRow]]]
FEWEST_COMPARED = 2  # of one there is nothing to lay side by side


@dataclass(frozen=True)
class GroupPart:
    """What is said about the bureaus of one questionnaire."""

    title: str
    basis: str
    cells: Sequence[str]
    counts: Sequence[tuple[str, int]]
    figures: str
    outside: str
    totals: str
    focus: str
    classes: BarChart | None
    grades: BarChart | None
    domains: BarChart | None
    heads: Sequence[str]
    is_wide: bool
    heat: Sequence[HeatMap]
    heat_cut: str
    shared: Sequence[SharedRow]
    shared_words: str
    critical: Sequence[CriticalRow]
    critical_cut: str
    critical_words: str
    claims: Sequence[PairRow]
    claims_cut: str
    claims_words: str
    changes: Sequence[PairRow]
    changes_words: str
    last_name: str


@dataclass(frozen=True)
class CityPart:
    """The page of one city: its bureaus, each with those it is compared with in the words.

    `rows` are empty where there are bureaus of very many cities; the export lists them all.
    """

    name: str
    attendance: Attendance
    sentences: Sequence[str]
    rows: Sequence[MemberRow]
    shared: Sequence[tuple[str, Sequence[SharedRow]]]


def keep_round_report(report: RoundReport, folder: Path, origin: str) -> tuple[Path, str]:
    """The report as a PDF, rendered once and kept under the hash of all that it shows, and its serial number.

    `origin` names the round and the place. Raises FontProblem.
    """
    clean = find_fonts().substitute
    serial = make_serial(origin, build_round_report(report, clean))
    html = build_round_report(report, clean, serial)
    return keep_paper(Paper(html, STYLESHEET, report.as_of), folder, "round-"), serial


def build_round_report(report: RoundReport, clean: Clean = str, serial: str = "") -> str:
    """The report as HTML for the stylesheet `round_report.css`; `clean` makes typed words printable."""
    template = _open_templates().get_template("rounds/report.html")
    return template.render(describe_round_report(report, clean), serial=serial)


def describe_round_report(report: RoundReport, clean: Clean) -> dict[str, Any]:
    """What both templates show, under the names by which they show it."""
    members = report.members
    places = list_places(members)
    groups = sum_groups(report.questionnaires, members, report.parts, (len(members), report.is_verified))
    attendance = {place: _count_place(place, own, report) for place, own in places.items()}
    whole = add_attendance("合　计", attendance.values())
    return {
        "report": report,
        "title": clean(report.title),
        "scope": clean(report.scope),
        "as_of": write_date(report.as_of),
        "today": write_date(report.today),
        "basis": write_basis(report.is_verified),
        "whole": whole,
        "attendance": list(attendance.values()),
        "attendance_words": write_attendance(whole, members),
        "others_words": write_others(report.others),
        **_describe_ranking(report),
        "groups": [_describe_group(one, report) for one in groups],
        "quantity_parts": describe_quantities(group_givers(report.givers)),
        "city_parts": [
            _describe_city(attendance[place], own, report, groups)
            for place, own in places.items()
            if own[0].is_city and len(places) > 1  # a city's own report is its page already
        ],
        "numerals": NUMERALS,
    }


def _describe_ranking(report: RoundReport) -> dict[str, Any]:
    """The leader's pages and what stands behind them; None where nobody is asked."""
    ranking = rank_report(report)
    return {
        "leader": describe_leader(report, ranking) if ranking else None,
        "ranking": describe_ranking(ranking, report.outlines) if ranking else None,
        "waiting": describe_waiting(report),
        "plans": list_plan_rows(report.plans),
    }


def _describe_group(group: ComparableGroup, report: RoundReport) -> GroupPart:
    compared = len(group.scored) >= FEWEST_COMPARED
    is_summed = is_enough(len(group.scored))
    outside = [one for one in group.members if one.score is None]
    critical, claims = list_critical_rows(group), list_claim_rows(group)
    return GroupPart(
        title=name_group(group),
        basis=name_basis(report.is_verified),
        cells=_list_figures(group),
        counts=group.grades,
        figures=write_figures(group, report.is_verified),
        outside=_list_outside(outside),
        totals=write_totals(group),
        focus=write_focus(group),
        classes=chart_counts("得分分布图", group.classes) if is_summed else None,
        grades=chart_counts("等级分布图", group.grades) if is_summed else None,
        domains=chart_domains(group) if is_summed else None,
        heads=[section.title for section in group.questionnaire.domains],
        is_wide=len(group.questionnaire.domains) > MOST_WIDE,
        heat=chart_bureaus(group, pick_weakest(group.scored), report.parts) if compared else [],
        heat_cut=write_cut(len(group.scored), "得分最低", "“能力领域”表（domains.csv）"),
        shared=list_shared(group) if is_summed else [],
        shared_words=write_shared(group) if is_summed else "",
        critical=critical[:MOST_BUREAUS],
        critical_cut=write_cut(len(critical), "关键项未达标最多", "“差距清单”表（gaps.csv）"),
        critical_words=write_critical(group),
        claims=claims[:MOST_BUREAUS],
        claims_cut=write_cut(len(claims), "自评高出认定最多", "“单位汇总”表（bureaus.csv）"),
        claims_words=write_claims(group),
        last_name="上年外部结果" if report.is_last_imported else f"上轮{name_basis(report.is_verified)}",
        changes=list_change_rows(group) if report.has_last else [],
        changes_words=write_changes(group, report.is_verified, report.is_last_imported) if report.has_last else "",
    )


def _count_place(place: tuple[str, str], members: Sequence[Member], report: RoundReport) -> Attendance:
    """How many of a place stand how; what comes directly under a province is counted with its own bureau."""
    name = shorten(place[1]) if members[0].is_city else f"{shorten(place[1])}本级和直管"
    which = ("attendance", place, report.is_verified)
    return report.parts.recall(which, members, lambda: count_attendance(name, members))


def _list_figures(group: ComparableGroup) -> list[str]:
    """How many have to hand in, how many count, and their mean, median, lowest and highest score."""
    one = group.figures
    points = ["—"] * 4
    if one is not None:
        points = [write_points(number) for number in (one.mean, one.median, one.low, one.high)]
    return [str(sum(not one.is_excused for one in group.members)), str(len(group.scored)), *points]


def _list_outside(members: Sequence[Member]) -> str:
    """Those without a score by the state in which they are."""
    states: dict[str, list[Member]] = {}
    for one in members:
        states.setdefault(one.state, []).append(one)
    return "；".join(f"{state}{len(own)}个：{join_names(own)}" for state, own in states.items())


def _describe_city(
    attendance: Attendance, members: Sequence[Member], report: RoundReport, groups: Sequence[ComparableGroup]
) -> CityPart:
    which = ("city", members[0].place, report.is_verified, len(report.members) <= MOST_IN_CITIES)
    own, rows, shared = report.parts.recall(which, members, lambda: _sum_city(members, report))
    every = {id(one.questionnaire): one for one in groups}
    return CityPart(
        name=attendance.place,
        attendance=attendance,
        sentences=[
            words for one in own if (words := write_city(one, every[id(one.questionnaire)], report.is_verified))
        ],
        rows=rows,
        shared=shared,
    )


def _sum_city(members: Sequence[Member], report: RoundReport) -> tuple[list[ComparableGroup], list[MemberRow], Shared]:
    """What is said of a city that no other city changes."""
    own = sum_groups(report.questionnaires, members, report.parts, ("city", members[0].place, report.is_verified))
    rows = [row for one in own for row in list_members(one)] if len(report.members) <= MOST_IN_CITIES else []
    shared = [
        (one.questionnaire.level_name, list_shared(one, MOST_OF_A_CITY, MOST_NAMED_OF_A_CITY))
        for one in own
        if is_enough(len(one.scored))
    ]
    return own, rows, shared


@cache
def _open_templates() -> Environment:
    return open_templates()
