"""A questionnaire as a document to be printed: who fills it in, how, the questions, room for hand and stamp."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment

from questionnaires.answers import Answer
from questionnaires.counting import count_questions, write_count
from questionnaires.questionnaire import Questionnaire
from questionnaires.wording import write_date
from reports.printing.edition import name_edition
from reports.printing.fonts import find_fonts
from reports.printing.paper import Paper, keep_paper
from reports.printing.templates import open_templates
from reports.sheets.rows import Clean, list_domains

FOLDER = Path(__file__).parents[1]
STYLESHEET = FOLDER / "static" / "sheet.css"


@dataclass(frozen=True)
class OfficeHeading:
    """To whom outside the bureau a sheet goes, who of the bureau is asked about it, and until when it is to be back."""

    office: str
    contact: str
    asked_on: date
    due: date | None


@dataclass(frozen=True)
class QuestionSheet:
    """What is printed. Without answers it is blank; without a bureau its name is left to be written; with a heading it
    goes to an office outside."""

    questionnaire: Questionnaire
    as_of: date | None = None
    bureau: str = ""
    round: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    is_demo: bool = False
    heading: OfficeHeading | None = None


def write_blank(questionnaire: Questionnaire) -> bytes:
    """A questionnaire for nobody in particular as PDF."""
    return write_sheet(QuestionSheet(questionnaire))


def write_sheet(sheet: QuestionSheet) -> bytes:
    """The sheet as PDF. Raises FontProblem where this machine cannot print it."""
    return _prepare(sheet).render()


def keep_sheet(sheet: QuestionSheet, folder: Path) -> Path:
    """A blank sheet as PDF, rendered once and kept in a folder under the hash of all that it shows.

    Raises FontProblem.
    """
    return keep_paper(_prepare(sheet), folder, "sheet-")


def _prepare(sheet: QuestionSheet) -> Paper:
    return Paper(build_sheet(sheet, find_fonts().substitute), STYLESHEET, sheet.as_of)


def build_sheet(sheet: QuestionSheet, clean: Clean = str) -> str:
    """The sheet as HTML for the stylesheet `sheet.css`; `clean` makes typed words printable."""
    asked = sheet.questionnaire
    return (
        _open_templates()
        .get_template("sheets/sheet.html")
        .render(
            sheet=sheet,
            asked=asked,
            heading=_write_heading(sheet.heading, clean) if sheet.heading else None,
            bureau=clean(sheet.bureau),
            round=clean(sheet.round),
            as_of=write_date(sheet.as_of) if sheet.as_of else "",
            domains=list_domains(asked, sheet.answers, sheet.as_of, clean),
            count=write_count(count_questions(asked.questions)),
        )
    )


def _write_heading(heading: OfficeHeading, clean: Clean) -> dict[str, str]:
    """A heading as it is printed."""
    return {
        "office": clean(heading.office),
        "contact": clean(heading.contact),
        "asked_on": write_date(heading.asked_on),
        "due": write_date(heading.due) if heading.due else "",
    }


@cache
def _open_templates() -> Environment:
    return open_templates(edition=name_edition())
