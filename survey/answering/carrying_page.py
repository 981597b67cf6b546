"""Last year's answers of a whole domain, listed to be confirmed: nothing is kept that was not on the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from questionnaires.answers import Answer
from questionnaires.questionnaire import Question, Questionnaire, Section
from survey.answering.form_state import FormState, find_state
from survey.answering.forms import fingerprint
from survey.answering.page_content import say_answer, say_why_changed
from survey.answering.requests import read_version
from survey.responses.last_year import Earlier, find_source, keep_answer, look_back
from survey.responses.saving import UNTOUCHED, Collision, ResponseFrozen, Saved, save_answer
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.storage.states import Role
from survey.storage.tables import Response
from survey.web.access import current_account, current_person, get_engine, get_session

bp = Blueprint("carrying", __name__)


@dataclass(frozen=True)
class Offer:
    """Last year's answer to a question that has none: in words, with marks of what was listed.

    `changed` says in which way the question is another than the one that was answered; those are confirmed singly.
    """

    number: str
    question: Question
    last: Answer
    words: str
    changed: str
    stands: Saved

    @property
    def mark(self) -> str:
        return fingerprint(self.question, self.last)


@bp.get("/responses/<int:response_id>/domains/<domain_id>/last-year")
def show(response_id: int, domain_id: str) -> Any:
    response = find_own_response(response_id, Role.CLERK)
    questionnaire, section = _find_section(response, domain_id)
    offers = list(_list_offers(response, questionnaire, section, _find_state(response)))
    return render_template(
        "answering/carrying.html",
        response=response,
        section=section,
        number=questionnaire.domain_numbers[section.id],
        offers=offers,
    )


@bp.post("/responses/<int:response_id>/domains/<domain_id>/last-year")
def keep(response_id: int, domain_id: str) -> Any:
    """Keep what was ticked on the list, and say what was not kept because it is not as it was listed."""
    response = find_own_response(response_id, Role.CLERK)
    questionnaire, section = _find_section(response, domain_id)
    offers = {one.question.id: one for one in _list_offers(response, questionnaire, section, _find_state(response))}
    ticked = [one.id for one in section.questions if one.id in request.form.getlist("keep")]
    try:
        kept = [id for id in ticked if id in offers and _keep_one(response, offers[id])]
    except ResponseFrozen:
        flash(_("This part of the response is locked; nothing more is saved to it."))
        kept = ticked
    else:
        flash(
            ngettext(
                "Last year’s answer kept for %(num)s question.",
                "Last year’s answers kept for %(num)s questions.",
                len(kept),
            )
        )
    if missed := [questionnaire.numbers[id] for id in ticked if id not in kept]:
        numbers = "、".join(missed)
        flash(_("Not kept, as these were answered or changed meanwhile: %(numbers)s. Look at them.", numbers=numbers))
    return redirect(url_for("answering.domain", response_id=response_id, domain_id=domain_id))


def _keep_one(response: Response, offer: Offer) -> bool:
    """Whether last year's answer was kept: as it was listed, on top of what stood there then."""
    id = offer.question.id
    version = read_version(request.form.get(f"{id}-version", ""))
    if request.form.get(f"{id}-mark") != offer.mark or version != offer.stands.version:
        return False
    answer, person_id = keep_answer(offer.last, offer.stands.answer), current_account().id
    source = find_source(get_session(), response, offer.question, answer)
    outcome = save_answer(get_engine(), response.id, offer.question, answer, version, person_id, source)
    return not isinstance(outcome, Collision)


def _list_offers(
    response: Response, questionnaire: Questionnaire, section: Section, state: FormState
) -> Iterator[Offer]:
    open_ones = [one for one in section.questions if not state.locks.locked(one.id) and one.id not in state.waiting]
    unanswered = [one for one in open_ones if not state.saved.get(one.id, UNTOUCHED).answer.is_given]
    for id, earlier in look_back(get_session(), response, unanswered).items():
        if earlier.answer is not None:
            yield _offer(questionnaire, earlier, earlier.answer, state.saved.get(id, UNTOUCHED))


def _offer(questionnaire: Questionnaire, earlier: Earlier, last: Answer, stands: Saved) -> Offer:
    question = earlier.passage.question
    number, words = questionnaire.numbers[question.id], say_answer(question, last.bare)
    return Offer(number, question, last, words, say_why_changed(earlier), stands)


def _find_state(response: Response) -> FormState:
    return find_state(get_session(), response, current_person())


def _find_section(response: Response, domain_id: str) -> tuple[Questionnaire, Section]:
    questionnaire = applying_questionnaire(response)
    section = next((one for one in questionnaire.domains if one.id == domain_id), None) or abort(404)
    return questionnaire, section
