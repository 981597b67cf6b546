"""One bureau's result under the scheme of its round and under another one, side by side: a page."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request

from questionnaires.applying import SchemeRefused
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import DomainScore
from survey.catalogues.reach import get_library
from survey.responses.totals import NO_TOTALS, read_totals
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


@bp.get("/responses/<int:response_id>/schemes")
@only(*REVIEWERS, Role.ADMINISTRATOR)
@expensive(200)
def show(response_id: int) -> Any:
    """Of what was handed in; 404 of what never was, and under a scheme that is not there."""
    response = find_response(response_id)
    asked, named = open_questionnaire(response.questionnaire), list_named()
    others = {name: scheme for name, scheme in named.items() if scheme != asked.scheme}
    chosen = request.args.get("scheme") or next(iter(others))
    if chosen not in named:
        abort(404)
    tried, problem = None, ""
    try:
        [tried] = try_scheme(get_session(), [response], named[chosen], get_library())
    except SchemeRefused as error:
        problem = " ".join(say_refusals(error))
    return render_template(
        "schemes/side_by_side.html",
        response=response,
        own=asked.scheme,
        schemes=others,
        chosen=chosen,
        other=named[chosen],
        tried=tried,
        domains=_pair_domains(asked, tried) if tried else [],
        totals=read_totals(get_session(), Response.id == response_id).get(response_id, NO_TOTALS),
        problem=problem,
    )


def _pair_domains(asked: Questionnaire, tried: Tried) -> list[DomainPair]:
    before, after = ({one.id: one for one in card.domains} for card in (tried.before, tried.after))
    return [
        DomainPair(section.title, before.get(section.id), after.get(section.id))
        for section in asked.domains
        if section.id in before or section.id in after
    ]
