"""Messages: written to chosen bureaus, listed with who has read them, read by the people of a bureau."""

import io
import secrets
from base64 import b64decode
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from sqlmodel import select
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from questionnaires.messages import Refused
from survey.bureaus.keeping import is_keeper
from survey.bureaus.reach import only_keepers
from survey.evidence.file_names import name_file
from survey.evidence.file_types import identify
from survey.evidence.sending import DOWNLOAD_POLICY
from survey.messages.choosing import ALL, CHOICES, find_bureaus
from survey.messages.telling import GivenFile, NewMessage, list_received, list_told, read_message, tell
from survey.sheets.characters import is_seen
from survey.storage.database import writing
from survey.storage.notes_to_bureaus import (
    MOST_FILE,
    MOST_TEXT,
    MOST_TITLE,
    Message,
    MessageFile,
    MessageReading,
    MessageTo,
)
from survey.storage.states import OF_A_BUREAU, Role
from survey.storage.tables import Bureau
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session
from survey.web.fields import fold_line, is_printable
from survey.web.languages import clean_search, local_today, say_refusal
from survey.web.marks import expensive

bp = Blueprint("messages", __name__)
MOST_BOXES = 300  # bureaus to tick one by one; of more, all are told


class MessageForm(FlaskForm):
    title = StringField(
        _l("Title of the message"),
        [DataRequired(_l("Type a title.")), Length(max=MOST_TITLE), is_printable],
        filters=[fold_line],
    )
    text = TextAreaField(
        _l("Text of the message"),
        [DataRequired(_l("Type the message.")), Length(max=MOST_TEXT)],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )

    def validate_text(self, field: TextAreaField) -> None:
        if not all(is_seen(line) for line in (field.data or "").split("\n")):
            raise ValidationError(_("The line holds a character that cannot be seen; type it again."))


@bp.get("/messages")
def show() -> Any:
    """What one has told, and what one's bureau was told."""
    person = current_person()
    if not is_keeper(person) and person.role not in OF_A_BUREAU:
        abort(404)
    maker = None if person.role is Role.ADMINISTRATOR else person.id
    return render_template(
        "messages/list.html",
        may_write=is_keeper(person),
        told=list_told(get_session(), maker) if is_keeper(person) else [],
        received=list_received(get_session(), person),
        unread={one.id for one in list_received(get_session(), person, unread=True)},
    )


@bp.get("/messages/new")
@only_keepers
def begin() -> Any:
    return _draw_form(MessageForm())


@bp.post("/messages/new")
@only_keepers
@expensive(30)
def send() -> Any:
    form = MessageForm()
    if not form.validate_on_submit():
        return _draw_form(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        draft = NewMessage(form.title.data, form.text.data, request.form.get("once", "")[:32], _take_file())
        with writing(get_engine()) as session:
            chosen = {one.id for one in _choose()}
            bureaus = [one for one in session.exec(select(Bureau)) if one.id in chosen]
            message = tell(session, current_person().id, draft, bureaus, "by_mail" in request.form and _has_mail())
            id = message.id
    except Refused as error:
        return _draw_form(form, say_refusal(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(ngettext("%(num)s bureau is told.", "%(num)s bureaus are told.", len(bureaus)))
    return redirect(url_for("messages.message", message_id=id))


def _find_choice() -> list[Bureau]:
    which, words = request.values.get("which", ALL), clean_search(request.values.get("q", ""))
    if which not in CHOICES:
        abort(404)
    zone = current_app.config["TIME_ZONE"]
    return find_bureaus(get_session(), current_person(), which, words, zone, local_today())


def _choose() -> Sequence[Bureau]:
    """Those of the choice that are ticked, or all of it where it was too long for boxes."""
    found = _find_choice()
    if "all_of_them" in request.form:
        return found
    ticked = set(request.form.getlist("bureau", int))
    return [one for one in found if one.id in ticked]


def _take_file() -> GivenFile | None:
    """The file that came along. Raises Refused."""
    given = request.files.get("file")
    if given is None or not given.filename:
        return None
    content = given.read(MOST_FILE + 1)
    if len(content) > MOST_FILE:
        raise Refused("The file is larger than 1.4 MB. Choose a smaller one.")
    return GivenFile(name_file(given.filename, identify(io.BytesIO(content))), content)


def _has_mail() -> bool:
    return bool(current_app.extensions["survey_settings"].mail_url)


def _draw_form(form: MessageForm, problem: str = "") -> str:
    found = _find_choice()
    first = request.method == "GET"
    ticked = {one.id for one in found} if first else set(request.form.getlist("bureau", int))
    return render_template(
        "messages/new.html",
        form=form,
        problem=problem,
        which=request.values.get("which", ALL),
        choices=CHOICES,
        words=clean_search(request.values.get("q", "")),
        found=found,
        boxes=len(found) <= MOST_BOXES,
        ticked=ticked,
        has_mail=_has_mail(),
        by_mail=first or "by_mail" in request.form,
        without=sum(not one.mailbox for one in found),
        once=request.form.get("once") or secrets.token_hex(16),
        most_text=MOST_TEXT,
    )


def _get_message(message_id: int) -> Message:
    """A message that the person has told or was told, the administrator any; or 404."""
    person, session = current_person(), get_session()
    found = session.get(Message, message_id) if message_id <= LARGEST_ID else None
    if found is None:
        abort(404)
    is_told = person.role in OF_A_BUREAU and session.get(MessageTo, (message_id, person.bureau_id)) is not None
    if not (is_told or person.role is Role.ADMINISTRATOR or _is_teller(found)):
        abort(404)
    return found


def _is_teller(message: Message) -> bool:
    return message.made_by_id == current_person().id and is_keeper(current_person())


@bp.get("/messages/<int:message_id>")
def message(message_id: int) -> Any:
    found, session, person = _get_message(message_id), get_session(), current_person()
    sees_readers = person.role is Role.ADMINISTRATOR or _is_teller(found)
    told = session.exec(select(MessageTo).where(MessageTo.message_id == message_id)).all()
    readings = session.exec(select(MessageReading).where(MessageReading.message_id == message_id)).all()
    by_bureau: dict[int, list[MessageReading]] = {}
    for one in readings:
        by_bureau.setdefault(one.bureau_id, []).append(one)
    return render_template(
        "messages/message.html",
        message=found,
        file=session.get(MessageFile, message_id),
        told=sorted((one.bureau for one in told), key=lambda one: (one.id in by_bureau, one.code)),
        readings=by_bureau,
        sees_readers=sees_readers,
        is_unread=found.id in {one.id for one in list_received(session, person, unread=True)},
    )


@bp.get("/messages/<int:message_id>/file")
def file(message_id: int) -> Any:
    _get_message(message_id)
    found = get_session().get(MessageFile, message_id)
    if found is None:
        abort(404)
    content = io.BytesIO(b64decode(found.content))
    answer = send_file(content, "application/octet-stream", as_attachment=True, download_name=found.name)
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return answer


@bp.post("/messages/<int:message_id>/read")
def read(message_id: int) -> Any:
    found = _get_message(message_id)
    if current_person().role not in OF_A_BUREAU:
        abort(404)
    with writing(get_engine()) as session:
        read_message(session, current_person(), found.id)
    return redirect(url_for("home.start"))
