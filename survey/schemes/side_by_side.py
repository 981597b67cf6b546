"""One bureau's result under the scheme of its round and under another one, side by side: a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from questionnaires.applying import SchemeRefused
from questionnaires.questionnaire import Questionnaire
from questionnaires.scheme import Scheme
from questionnaires.scoring import DomainScore
from survey.catalogues.reach import get_library
from survey.responses.totals import NO_TOTALS, StandingTotals, read_totals
from survey.rounds.issued import open_questionnaire
from survey.rounds.reach import find_response
from survey.rounds.scheme_choice import list_named, say_refusals
from survey.schemes.trial import Tried, try_scheme
from survey.storage.states import REVIEWERS, Role
from survey.storage.tables import Response
from survey.web.access import get_session, only
from survey.web.marks import expensive

bp = Blueprint("side_by_side", __name__)


@dataclass(frozen=True)
class DomainPair:
    """A domain under both schemes; None where nothing of it counts."""

    title: str
    before: DomainScore | None
    after: DomainScore | None


@dataclass(frozen=True)
class SideBySide:
    """A response as handed in, scored under the scheme of its round (None: it has none) and under another one."""

    response: Response
    asked: Questionnaire
    own: Scheme | None
    other: Scheme
    tried: Tried
    domains: Sequence[DomainPair]
    totals: StandingTotals


@bp.get("/responses/<int:response_id>/schemes")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(200)
def show(response_id: int) -> Any:
    """Of what was handed in; 404 of what never was, and under a scheme that is not there."""
    response = find_response(response_id)
    others = list_others(response)
    chosen = request.args.get("scheme") or next(iter(others))
    shown, problem = None, ""
    try:
        shown = compare_schemes(response, chosen)
    except SchemeRefused as error:
        problem = " ".join(say_refusals(error))
    return render_template(
        "schemes/side_by_side.html",
        response=response,
        own=open_questionnaire(response.questionnaire).scheme,
        schemes=others,
        chosen=chosen,
        other=list_named()[chosen],
        shown=shown,
        problem=problem,
        outputs=[one for one in current_app.extensions["survey_outputs"] if one.of == "schemes"],
    )


def list_others(response: Response) -> dict[str, Scheme]:
    """The schemes that a response can be compared under, by the name that chooses one; the first if none is chosen."""
    own = open_questionnaire(response.questionnaire).scheme
    return {name: scheme for name, scheme in list_named().items() if scheme != own}


def compare_schemes(response: Response, chosen: str) -> SideBySide:
    """A response under the scheme of its round and a chosen one; 404 where that is not there. Raises SchemeRefused."""
    named, asked = list_named(), open_questionnaire(response.questionnaire)
    if chosen not in named:
        abort(404)
    [tried] = try_scheme(get_session(), [response], named[chosen], get_library())
    totals = read_totals(get_session(), Response.id == response.id).get(response.id, NO_TOTALS)
    return SideBySide(response, asked, asked.scheme, named[chosen], tried, _pair_domains(asked, tried), totals)


def _pair_domains(asked: Questionnaire, tried: Tried) -> list[DomainPair]:
    before, after = ({one.id: one for one in card.domains} for card in (tried.before, tried.after))
    return [
        DomainPair(section.title, before.get(section.id), after.get(section.id))
        for section in asked.domains
        if section.id in before or section.id in after
    ]
