"""The script that keeps pages of the form in a browser, from an address above them: what a worker stands before."""

from pathlib import Path

from flask import Blueprint, Response

from survey.web.marks import before_change, by_itself, public

bp = Blueprint("worker", __name__)
SCRIPT = Path(__file__).parents[1] / "static" / "answering" / "worker.js"


@bp.get("/form-worker.js")
@public
@by_itself
@before_change
def show() -> Response:
    """The same for everyone; asked for anew with every page of a form, so that a browser has the newest."""
    return Response(SCRIPT.read_bytes(), mimetype="text/javascript")
