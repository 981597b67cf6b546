"""The ledger of clauses as a page: what each clause of each notice asks of whom."""

from typing import Any

from flask import Blueprint, abort, current_app, render_template

from questionnaires.crosswalk import compare_notices
from questionnaires.generator import UnknownDocument
from survey.catalogues.page_content import gather_ledger
from survey.catalogues.reach import get_library
from survey.storage.states import Role
from survey.web.access import current_account

bp = Blueprint("notices", __name__)


@bp.get("/notices")
def notices() -> Any:
    return render_template(
        "catalogues/notices.html",
        documents=get_library().documents.values(),
        may_publish=current_account().role is Role.ADMINISTRATOR,
    )


@bp.get("/crosswalk")
def crosswalk() -> Any:
    library = get_library()
    return render_template("catalogues/crosswalk.html", rows=compare_notices(library), documents=library.documents)


@bp.get("/notices/<document_id>")
def notice(document_id: str) -> Any:
    try:
        ledger = gather_ledger(get_library(), document_id)
    except UnknownDocument:
        abort(404)
    sheets = [one for one in current_app.extensions["survey_outputs"] if one.of == "notice"]
    return render_template("catalogues/notice.html", ledger=ledger, sheets=sheets)
