"""One bureau: what it came to and from which answers; and one answer with all that it stands on."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template
from flask_babel import gettext as _
from sqlmodel import Session

from reports.leading.answer_content import list_asked_of, show_answer
from reports.leading.bureau_content import ALL_OF_THEM, CHOICES, GAPS, list_chosen, list_history_of
from reports.leading.gathering import find_member, find_read, is_open_to_readers
from reports.leading.standpoint import READERS
from reports.rounds.rows import shorten
from survey.bureaus.places import walk_up
from survey.bureaus.reach import reads_results
from survey.plans.running import ScoreStep, judge, run_score
from survey.responses.assessing import assess
from survey.responses.promises import list_items
from survey.responses.steps_taken import find_mark
from survey.rounds.reach import find_round
from survey.storage.plans import PlanItem
from survey.storage.states import IN, PlanStatus
from survey.storage.tables import Response
from survey.web.access import current_person, get_session, only
from survey.web.marks import expensive
from survey.web.paging import read_words

bp = Blueprint("leading_bureau", __name__, template_folder="../templates")


@bp.get("/overview/<slug>/bureaus/<code>")
@only(*READERS)
@expensive(600)
def bureau(slug: str, code: str) -> Any:
    """What it came to; of one that is not accepted where it stands, and nothing else."""
    round = find_round(slug)
    response = find_member(round, code)
    if not is_open_to_readers(response):
        is_in = response.state in IN and response.absent_at is None
        return render_template("leading/bureau_waiting.html", response=response, path=_list_path(response), is_in=is_in)
    person, session = current_person(), get_session()
    assessment = assess(session, find_read(round, code), person)
    items = list_items(session, response.id)
    domain, verdict = read_words("domain"), read_words("verdict")
    verdict = verdict if verdict in CHOICES else ALL_OF_THEM if domain else GAPS
    return render_template(
        "leading/bureau.html",
        response=response,
        path=_list_path(response),
        assessment=assessment,
        card=assessment.verified,
        counts=_count(assessment.verified.results),
        results=list_chosen(assessment.verified, assessment.questionnaire, domain, verdict),
        domain=domain,
        verdict=verdict,
        mark=find_mark(session, response),
        history=list_history_of(session, response),
        has_plan=bool(items),
        running=_run(session, response, items),
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "response"],
        shorten=shorten,
    )


def _run(session: Session, response: Response, items: list[PlanItem]) -> ScoreStep | None:
    """What the verified score would be with what was checked of the plan; None where nothing was."""
    if not any(one.status is PlanStatus.CHECKED for one in items):
        return None
    return run_score(judge(session, response), items).checked


def _count(results: Any) -> dict[str, int]:
    """How many questions there are of each verdict, of those that are judged."""
    counts: dict[str, int] = {}
    for one in results:
        counts[one.verdict] = counts.get(one.verdict, 0) + (not one.question.is_quantity)
    return counts


@bp.get("/overview/<slug>/bureaus/<code>/questions/<question_id>")
@only(*READERS)
@expensive(600)
def answer(slug: str, code: str, question_id: str) -> Any:
    """One answer: what was asked and said, the files behind it, what the reviewers decided, and who did what."""
    response = find_read(find_round(slug), code)
    assessment = assess(get_session(), response, current_person())
    shown = show_answer(get_session(), assessment, question_id) or abort(404)
    return render_template(
        "leading/answer.html",
        response=response,
        path=_list_path(response),
        one=shown,
        around=list_asked_of(assessment, question_id),
        title=_("Question %(number)s", number=shown.number),
        shorten=shorten,
    )


def _list_path(response: Response) -> list[tuple[str, str]]:
    """The places above a bureau of which the reader may read, from the top down."""
    person = current_person()
    above = [one for one in walk_up(response.bureau) if reads_results(person, one)]
    return [(one.code, one.name) for one in reversed(above)]
