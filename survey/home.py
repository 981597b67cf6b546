"""The start page: what to do next, for each role its own."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for

from survey.alerts import count_alerts
from survey.answering.start import gather_tasks
from survey.catalogues.reach import get_library
from survey.mail.listing import count_mails
from survey.messages.telling import list_received
from survey.plans.start import list_plan_news
from survey.reviewing.start import gather_desk
from survey.rounds.external import list_asked_rounds, list_external
from survey.rounds.first_steps import list_first_steps
from survey.rounds.start import gather_rounds, list_under_way, list_unstaffed
from survey.storage.states import OF_A_BUREAU, REVIEWERS, Role
from survey.teamwork.page_content import list_own_loads, tell_new
from survey.web.access import current_person, get_session
from survey.web.languages import local_today
from survey.web.navigation import FOR_READING

bp = Blueprint("home", __name__)


@bp.app_context_processor
def add_alerts() -> dict[str, Any]:
    """For the bar of every page."""
    return {"count_alerts": lambda: count_alerts(get_session(), current_person(), local_today())}


@bp.get("/")
def start() -> Any:
    role, today = current_person().role, local_today()
    if role in OF_A_BUREAU:
        outputs = _list_outputs("response")
        page = "answering/start_head.html" if role is Role.HEAD else "answering/start_clerk.html"
        tasks, person = gather_tasks(get_session(), current_person()), current_person()
        mine = list_own_loads(get_session(), [one.standing.response for one in tasks.tasks], person)
        said, told = tell_new(get_session(), person), list_received(get_session(), person, unread=True)
        return render_template(
            page,
            **vars(tasks),
            shared_years=tasks.shared_years,
            mine=mine,
            new_notes=said,
            told=told,
            plan_news=list_plan_news(get_session(), person, today),
            today=today,
            outputs=outputs,
        )
    if role in REVIEWERS:
        return render_template(
            "reviewing/start.html",
            desk=gather_desk(get_session(), current_person(), today),
            new_notes=tell_new(get_session(), current_person()),
            plan_news=list_plan_news(get_session(), current_person(), today),
            today=today,
        )
    if role is Role.LEADER:
        return redirect(url_for(next(one.endpoint for one in _list_outputs(FOR_READING))))
    if role is Role.AUDITOR:
        outputs = _list_outputs("audit")
        rounds = list_asked_rounds(get_session())
        return render_template("auditing/start.html", rounds=rounds, outputs=outputs)
    mails, under_way = count_mails(get_session(), ""), list_under_way(get_session())
    return render_template(
        "rounds/start.html",
        lines=gather_rounds(get_session(), under_way, today),
        external=list_external(get_session()),
        first_steps=list_first_steps(get_session(), get_library()),
        unstaffed=list_unstaffed(get_session(), under_way),
        failed={state: mails[state] for state in ("failed", "perhaps-sent")},
    )


def _list_outputs(of: str) -> list[Any]:
    """What a package above offers somewhere."""
    return [one for one in current_app.extensions["survey_outputs"] if one.of == of]
