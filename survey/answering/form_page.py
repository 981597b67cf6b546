"""A page of the form drawn: one domain, or what was chosen from all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import current_app, render_template

from questionnaires.questionnaire import Section
from survey.answering.form_state import FormState, find_state
from survey.answering.forms import AnswerForm, build_forms
from survey.answering.page_content import DomainProgress, count_domains, make_blocks
from survey.answering.to_do import Only
from survey.evidence.forms import EvidenceDatesForm, MendingForm
from survey.responses.left import count_open
from survey.responses.profiles import lacks_profile
from survey.rounds.issued import applying_questionnaire
from survey.rounds.rounds import has_begun
from survey.storage.states import WITH_BUREAU, Role, State
from survey.storage.tables import Response
from survey.web.access import current_account, current_person, get_session


@dataclass(frozen=True)
class Chosen:
    """Which questions of all domains a page shows: of a kind (None: all), with some words."""

    only: Only | None
    words: str


def draw_page(
    response: Response,
    sections: Sequence[Section],
    since: int,
    choice: Chosen | None = None,
    wrong: Mapping[str, AnswerForm] = MappingProxyType({}),
    state: FormState | None = None,
) -> str:
    """Some questions with their forms, those that are `wrong` as they were sent; `choice` says which were chosen, None
    that it is the page of one domain. `state` is the form with all that was answered before, where it was read already.
    """
    questionnaire, drawn = applying_questionnaire(response), [one for section in sections for one in section.questions]
    state = state or find_state(get_session(), response, current_person(), drawn)
    forms = {**build_forms(drawn, state.saved), **wrong}
    open_ones = [one for one in drawn if not state.locks.locked(one.id)]
    domains = count_domains(questionnaire, state.saved, state.waiting, state.locks.returned)
    return render_template(
        "answering/domain.html",
        response=response,
        section=None if choice else sections[0],
        choice=choice,
        groups=[
            (section, make_blocks(questionnaire, section, forms, state, response.round.as_of)) for section in sections
        ],
        to_do=state.to_do,
        has_steps=bool(state.steps),
        last=drawn[-1].id if drawn else "",
        numbers=questionnaire.domain_numbers,
        begun=has_begun(response.round),
        lacks_profile=lacks_profile(response),
        has_facts=bool(questionnaire.facts),
        has_bonus=bool(questionnaire.scheme and questionnaire.scheme.bonus),
        since=since,
        frozen=not open_ones,
        may_change=any(not state.locks.locked(one.id) for one in questionnaire.questions),
        is_head=current_account().role is Role.HEAD,
        only_returned=bool(open_ones) and response.state is State.RETURNED,
        can_check=response.state in WITH_BUREAU,
        dates_form=MendingForm() if response.state is State.RETURNED else EvidenceDatesForm(),
        sheets=[one for one in current_app.extensions["survey_outputs"] if one.of == "form"],
        domains=domains,
        answered=sum(one.answered for one in domains),
        asked=sum(one.asked for one in domains),
        left=count_open(questionnaire.questions, state.saved),
        **({} if choice else _find_neighbours(domains, sections[0].id)),
    )


def _find_neighbours(domains: Sequence[DomainProgress], id: str) -> dict[str, DomainProgress | None]:
    place = next(place for place, one in enumerate(domains) if one.id == id)
    return {
        "previous": domains[place - 1] if place else None,
        "next": domains[place + 1] if place + 1 < len(domains) else None,
    }
