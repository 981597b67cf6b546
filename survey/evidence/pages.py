"""The evidence of a response: what there is by question, what is missing or expired, and each file as a download."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from questionnaires.questionnaire import Question
from survey.evidence.files import record_download
from survey.evidence.listing import Filed, find_evidence, list_evidence
from survey.evidence.shared import name_shared
from survey.responses.assessing import Assessment, assess
from survey.responses.handed_in import find_end
from survey.rounds.reach import find_involved
from survey.storage.states import OF_A_BUREAU
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session

bp = Blueprint("evidence", __name__)
DOWNLOAD_POLICY = "sandbox; default-src 'none'"


@dataclass(frozen=True)
class EvidenceLine:
    """A question with its files. `missing`: it asks for evidence and is claimed to be met, and there is none."""

    domain_id: str
    question: Question
    clause: str
    verdict: str
    files: list[Filed]
    removed: list[Filed]
    missing: bool


@bp.get("/responses/<int:response_id>/evidence")
def show(response_id: int) -> Any:
    response, person = find_involved(response_id), current_person()
    files = list_evidence(get_session(), response_id, removed=True, until=find_end(response, person))
    lines = list_lines(assess(get_session(), response, person), files)
    return render_template(
        "evidence/response.html",
        response=response,
        is_own=person.role in OF_A_BUREAU,
        lines=[line for line in lines if line.files or line.removed or line.question.evidence],
        missing=[line for line in lines if line.missing],
        expired=[line for line in lines if any(file.expired for file in line.files)],
        count=sum(len(line.files) for line in lines),
        shared=name_shared(get_session(), response, person),
    )


@bp.get("/responses/<int:response_id>/evidence/<int:evidence_id>")
def download(response_id: int, evidence_id: int) -> Any:
    """A file as it was attached, never opened in the site's own name."""
    response = find_involved(response_id)
    until = find_end(response, current_person())
    row = find_evidence(get_session(), response.id, evidence_id, until) if evidence_id <= LARGEST_ID else None
    if row is None:
        flash(_("This file is not there any more; it was removed."))
        return redirect(url_for("evidence.show", response_id=response_id))
    store = current_app.extensions["evidence_store"]
    try:
        if not store.is_whole(row.sha256):
            words = _(
                "The file %(name)s is not as it was sent, so it is not given out. Tell the administrator; a backup may "
                "have it.",
                name=row.name,
            )
            return _refuse(response_id, words)
        file = store.open(row.sha256)
    except FileNotFoundError:
        words = _(
            "The file %(name)s is missing on the server. Tell the administrator; a backup may have it.", name=row.name
        )
        return _refuse(response_id, words)
    record_download(get_engine(), row, current_person().id)
    answer = send_file(file, "application/octet-stream", as_attachment=True, download_name=row.name, conditional=False)
    answer.content_length = row.size
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return answer


def _refuse(response_id: int, why: str) -> Any:
    flash(why)
    return redirect(url_for("evidence.show", response_id=response_id))


def list_lines(assessment: Assessment, files: dict[str, list[Filed]]) -> list[EvidenceLine]:
    """Every question that applies, in the order of the questionnaire."""
    verdicts = {result.question.id: result.verdict for result in assessment.card.results}
    return [
        _make_line(assessment, section.id, question, verdicts[question.id], files.get(question.id, []))
        for section in assessment.questionnaire.domains
        for question in section.questions
    ]


def _make_line(
    assessment: Assessment, domain_id: str, question: Question, verdict: str, files: list[Filed]
) -> EvidenceLine:
    standing = [one for one in files if one.removed_at is None]
    return EvidenceLine(
        domain_id=domain_id,
        question=question,
        clause=assessment.questionnaire.cite(question),
        verdict=verdict,
        files=standing,
        removed=[one for one in files if one.removed_at],
        missing=bool(question.evidence) and verdict == "met" and not standing,
    )
