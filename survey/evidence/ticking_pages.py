"""Files of the shelf and the questions they prove, ticked from either side: a file's questions, or a question's files.

What is sent says what was ticked when the page was drawn, so that only what its reader changed is changed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from questionnaires.messages import Refused
from questionnaires.questionnaire import Question
from survey.evidence.files import MOST_FILES, Tie, tie_files
from survey.evidence.forms import WordForm
from survey.evidence.listing import Filed, list_evidence
from survey.evidence.proved import Proved, find_proved, list_items, list_questions
from survey.evidence.shelf import find_shelved
from survey.evidence.shelf_listing import list_last_year, list_shelf, show_shelved
from survey.evidence.uploads import get_store
from survey.responses.unlocked import find_standing, is_all_open, is_open
from survey.rounds.issued import applying_questionnaire
from survey.rounds.reach import find_own_response
from survey.storage.beside import ShelfFile
from survey.storage.states import Role
from survey.storage.tables import Response
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session
from survey.web.languages import say_refusal
from survey.web.typed import read_ids

bp = Blueprint("ticking", __name__)


@dataclass(frozen=True)
class TickLine:
    """A question or a bonus item that a file may prove; `others`: how many other files prove it."""

    id: str
    words: str
    wanted: str
    was: bool
    ticked: bool
    others: int
    can_change: bool


@bp.get("/responses/<int:response_id>/shelf/<int:file_id>")
def questions(response_id: int, file_id: int) -> Any:
    response = find_own_response(response_id)
    return _draw_questions(response, file_id, WordForm())


@bp.post("/responses/<int:response_id>/shelf/<int:file_id>")
def tick_questions(response_id: int, file_id: int) -> Any:
    """Tie a file to the questions that are ticked, and untie it from those that are ticked no more."""
    response = find_own_response(response_id, Role.CLERK)
    _find_file(response, file_id)
    was, ticked = set(request.form.getlist("was")), set(request.form.getlist("question"))
    asked, form = {one.id for one in _list_provable(response)}, WordForm(request.form)
    new, old = ([(id, file_id) for id in sorted(ids) if id in asked] for ids in (ticked - was, was - ticked))
    why = _tie(response, new, old, form)
    if why:
        return _draw_questions(response, file_id, form, ticked, why), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_say_changed(len(new), len(old)))
    return redirect(url_for("shelf.show"))


@bp.get("/responses/<int:response_id>/questions/<question_id>/shelf")
def files(response_id: int, question_id: str) -> Any:
    return _draw_files(find_own_response(response_id), question_id, WordForm())


@bp.post("/responses/<int:response_id>/questions/<question_id>/shelf")
def tick_files(response_id: int, question_id: str) -> Any:
    """Tie the files that are ticked to a question."""
    response = find_own_response(response_id, Role.CLERK)
    if find_proved(response, question_id) is None:
        abort(404)
    form = WordForm(request.form)
    ticked = read_ids(request.form.getlist("file"))
    why = _tie(response, [(question_id, id) for id in sorted(ticked)], [], form)
    if why:
        return _draw_files(response, question_id, form, ticked, why), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_say_changed(len(ticked), 0))
    return redirect(url_for("attaching.show", response_id=response.id, question_id=question_id))


@bp.get("/responses/<int:response_id>/shelf/last-year")
def last_year(response_id: int) -> Any:
    return _draw_last_year(find_own_response(response_id, Role.CLERK))


@bp.post("/responses/<int:response_id>/shelf/last-year")
def keep_last_year(response_id: int) -> Any:
    """Tie what is ticked of last year's files to the questions that they proved."""
    response = find_own_response(response_id, Role.CLERK)
    offered = {f"{one.id}:{file}" for one, file in _list_offered(response)}
    new = [_read_tie(one) for one in request.form.getlist("tie") if one in offered]
    why = _tie(response, new, [], WordForm())
    if why:
        return _draw_last_year(response, why), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_say_changed(len(new), 0))
    return redirect(url_for("evidence.show", response_id=response.id))


def _read_tie(text: str) -> Tie:
    question_id, _colon, file_id = text.rpartition(":")
    return question_id, int(file_id)


def _tie(response: Response, new: list[Tie], old: list[Tie], form: WordForm) -> str:
    """Why nothing was saved; empty where all was."""
    if not form.validate():
        return form.say_errors()
    try:
        tie_files(get_engine(), get_store(), response.id, new, old, form.done.data or "", current_person().id)
    except Refused as error:
        return say_refusal(error)
    return ""


