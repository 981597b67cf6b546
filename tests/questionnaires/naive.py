"""A second implementation of scoring.md, written from that page alone, and random papers for both to judge.

It knows nothing of the product: a question is a dict of criterion fields, an answer is the raw JSON value.
"""

import calendar
import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

AS_OF = date(2026, 3, 31)
STAGES = ["not_started", "planned", "under_way", "largely_done", "done"]
GRADES = ["none", "C", "C+", "B", "B+", "A"]
FIGURED, STEPPED = ["number", "share", "rate", "growth", "quantity"], ["yes_no", "stage", "grade"]
PAIR = {"share": ("part", "whole"), "rate": ("count", "base"), "growth": ("baseline", "current")}


def start_of_period(as_of: date, months: int) -> date:
    first = as_of.replace(day=1)
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first.replace(day=min(as_of.day, calendar.monthrange(first.year, first.month)[1]))


def leaves_both_sides(asked: dict[str, Any], answer: dict[str, Any]) -> bool:
    apart = answer.get("set_apart", {})
    return (
        asked["kind"] in ("text", "quantity")
        or "not_applicable" in answer
        or len(apart) == len(asked.get("items", "-"))
    )


def give_credit(asked: dict[str, Any], answer: dict[str, Any], as_of: date, year: int) -> Fraction:
    kind, value = asked["kind"], answer["value"]
    if kind == "yes_no":
        credit = Fraction(1 if value is True else 0)
    elif kind == "stage":
        credit = Fraction(STAGES.index(value), 4)
    elif kind == "grade":
        credit = Fraction(GRADES.index(value), GRADES.index(asked["target"]))
    elif kind == "checklist":
        credit = Fraction(len(value), len(asked["items"]) - len(answer.get("set_apart", ())))
    elif kind == "done_by":
        credit = Fraction(0 if value is None else 1)
    elif kind == "recency":
        first = date(year, 1, 1) if asked.get("per_year") else start_of_period(as_of, asked["period_months"])
        credit = Fraction(1 if value is not None and first <= date.fromisoformat(value) else 0)
    else:
        credit = give_credit_of_figures(asked, value)
    credit = min(Fraction(1), max(Fraction(0), credit))
    return Fraction(0) if asked.get("all_or_nothing") and credit != 1 else credit


def give_credit_of_figures(asked: dict[str, Any], value: Any) -> Fraction:
    target = Fraction(asked["target"])
    if asked["kind"] == "number" and asked.get("op") == "at_most":
        return Fraction(1) if Fraction(value) <= target else target / Fraction(value)
    if asked["kind"] == "number":
        have = Fraction(value)
    else:
        first, second = (Fraction(value[name]) for name in PAIR[asked["kind"]])
        if asked["kind"] == "share":
            have = first * 100 / second
        elif asked["kind"] == "rate":
            have = first / second * asked["per"]
        else:
            have = (second - first) / first * 100 * (1 if asked["direction"] == "up" else -1)
    return Fraction(1) if target == 0 else have / target


@dataclass(frozen=True)
class Paper:
    """Random questions, and an answer for most of them; absent: unanswered, `{"not_applicable": …}`: left out."""

    questions: dict[str, dict[str, Any]]
    weights: dict[str, Fraction]
    critical: frozenset[str]
    answers: dict[str, Any]


@dataclass(frozen=True)
class Verdicts:
    credits: dict[str, Fraction]
    low: Fraction | None
    high: Fraction | None
    grade: str | None
    lost: dict[str, Fraction]
    gaps: list[str]


def judge(paper: Paper, as_of: date, year: int = AS_OF.year - 1) -> Verdicts:
    credits, blank, gaps = {}, [], []
    for id, asked in paper.questions.items():
        if leaves_both_sides(asked, paper.answers.get(id, {})):
            continue
        if id not in paper.answers:
            blank.append(id)
            continue
        credit = give_credit(asked, paper.answers[id], as_of, year)
        credits[id] = credit
    total = sum(paper.weights[id] for id in [*credits, *blank])
    if not total:
        return Verdicts({}, None, None, None, {}, [])
    earned = sum((paper.weights[id] * credit for id, credit in credits.items()), Fraction(0))
    low, high = 100 * earned / total, 100 * (earned + sum(paper.weights[id] for id in blank)) / total
    lost = {id: 100 * paper.weights[id] * (1 - credit) / total for id, credit in credits.items()}
    for id in credits:
        if credits[id] < 1:
            due = paper.questions[id].get("due")
            urgency = 1 if due is None else 0 if date.fromisoformat(due) < as_of else 2
            gaps.append((id not in paper.critical, urgency, -lost[id], list(paper.questions).index(id), id))
    rank = 0 if low >= 90 else 1 if low >= 75 else 2 if low >= 60 else 3
    for id in paper.critical & set(credits):
        rank = max(rank, 3 if credits[id] == 0 else 2 if credits[id] < 1 else 0)
    grade = None if blank else ["excellent", "good", "basic", "below_standard"][rank]
    return Verdicts(credits, low, high, grade, lost, [gap[-1] for gap in sorted(gaps)])


