"""The ledger of clauses as a page: what each clause of each notice asks of whom."""

from typing import Any

from flask import Blueprint, abort, render_template

from questionnaires.coverage import cover
from questionnaires.crosswalk import compare_notices
from questionnaires.generator import UnknownDocument, build_questionnaire, list_levels
from survey.catalogues.reach import get_library

bp = Blueprint("notices", __name__)


@bp.get("/notices")
def notices() -> Any:
    return render_template("catalogues/notices.html", documents=get_library().documents.values())


@bp.get("/crosswalk")
def crosswalk() -> Any:
    library = get_library()
    return render_template("catalogues/crosswalk.html", rows=compare_notices(library), documents=library.documents)


@bp.get("/notices/<document_id>")
def notice(document_id: str) -> Any:
    library = get_library()
    try:
        ledger = cover(library, document_id)[0]
    except UnknownDocument:
        abort(404)
    document = library.documents[document_id]
    questions = {
        level: build_questionnaire(library, document_id, level).by_id for level in list_levels(library, document_id)
    }
    return render_template("catalogues/notice.html", document=document, ledger=ledger, questions=questions)