def _draw_questions(
    response: Response, file_id: int, form: WordForm, ticked: Collection[str] | None = None, why: str = ""
) -> str:
    """The questions of a response by domain; `ticked` are those of a page that was refused."""
    file = _find_file(response, file_id)
    questionnaire, filed = applying_questionnaire(response), _look_again(response)
    provable = {one.id: one for one in list_questions(response)}
    groups = []
    for section in questionnaire.domains:
        asked = [one for one in section.questions if not one.is_quantity]
        lines = [_make_line(response, provable[one.id], file, filed.get(one.id, []), ticked) for one in asked]
        groups.append((f"{questionnaire.domain_numbers[section.id]} {section.title}", lines))
    items = [_make_line(response, one, file, filed.get(one.id, []), ticked) for one in list_items(response)]
    groups.append((str(_("Bonus claims")), items))
    moment = _say_moment(response)
    return render_template(
        "evidence/tick_questions.html",
        response=response,
        file=show_shelved(file, response.round.as_of),
        groups=[(title, lines) for title, lines in groups if lines],
        may_change=moment["is_clerk"] and any(one.can_change for _title, lines in groups for one in lines),
        form=form,
        why=why,
        **moment,
    )


def _make_line(
    response: Response,
    proved: Proved,
    file: ShelfFile,
    files: Sequence[Filed],
    ticked: Collection[str] | None,
) -> TickLine:
    is_tied = any(one.file_id == file.id for one in files)
    others = sum(one.file_id != file.id for one in files)
    return TickLine(
        id=proved.id,
        words=f"{proved.number} {proved.text}" if proved.text else proved.title,
        wanted="；".join(proved.evidence),
        was=is_tied,
        ticked=is_tied if ticked is None else proved.id in ticked,
        others=others,
        can_change=is_open(get_session(), response, proved.id) and (is_tied or others < MOST_FILES),
    )


def _draw_files(
    response: Response, question_id: str, form: WordForm, ticked: Collection[int] = (), why: str = ""
) -> str:
    """The shelf, to choose from for a question: what proved it last year first."""
    question = find_proved(response, question_id) or abort(404)
    tied = {one.file_id for one in _look_again(response).get(question_id, [])}
    last = set(list_last_year(get_session(), response).get(question_id, ()))
    files = list_shelf(get_session(), response.bureau_id, response.round.as_of)
    return render_template(
        "evidence/tick_files.html",
        response=response,
        question=question,
        files=sorted(files, key=lambda one: one.id not in last),
        tied=tied,
        last=last,
        ticked=ticked,
        form=form,
        why=why,
        can_change=current_person().role is Role.CLERK and is_open(get_session(), response, question_id),
        **_say_moment(response),
    )


def _draw_last_year(response: Response, why: str = "") -> str:
    filed = _look_again(response)
    files = {one.id: one for one in list_shelf(get_session(), response.bureau_id, response.round.as_of)}
    questionnaire = applying_questionnaire(response)
    offers = [
        (questionnaire.numbers[question.id], question, files[file_id])
        for question, file_id in _list_offered(response)
        if file_id not in {one.file_id for one in filed.get(question.id, [])}
    ]
    return render_template("evidence/last_year.html", response=response, offers=offers, why=why)


def _list_offered(response: Response) -> list[tuple[Question, int]]:
    """Last year's files that are still on the shelf, with the questions that they proved and that are asked again."""
    if not is_all_open(response):
        return []
    last = list_last_year(get_session(), response)
    asked = applying_questionnaire(response).questions
    kept = {one.id for one in list_shelf(get_session(), response.bureau_id, response.round.as_of)}
    return [(one, file_id) for one in asked for file_id in last.get(one.id, ()) if file_id in kept]


def _list_provable(response: Response) -> list[Proved]:
    return [*list_questions(response), *list_items(response)]


def _find_file(response: Response, file_id: int) -> ShelfFile:
    """A file of the shelf of the response's bureau, or 404."""
    found = find_shelved(get_session(), response.bureau_id, file_id) if file_id <= LARGEST_ID else None
    return found if found is not None else abort(404)


def _look_again(response: Response) -> dict[str, list[Filed]]:
    """The files as they are now: this request's reading session saw what was there before."""
    get_session().commit()
    return list_evidence(get_session(), response.id)


def _say_moment(response: Response) -> dict[str, bool]:
    """Who looks, and whether a word is asked for: in a returned response each file says what was done."""
    return {
        "is_clerk": current_person().role is Role.CLERK,
        "is_returned": find_standing(response).is_partly_open,
    }


def _say_changed(new: int, old: int) -> str:
    return str(_("Saved: %(new)s added, %(old)s taken off.", new=new, old=old))
