"""A plan as PDF: plain data into HTML, HTML into PDF."""

from functools import cache
from pathlib import Path

from jinja2 import Environment

from questionnaires.wording import write_date
from reports.plans.content import PlanContent
from reports.printing.edition import name_edition
from reports.printing.paper import Paper
from reports.printing.templates import open_templates

STYLESHEET = Path(__file__).parents[1] / "static" / "plan.css"


def write_plan_pdf(plan: PlanContent) -> bytes:
    """The plan as PDF. Raises FontProblem where this machine cannot print it."""
    return Paper(build_plan(plan), STYLESHEET, plan.day).render()


def build_plan(plan: PlanContent, is_copy: bool = False) -> str:
    """The plan as HTML for the stylesheet `plan.css`; a copy to be edited has room for seal and signature."""
    return _open_templates().get_template("plans/plan.html").render(plan=plan, day=write_date, is_copy=is_copy)


@cache
def _open_templates() -> Environment:
    return open_templates(edition=name_edition())
