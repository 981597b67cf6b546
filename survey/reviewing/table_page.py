"""The reviewer's page of a round: every bureau below, where it stands, what it scored and what is worth looking at."""

from dataclasses import asdict, fields
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from survey.answering.flag_words import NAMES
from survey.reviewing.batch_steps import LAST_STEP
from survey.reviewing.round_table import TableQuery, list_cities, read_table
from survey.rounds.issued import name_notices
from survey.rounds.reach import find_round, list_readable
from survey.rounds.years import list_of_year
from survey.storage.states import REVIEWERS, Absence, Role, State
from survey.web.access import current_person, get_session, only
from survey.web.languages import clean_search, local_today

bp = Blueprint("round_table", __name__)


@bp.get("/rounds/<slug>")
@only(*REVIEWERS, Role.ADMINISTRATOR)
def bureaus(slug: str) -> Any:
    round = find_round(slug)
    responses = list_readable(round)
    if not responses and current_person().role is not Role.ADMINISTRATOR:
        abort(404)
    asked = TableQuery(**{one.name: clean_search(request.args.get(one.name, "")) for one in fields(TableQuery)})
    return render_template(
        "reviewing/table.html",
        round=round,
        notices=name_notices({one.questionnaire_id: one.questionnaire for one in responses}.values()),
        responses=responses,
        table=read_table(get_session(), round, responses, asked, current_app.config["TIME_ZONE"], local_today()),
        asked=asked,
        kept={name: words for name, words in asdict(asked).items() if words and name != "page"},
        states=list(State),
        absences=(Absence.EXCUSED, Absence.UNSUBMITTED),
        cities=list_cities(responses),
        kinds=NAMES,
        today=local_today(),
        of_year=len(list_of_year(get_session(), round.year)),
        is_administrator=current_person().role is Role.ADMINISTRATOR,
        steps_for_many=LAST_STEP.get(current_person().role),
        row_opens="reviewing.review" if current_person().role in REVIEWERS else "results.show",
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "response"],
        overviews=[one for one in current_app.extensions["survey_outputs"] if one.of == "overview"],
    )
