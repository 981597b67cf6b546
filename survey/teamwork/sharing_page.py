"""Who answers what: the page on which questions are given to clerks of the bureau and to offices outside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.counting import count_questions
from questionnaires.messages import Refused
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.storage.states import WITH_BUREAU
from survey.storage.tables import Response
from survey.storage.together import MOST_OFFICE
from survey.teamwork.assigning import find_assignments, give, list_clerks
from survey.teamwork.offices import ask_office
from survey.teamwork.page_content import Sharing, choose_domains, gather_sharing
from survey.teamwork.typed_fields import read_choice, read_last_day, read_office_line
from survey.web.access import current_person, get_engine, get_session
from survey.web.languages import local_today, say_refusal
from survey.web.words import say_count

bp = Blueprint("sharing", __name__)


@dataclass
class ShareDraft:
    """What was ticked and typed, and what is wrong with it, by the field."""

    ticked: Sequence[str] = ()
    domains: Sequence[str] = ()
    person: str = ""
    due: str = ""
    office: str = ""
    contact: str = ""
    office_due: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def read(self, place: str, reader: Any, *typed: Any) -> Any:
        """What a reader makes of a field; None, with the reason in `errors`, where it refuses."""
        try:
            return reader(*typed)
        except Refused as refused:
            self.errors[place] = say_refusal(refused)
            return None


@bp.get("/responses/<int:response_id>/sharing")
def show(response_id: int) -> Any:
    """All questions, or the one that `question` names, ticked."""
    response, person = find_own_response(response_id), current_person()
    named = request.args.get("question", "")
    draft = ShareDraft(ticked=[named], contact=" ".join(one for one in (person.name, person.telephone) if one))
    if (given := find_assignments(get_session(), response_id).get(named)) is not None:
        draft.person, draft.due = str(given.person_id), given.due.isoformat() if given.due else ""
    return _draw(response, draft, named)


@bp.post("/responses/<int:response_id>/sharing")
def act(response_id: int) -> Any:
    """Give what is ticked to a clerk, take it back, or ask an office for it; `act` says which."""
    response = find_own_response(response_id)
    sharing, named = gather_sharing(get_session(), response), request.args.get("question", "")
    draft = _read_draft()
    of_domains = {line.question.id for one in sharing.domains if one.id in draft.domains for line in one.lines}
    asked = [line.question.id for one in sharing.domains for line in one.lines]
    chosen = draft.read("questions", read_choice, of_domains.union(draft.ticked), asked) or []
    way = (_ask if request.form.get("act") == "ask" else _give)(response, draft, chosen)
    if draft.errors:
        get_session().commit()  # to see what stands now
        return _draw(response, draft, named), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(way or url_for("sharing.show", response_id=response_id, question=named or None))


def _read_draft() -> ShareDraft:
    form = request.form
    return ShareDraft(
        form.getlist("question"),
        form.getlist("domain"),
        form.get("person", ""),
        form.get("due", ""),
        form.get("office", ""),
        form.get("contact", ""),
        form.get("office_due", ""),
    )


def _give(response: Response, draft: ShareDraft, chosen: list[str]) -> str:
    """Give or take back; to go on where one is."""
    is_back = request.form.get("act") == "take-back"
    to = None if is_back else draft.read("person", _read_person, draft.person)
    due = None if is_back else draft.read("due", read_last_day, draft.due, local_today())
    if draft.errors:
        return ""
    changed = draft.read("questions", give, get_engine(), response.id, chosen, to, due, current_person().id)
    if draft.errors:
        return ""
    asked = applying_questionnaire(response).by_id
    count = say_count(count_questions(asked[id] for id in changed))
    flash(_("Taken back: %(count)s.", count=count) if is_back else _("Given: %(count)s.", count=count))
    return ""


def _read_person(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 10):
        raise Refused("Choose a colleague.")
    return int(typed)


def _ask(response: Response, draft: ShareDraft, chosen: list[str]) -> str:
    """Where the request is that was made."""
    office = draft.read("office", read_office_line, draft.office)
    contact = draft.read("contact", read_office_line, draft.contact)
    due = draft.read("office_due", read_last_day, draft.office_due, local_today())
    if draft.errors:
        return ""
    person_id = current_person().id
    made = draft.read("questions", ask_office, get_engine(), response.id, chosen, office, contact, due, person_id)
    if draft.errors:
        return ""
    flash(_("The request is noted. Print its sheet and send it to the office."))
    return url_for("offices.show", response_id=response.id, request_id=made)


def _draw(response: Response, draft: ShareDraft, named: str) -> str:
    sharing: Sharing = gather_sharing(get_session(), response)
    shown = choose_domains(sharing.domains, named)
    return render_template(
        "teamwork/sharing.html",
        response=response,
        sharing=sharing,
        shown=shown,
        is_one=shown is not sharing.domains,
        draft=draft,
        clerks=list_clerks(get_session(), response.bureau_id),
        can_change=response.state in WITH_BUREAU and response.absent_at is None,
        most_office=MOST_OFFICE,
        today=local_today(),
    )
