"""What the form and its script send, checked; 400 for anything that they never send."""

import re
from http import HTTPStatus

from flask import abort, jsonify, make_response, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from questionnaires.questionnaire import Question
from survey.answering.forms import HIDDEN, AnswerForm

MOST_VERSION = 10**9
_CHOICE = re.compile(r"(?P<question>[^:]+):(?P<edit>[0-9]{1,18}):(?P<take>mine|theirs)")


def read_typed(question: Question, person_id: int) -> tuple[int, MultiDict[str, str]]:
    """The version and the fields as typed, named as on the page, as the form's script sends them for `person_id`."""
    sent = request.get_json()
    if isinstance(sent, dict) and sent.get("person", person_id) != person_id:
        abort(make_response(jsonify(error=_("Someone else is signed in now.")), HTTPStatus.UNAUTHORIZED))
    fields = sent.get("fields") if isinstance(sent, dict) else None
    version = sent.get("base_version") if isinstance(sent, dict) else None
    if not isinstance(fields, dict) or type(version) is not int or not 0 <= version < MOST_VERSION:
        abort(400)
    typed: MultiDict[str, str] = MultiDict()
    for name, value in fields.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in values):
            abort(400)
        typed.setlist(f"{question.id}-{name}", values)
    typed[f"{question.id}-version"] = str(version)
    return version, typed


def is_said_to_be_carried() -> bool:
    """Whether the form's script says that an answer is last year's, confirmed by its button."""
    sent = request.get_json()
    return isinstance(sent, dict) and sent.get("carried") is True


def refuse_unknown(typed: MultiDict[str, str], form: AnswerForm) -> None:
    """Refuse a field that the question does not have: passed over, it would make an answer look taken back."""
    known = {field.name for field in form} | {f"{form.question.id}-{name}" for name in HIDDEN}
    if not set(typed) <= known:
        abort(400)


def read_choice(chosen: str, asked: set[str]) -> tuple[int, bool]:
    """The edit that is named, and whether to take it."""
    found = _CHOICE.fullmatch(chosen)
    if found is None or found["question"] not in asked:
        abort(400)
    return int(found["edit"]), found["take"] == "mine"


def read_version(text: str) -> int:
    """The version that a page without the script was drawn with."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else abort(400)
