"""What colleagues change while a form is open, asked for by its script every now and then."""

from typing import Any

from flask import Blueprint, abort, jsonify, request

from survey.answering.replies import changes_json
from survey.rounds.reach import find_own_response
from survey.web.access import current_person, get_session
from survey.web.marks import by_itself

bp = Blueprint("colleagues", __name__)


@bp.get("/responses/<int:response_id>/changes")
@by_itself
def list_changes(response_id: int) -> Any:
    """The answers that were changed since the edit `since`. No human act: it keeps no session alive."""
    response = find_own_response(response_id)
    since = request.args.get("since", "0")
    if not (since.isascii() and since.isdecimal() and len(since) < 19):
        abort(400)
    return jsonify(changes_json(get_session(), response, int(since), current_person().id))
