"""A second implementation of "Scheme" in scoring.md, written from that page alone, and random schemes for both.

A scheme is the dict that a file of it holds; what is entered beside the answers is the dict of an answer file.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.questionnaires import naive
from tests.questionnaires.naive import AS_OF, Paper, papers

DOMAINS = ["N01", "N02", "N03"]
GRADES = ["excellent", "good", "basic", "below_standard"]
LOWEST = [90, 75, 60, 0]
UNSCORED = ("text", "quantity")


@dataclass(frozen=True)
class Case:
    """A paper whose questions stand in domains, some on assumed levels; a scheme; what is entered beside."""

    paper: Paper
    domains: dict[str, str]
    assumed: frozenset[str]
    scheme: dict[str, Any]
    beside: dict[str, Any]


@dataclass(frozen=True)
class Sums:
    total: Fraction | None
    bonus: Fraction
    deducted: Fraction
    grade: str | None


def put_under(case: Case) -> Paper:
    """The paper as the scheme has it; what is only shown has become a text, which is not scored."""
    scheme, paper = case.scheme, case.paper
    questions, answers = dict(paper.questions), dict(paper.answers)
    for id in case.assumed:
        if scheme["assumed"] == "leave_out":
            questions.pop(id)
            answers.pop(id, None)
        elif scheme["assumed"] == "show":
            questions[id] = {"kind": "text"}
    weights = {id: Fraction(scheme["weights"].get(id, paper.weights[id])) for id in questions}
    scored = [id for id in questions if questions[id]["kind"] not in UNSCORED]
    if scheme["points"]:
        sums = {domain: sum(weights[id] for id in scored if case.domains[id] == domain) for domain in DOMAINS}
        for id in scored:
            domain = case.domains[id]
            weights[id] = Fraction(scheme["points"][domain]) * paper_weight(case, id) / sums[domain]
    critical = paper.critical if scheme["critical"] is None else frozenset(scheme["critical"])
    return replace(paper, questions=questions, weights=weights, answers=answers, critical=critical & frozenset(scored))


def paper_weight(case: Case, id: str) -> Fraction:
    return Fraction(case.scheme["weights"].get(id, case.paper.weights[id]))


def add_up(case: Case, year: int) -> Sums:
    scheme, beside, paper = case.scheme, case.beside, put_under(case)
    verdicts = naive.judge(paper, AS_OF, year)
    claims = {id: Fraction(one["claimed"]) for id, one in beside["bonus"].items()}
    counted = {id: Fraction(one) for id, one in beside["granted"].items()} if "granted" in beside else claims
    bonus = min(Fraction(scheme["bonus_cap"]), sum(counted.values(), Fraction(0)))
    prices = {one["id"]: Fraction(one["points"]) for one in scheme["deductions"]}
    deducted = sum((prices[one["id"]] for one in beside["deductions"]), Fraction(0))
    if scheme["deduction_cap"] is not None:
        deducted = min(deducted, Fraction(scheme["deduction_cap"]))
    if verdicts.grade is None or verdicts.low is None:
        return Sums(None, bonus, deducted, None)
    total = min(100 + Fraction(scheme["bonus_cap"]), max(Fraction(0), verdicts.low + bonus - deducted))
    points = total if scheme["grade_of"] == "total" else verdicts.low
    rank = next(place for place, lowest in enumerate(LOWEST) if points >= lowest)
    for id in paper.critical & set(verdicts.credits):
        rank = max(rank, 3 if verdicts.credits[id] == 0 else 2 if verdicts.credits[id] < 1 else 0)
    for one in beside["vetoes"]:
        rank = max(rank, GRADES.index(next(veto["grade"] for veto in scheme["vetoes"] if veto["id"] == one["id"])))
    return Sums(total, bonus, deducted, GRADES[rank])


amounts = st.decimals(min_value=Decimal("0.1"), max_value=20, places=1)


@st.composite
def schemes(draw: st.DrawFn, ids: list[str]) -> dict[str, Any]:
    def items(letter: str, **fields: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
        return [
            {"id": f"{letter}{number}", "title": "事项", **{name: draw(one) for name, one in fields.items()}}
            for number in range(draw(st.integers(0, 2)))
        ]

    return {
        "points": draw(st.sampled_from([{}, {domain: draw(amounts) for domain in DOMAINS}])),
        "weights": draw(st.dictionaries(st.sampled_from(ids), amounts, max_size=3)),
        "assumed": draw(st.sampled_from(["count", "show", "leave_out"])),
        "critical": draw(st.none() | st.lists(st.sampled_from(ids), unique=True, max_size=2)),
        "bonus": items("b", points=amounts),
        "bonus_cap": draw(st.sampled_from([Decimal(5), Decimal(0), Decimal("12.5")])),
        "deductions": items("d", points=amounts),
        "deduction_cap": draw(st.none() | amounts),
        "vetoes": items("v", grade=st.sampled_from(GRADES)),
        "grade_of": draw(st.sampled_from(["score", "total", "total"])),
    }


@st.composite
def entries(draw: st.DrawFn, scheme: dict[str, Any]) -> dict[str, Any]:
    def some(field: str, most: int) -> list[dict[str, Any]]:
        known = [one["id"] for one in scheme[field]]
        chosen = draw(st.lists(st.sampled_from(known), max_size=most)) if known else []
        return [{"id": id, "reason": "核实"} for id in chosen]

    def part(points: Decimal) -> Decimal:
        return points * draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]))

    claimed = {one["id"]: part(one["points"]) for one in scheme["bonus"] if draw(st.booleans())}
    beside: dict[str, Any] = {
        "bonus": {id: {"claimed": points, "reason": "已建成"} for id, points in claimed.items()},
        "deductions": some("deductions", 4),
        "vetoes": some("vetoes", 1),
    }
    if draw(st.booleans()):
        beside["granted"] = {id: part(points) for id, points in claimed.items() if draw(st.booleans())}
    return beside


@st.composite
def cases(draw: st.DrawFn, finished: bool = False) -> Case:
    paper = draw(papers(finished))
    ids = list(paper.questions)
    scheme = draw(schemes(ids))
    assumed = draw(st.sets(st.sampled_from(ids)))
    domains = {id: draw(st.sampled_from(DOMAINS)) for id in ids}
    return Case(paper, domains, frozenset(assumed), scheme, draw(entries(scheme)))