def print_lost(high: Fraction) -> Decimal:
    """What the printed column must add up to: 100.00 less the score printed half up."""
    return Decimal(math.ceil((100 - high) * 100 - Fraction(1, 2))) / 100


figures = st.decimals(min_value=0, max_value=10_000, places=2)
positive = st.decimals(min_value=Decimal("0.01"), max_value=10_000, places=2)
days = st.none() | st.dates(date(2015, 1, 1), AS_OF).map(date.isoformat)
due = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat)
letters = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=8, unique=True)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from([*FIGURED, *STEPPED, "recency", "done_by", "checklist", "text"]))
    asked: dict[str, Any] = {"kind": kind, "due": draw(due), "all_or_nothing": draw(st.booleans())}
    if kind == "grade":
        asked |= {"scale": "laboratory", "target": draw(st.sampled_from(GRADES[1:]))}
    elif kind == "number":
        asked |= {"op": draw(st.sampled_from(["at_least", "at_most"])), "target": draw(figures), "unit": "公里"}
    elif kind in PAIR:
        asked |= {"target": draw(st.decimals(min_value=1, max_value=100, places=1)), "unit": "公里"}
        asked |= dict.fromkeys(PAIR[kind], "数") | (
            {"per": draw(st.integers(1, 10**6)), "base_unit": "平方公里"} if kind == "rate" else {}
        )
        asked |= {"direction": draw(st.sampled_from(["up", "down"]))} if kind == "growth" else {}
    elif kind == "recency":
        asked |= draw(st.just({"per_year": True}) | st.fixed_dictionaries({"period_months": st.integers(1, 120)}))
    elif kind == "quantity":
        asked |= {"unit": "公里", "measure": draw(st.sampled_from(["flow", "stock"]))}
    elif kind == "done_by":
        asked |= {"due": draw(due.filter(bool))}
    elif kind == "checklist":
        items = draw(letters)
        free = draw(st.sets(st.sampled_from(items)))
        asked |= {"items": [{"value": one, "label": one, "may_not_apply": one in free} for one in items]}
    return asked


@st.composite
def values(draw: st.DrawFn, asked: dict[str, Any]) -> Any:
    kind = asked["kind"]
    if kind == "share":
        whole = draw(positive)
        return {"part": draw(st.decimals(min_value=0, max_value=whole, places=2)), "whole": whole}
    if kind == "growth":
        return {"baseline": draw(positive), "current": draw(figures)}
    if kind == "rate":
        return {"count": draw(figures), "base": draw(positive)}
    if kind == "checklist":
        names = [item["value"] for item in asked["items"]]
        return draw(st.lists(st.sampled_from(names), unique=True))
    simple = {
        "yes_no": st.booleans(),
        "stage": st.sampled_from(STAGES),
        "grade": st.sampled_from(GRADES),
        "number": figures,
        "quantity": figures,
        "recency": days,
        "done_by": days,
        "text": st.just("说明"),
    }
    return draw(simple[kind])


@st.composite
def answers(draw: st.DrawFn, asked: dict[str, dict[str, Any]], finished: bool = False) -> dict[str, Any]:
    """One bureau's answers to these questions."""
    given: dict[str, Any] = {}
    for id, one in asked.items():
        choice = draw(st.sampled_from(["value"] * 6 + ["not_applicable"] + ([] if finished else ["blank"])))
        if choice != "blank":
            given[id] = draw(told(one)) if choice == "value" else {choice: "无此业务"}
    return given


@st.composite
def told(draw: st.DrawFn, asked: dict[str, Any]) -> dict[str, Any]:
    """An answer with a value; of a list, what is not in place may be set apart; a quantity may not be kept."""
    if asked["kind"] == "quantity" and draw(st.booleans()):
        return {"not_kept": "没有台账"}
    value = draw(values(asked))
    free = [one["value"] for one in asked.get("items", ()) if one["may_not_apply"] and one["value"] not in value]
    reasons = st.sampled_from(["不涉及", "未发生：本年度无案件", "辖区无口岸"])
    apart = {one: draw(reasons) for one in free if draw(st.booleans())}
    return {"value": value} | ({"set_apart": apart} if apart else {})


@st.composite
def papers(draw: st.DrawFn, finished: bool = False) -> Paper:
    asked = {f"q{number}": one for number, one in enumerate(draw(st.lists(questions(), min_size=1, max_size=9)))}
    given = draw(answers(asked, finished))
    weights = {id: Fraction(draw(st.decimals(min_value=Decimal("0.1"), max_value=10, places=1))) for id in asked}
    return Paper(asked, weights, frozenset(draw(st.sets(st.sampled_from(list(asked)), max_size=2))), given)
