"""The paper on two schemes: rows and sentences into HTML, HTML into PDF."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment

from reports.printing.edition import name_edition
from reports.printing.fonts import find_fonts
from reports.printing.paper import Paper
from reports.printing.templates import open_templates
from reports.schemes.content import TwoSchemes, describe
from survey.schemes.side_by_side import SideBySide

STYLESHEET = Path(__file__).parents[1] / "static" / "two_schemes.css"


def write_two_schemes(shown: SideBySide, tried_on: date) -> bytes:
    """The paper as PDF. Raises FontProblem where this machine cannot print it."""
    html = build_two_schemes(describe(shown, tried_on, find_fonts().substitute))
    return Paper(html, STYLESHEET, shown.response.round.as_of).render()


def build_two_schemes(paper: TwoSchemes) -> str:
    """The paper as HTML for the stylesheet `two_schemes.css`."""
    return _open_templates().get_template("schemes/two.html").render(paper=paper)


@cache
def _open_templates() -> Environment:
    return open_templates(edition=name_edition())
