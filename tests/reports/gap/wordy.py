"""Counties about which very much was typed: reasons why something does not apply, of reviewers, of claims."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from questionnaires.answers import read_answers
from questionnaires.applying import apply_scheme
from questionnaires.entry_reading import read_entries
from questionnaires.generator import build_questionnaire
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.scheme import Scheme
from questionnaires.scoring import Scorecard, score
from reports.gap.content import GapReport
from survey.responses.claims import name_claim
from tests.people import full_value
from tests.reports.gap.test_layout import LIBRARY, find_worst, make_worst_report
from tests.reports.samples import AS_OF

LONGEST = ("因机构改革后人员编制尚未落实，所需经费由县级财政统筹安排。" * 18)[:500]
BONUS: list[dict[str, Any]] = [{"id": f"b{at}", "title": f"加分事项{at}", "points": Decimal(1)} for at in range(8)]
SCHEME: dict[str, Any] = {
    "title": "某省方案",
    "bonus": BONUS,
    "deductions": [{"id": "late", "title": "迟报", "points": Decimal("0.5")}],
}
CLAIMS = {one["id"]: {"claimed": 1, "reason": LONGEST} for one in BONUS}
ENTERED = {"deductions": [{"id": "late", "reason": LONGEST}] * 12}


def list_judged(asked: Questionnaire) -> list[Question]:
    return [one for one in asked.questions if not one.is_quantity and one.criterion.kind != "text"]


def make_reviewed_report(document: str) -> GapReport:
    """Everything was claimed and all of it set aside, each with a reason of 500 characters."""
    asked = build_questionnaire(LIBRARY, document, "county", 2025)
    judged = list_judged(asked)
    own = judge(asked, {one.id: {"value": full_value(one)} for one in judged})
    verified = judge(asked, {one.id: {"value": find_worst(one)} for one in judged})
    reasons = {one.id: LONGEST for one in judged}
    return replace(make_worst_report(document), questionnaire=asked, scorecard=own, verified=verified, reasons=reasons)


def make_wordiest_report(document: str) -> GapReport:
    """What may be set apart is, a third of the rest was claimed and set aside, all with reasons of 500 characters, and
    so are claims and deductions."""
    asked = apply_scheme(Scheme.model_validate(SCHEME), build_questionnaire(LIBRARY, document, "county", 2025))
    judged = list_judged(asked)
    apart = {one.id: {"not_applicable": LONGEST} for one in judged if one.allow_not_applicable}
    rest = [one for one in judged if one.id not in apart]
    worst = {one.id: {"value": find_worst(one), "remark": LONGEST} for one in rest} | apart
    claimed = {one.id: {"value": full_value(one)} for one in rest[::3]}
    reasons = dict.fromkeys([*claimed, *(name_claim(one["id"]) for one in BONUS)], LONGEST)
    return replace(
        make_worst_report(document),
        questionnaire=asked,
        scorecard=judge(asked, worst | claimed, {"bonus": CLAIMS}),
        verified=judge(asked, worst, {"bonus": CLAIMS, "granted": {"b0": 1}} | ENTERED),
        reasons=reasons,
    )


def judge(asked: Questionnaire, given: Mapping[str, Any], beside: Mapping[str, Any] | None = None) -> Scorecard:
    entries = read_entries(asked.scheme, dict(beside or {}))
    return score(asked, read_answers(asked, given, AS_OF), AS_OF, entries)
