"""The review of one response: every question judged beside its evidence, and the steps that follow from it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from questionnaires.criteria import InvalidAnswer
from survey.answering.requests import read_version
from survey.responses.assessing import Case
from survey.responses.handed_in import find_asked_at, find_handing_in, list_answers_until
from survey.responses.reviews import DecisionRefused, confirm_all, decide, may_decide, take_back
from survey.responses.saving import UNTOUCHED
from survey.responses.steps_taken import list_changes
from survey.responses.workflow import list_actions
from survey.reviewing.decisions import DecisionDraft, read_draft
from survey.reviewing.entry_content import make_panel
from survey.reviewing.entry_forms import EntryDraft
from survey.reviewing.page_content import PageMaker, ReviewBlock, ReviewDomain, ReviewPage
from survey.rounds.reach import find_response
from survey.storage.states import REVIEWERS, WITH_BUREAU, State
from survey.storage.tables import Response
from survey.teamwork.notes import find_talks, list_sent_back
from survey.web.access import current_person, get_engine, get_session, only
from survey.web.languages import local_today, say_refusal
from survey.web.typed import read_ids
from survey.web.words import REFUSALS

bp = Blueprint("reviewing", __name__)

VIEWS = {  # what one may choose to see: the keys of ReviewPage.views
    "": _l("All"),
    "first": _l("Flagged"),
    "left": _l("Undecided"),
    "critical": _l("Critical items"),
    "returned": _l("Returned questions"),
}


@bp.get("/responses/<int:response_id>/review")
@only(*REVIEWERS)
def review(response_id: int) -> Any:
    """All questions by domain; `show` only some, such as those to look at first, `only=ID` a single one."""
    return draw_review(find_response(response_id), {})


@bp.post("/responses/<int:response_id>/review/<question_id>")
@only(*REVIEWERS)
def decide_one(response_id: int, question_id: str) -> Any:
    response = find_response(response_id)
    draft = _read(response, question_id)
    if not draft.errors:
        _decide(response, question_id, draft)
    if draft.errors:
        get_session().commit()  # to see what made it outdated
        return draw_review(response, {question_id: draft}), HTTPStatus.UNPROCESSABLE_ENTITY
    return _go_back(response_id, f"question-{question_id}", question_id)


@bp.post("/responses/<int:response_id>/review/domains/<domain_id>")
@only(*REVIEWERS)
def confirm_domain(response_id: int, domain_id: str) -> Any:
    """Confirm what is plain in a domain: the fields `left` name each question with the version that was seen.

    What somebody has decided meanwhile stays as it is; what there is a reason to look at now is not taken with it.
    """
    response = find_response(response_id)
    domains = _make_page(Case(get_session(), response, shown_to=current_person()), {}).domains
    domain = next((one for one in domains if one.id == domain_id), None) or abort(404)
    left = [one.rpartition(":") for one in request.form.getlist("left")]
    sent = {id: read_version(version) for id, _colon, version in left}
    plain = {one.question.id for one in domain.plain} & sent.keys()
    doubtful = [one for one in domain.left if one.question.id in sent.keys() - plain]
    try:
        count = confirm_all(get_engine(), response_id, current_person().id, {id: sent[id] for id in plain})
    except DecisionRefused as refused:
        flash(str(REFUSALS[refused.why]))
    else:
        flash(ngettext("%(num)s question confirmed.", "%(num)s questions confirmed.", count))
        if doubtful:
            flash(_("Not confirmed, as there is a reason to look now: %(numbers)s", numbers=_name(doubtful)))
    return _go_back(response_id, f"domain-{domain_id}")


def _name(blocks: Sequence[ReviewBlock]) -> str:
    return str(_(", ")).join(_("Question %(number)s", number=one.number) for one in blocks)


@bp.post("/responses/<int:response_id>/review/take-back")
@only(*REVIEWERS)
def undo(response_id: int) -> Any:
    """Take back decisions of one's own: the fields `review` have their ids; `place` is where the page was."""
    response = find_response(response_id)
    ids = read_ids(request.form.getlist("review"))
    try:
        count = take_back(get_engine(), response.id, current_person().id, ids)
    except DecisionRefused as refused:
        flash(str(REFUSALS[refused.why]))
    else:
        if "only" not in request.form:
            flash(ngettext("%(num)s decision taken back.", "%(num)s decisions taken back.", count))
    return _go_back(
        response_id, request.form.get("place", "summary"), request.form.get("only", "").removeprefix("question-")
    )


