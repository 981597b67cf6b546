"""What the page of a plan shows of it: filters, the order of its lines, what whoever looks may do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask import request
from flask_babel import lazy_gettext as _l

from questionnaires.wording import round_half_up
from survey.bureaus.outside import find_named
from survey.plans.drafting import Choice, choose_gaps
from survey.plans.holding import may_keep, may_oversee
from survey.plans.running import RunningScore
from survey.plans.sheet import PlanLine, PlanSheet
from survey.plans.words import say_closed
from survey.storage.states import PlanStatus, Role
from survey.storage.tables import Person
from survey.web.access import get_session

Holds = Callable[[PlanLine, Person], bool]
FILTERS: Mapping[str, tuple[object, Holds]] = {
    "": (_l("all"), lambda line, person: True),
    "checked": (_l("checked"), lambda line, person: line.item.status is PlanStatus.CHECKED),
    "done": (_l("done and to be checked"), lambda line, person: line.item.status is PlanStatus.DONE),
    "under_way": (_l("in progress"), lambda line, person: line.item.status is PlanStatus.UNDER_WAY),
    "not_started": (_l("to be begun"), lambda line, person: line.item.status is PlanStatus.NOT_STARTED),
    "cannot": (_l("not in time"), lambda line, person: line.item.status is PlanStatus.CANNOT),
    "late": (_l("past its day"), lambda line, person: line.is_late),
    "soon": (_l("due within 30 days"), lambda line, person: line.is_soon),
    "back": (_l("given back"), lambda line, person: bool(line.item.remark)),
    "changed": (_l("not signed"), lambda line, person: line.is_changed),
    "mine": (_l("mine"), lambda line, person: line.item.owner == person.name),
}
ALWAYS = ("", "not_started", "under_way", "done", "checked", "late", "mine")
ORDERS: Mapping[str, object] = {
    "gain": _l("by points to gain"),
    "due": _l("by the last day"),
    "place": _l("by the questionnaire"),
}


@dataclass(frozen=True)
class FilterLink:
    """One way to narrow the list, with how many items it leaves."""

    name: str
    label: str
    count: int
    is_here: bool


@dataclass(frozen=True)
class Figure:
    """A score with its bar: `at` and `width` of 100; `more` is by how much it is above the first."""

    score: Fraction | None
    grade: str
    at: str
    width: str
    more: str


@dataclass(frozen=True)
class PlanPage:
    """The lines that were asked for, and what whoever looks may do with the plan."""

    sheet: PlanSheet
    lines: Sequence[PlanLine]
    filters: Sequence[FilterLink]
    offices: Sequence[str]
    office: str
    order: str
    figures: Sequence[Figure]
    keeps: bool
    oversees: bool
    lacks_reviewer: bool
    drafts: Mapping[str, int]
    can_sign: bool
    to_sign: int
    to_agree: int

    @property
    def closed(self) -> str:
        """Why it can be read only; empty where it can be changed."""
        return say_closed(self.sheet.response)


def make_page(sheet: PlanSheet, person: Person) -> PlanPage:
    """The page as its address asks for it."""
    asked = {name: request.args.get(name, "") for name in ("show", "office", "order")}
    show = asked["show"] if asked["show"] in FILTERS else ""
    order = asked["order"] if asked["order"] in ORDERS else "gain"
    of_office = [one for one in sheet.lines if not asked["office"] or one.item.office == asked["office"]]
    keeps, lines = may_keep(person, sheet.response), [one for one in of_office if FILTERS[show][1](one, person)]
    to_sign = sum(one.is_changed for one in sheet.lines)
    return PlanPage(
        sheet=sheet,
        lines=sort_lines(lines, order),
        filters=list(_list_filters(of_office, show, person, keeps)),
        offices=sorted({one.item.office for one in sheet.lines if one.item.office}),
        office=asked["office"],
        order=order,
        figures=list_figures(sheet.running),
        keeps=keeps,
        oversees=may_oversee(person, sheet.response),
        lacks_reviewer=sheet.response.bureau.parent_id is None
        and find_named(get_session(), sheet.response.bureau) is None,
        drafts=count_drafts(sheet) if keeps else {},
        can_sign=keeps and person.role is Role.HEAD and to_sign > 0,
        to_sign=to_sign,
        to_agree=sum(not (one.is_changed or one.is_agreed or one.item.remark) for one in sheet.lines),
    )


def _list_filters(lines: Sequence[PlanLine], show: str, person: Person, keeps: bool) -> list[FilterLink]:
    """Those that are always there, and of the others those that leave something; “mine” for those of the bureau."""
    found = []
    for name, (label, holds) in FILTERS.items():
        count = sum(holds(one, person) for one in lines)
        if (name in ALWAYS or count or name == show) and (keeps or name != "mine"):
            found.append(FilterLink(name, str(label), count, name == show))
    return found


def sort_lines(lines: Sequence[PlanLine], order: str) -> list[PlanLine]:
    """The lines in an order; equal ones stay in that of the plan."""
    if order == "gain":
        return sorted(lines, key=lambda one: -one.gain)
    if order == "due":
        return sorted(lines, key=lambda one: one.item.due or date.max)
    return sorted(lines, key=lambda one: [int(part) for part in one.number.split(".") if part.isdigit()] or [10**6])


def count_drafts(sheet: PlanSheet) -> dict[str, int]:
    """How many items drafting in one go would add, by choice; those that would add none are left out."""
    there = {one.question_id for one in sheet.items}
    counts = {one: sum(gap.question.id not in there for gap in choose_gaps(sheet.judged, one)) for one in Choice}
    return {choice.value: count for choice, count in counts.items() if count}


def list_figures(running: RunningScore) -> list[Figure]:
    """The four scores: each bar from where the one before ends, each gain over the score that is told first."""
    figures, before = [], Fraction(0)
    first = round_half_up(running.accepted.score or Fraction(0))
    for place, step in enumerate((running.accepted, running.checked, running.done, running.all)):
        points = step.score or Fraction(0)
        at, end = round_half_up(min(before, points)), round_half_up(points)
        more = f"{end - first:+.2f}".replace("-", "−") if place and end != first else ""
        grade = step.grade.grade if step.grade else ""
        figures.append(Figure(step.score, grade, f"{at:.2f}", f"{end - at:.2f}", more))
        before = points
    return figures