def _read(response: Response, question_id: str) -> DecisionDraft:
    until = find_handing_in(response)
    question = find_asked_at(get_session(), response, until).by_id.get(question_id) or abort(404)
    own = list_answers_until(get_session(), response, until).get(question_id, UNTOUCHED).answer
    try:
        return read_draft(question, own, request.form, response.round.as_of, local_today())
    except ValueError:
        abort(400)


def _decide(response: Response, question_id: str, draft: DecisionDraft) -> None:
    """Let the decision stand, or leave in the draft why it does not."""
    assert draft.decision is not None  # read_draft
    try:
        decide(
            get_engine(),
            response.id,
            question_id,
            draft.decision,
            current_person().id,
            draft.answer,
            draft.reason,
            draft.last_day,
            seen=request.form.get("seen"),
        )
    except DecisionRefused as refused:
        draft.errors[f"question-{question_id}"] = str(REFUSALS[refused.why])
    except InvalidAnswer as error:
        draft.errors[draft.form.first_id] = say_refusal(error)


def _go_back(response_id: int, place: str, question_id: str | None = None) -> Any:
    """To where the page was; a script asks for the one question that changed."""
    only = question_id if "only" in request.form else None
    where: dict[str, Any] = {"response_id": response_id, "show": _view() or None, "only": only}
    return redirect(url_for("reviewing.review", **where, _anchor=place))


def _view() -> str:
    """Which questions the page shows: a key of ReviewPage.views; "": all."""
    return show if (show := request.values.get("show", "")) in VIEWS else ""


def _make_page(case: Case, drafts: Mapping[str, DecisionDraft]) -> ReviewPage:
    person, response = current_person(), case.response
    maker = PageMaker(get_session(), case.assessment, person, local_today())
    return maker.make(may_decide(person, response), drafts)


def draw_review(response: Response, drafts: Mapping[str, DecisionDraft], beside_draft: EntryDraft | None = None) -> str:
    """The page; `drafts` are decisions as they were typed, `beside_draft` is a form beside the answers."""
    person, show = current_person(), _view()
    case = Case(get_session(), response, shown_to=person)
    page, decides = _make_page(case, drafts), may_decide(person, response)
    wanted = request.values.get("only") and (next(iter(drafts), "") or request.values["only"])
    return render_template(
        "reviewing/review.html",
        response=response,
        page=page,
        beside=make_panel(get_session(), case.assessment),
        beside_draft=beside_draft,
        domains=_choose(page, show, wanted),
        show=show,
        views=VIEWS,
        alone=bool(wanted),
        talks=find_talks(get_session(), response.id, person),
        sent_back=list_sent_back(get_session(), response.id),
        wrong=[(one, drafts[one.question.id].errors) for one in page.blocks if one.question.id in drafts],
        here=url_for("reviewing.review", response_id=response.id),
        actions=list_actions(case, person),
        may_decide=decides,
        is_with_bureau=response.state in WITH_BUREAU,
        is_to_be_taken_up=response.state is State.SUBMITTED,
        reads_along=not decides and response.state is not State.ACCEPTED,
        changes=list_changes(get_session(), response.id),
    )


def _choose(page: ReviewPage, show: str, wanted: str | None) -> Sequence[ReviewDomain]:
    """What is drawn: one question, those to look at first in that order, or all by domain that one chose to see."""
    if wanted:
        return [ReviewDomain("", "", [one for one in page.blocks if one.question.id == wanted] or abort(404))]
    if show == "first":
        return [ReviewDomain("", _("Look at these first"), page.queue)]
    if not show:
        return page.domains
    ids = {one.question.id for one in page.views[show]}
    return [one.narrow(ids) for one in page.domains if any(block.question.id in ids for block in one.blocks)]
