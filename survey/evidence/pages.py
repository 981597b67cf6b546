"""The evidence of a response: what there is by question, what is missing or expired, and each file as a download."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.wrappers import Response as Answer
from flask_babel import gettext as _

from questionnaires.criteria.numbers import write_exactly
from questionnaires.questionnaire import Question, Questionnaire
from survey.evidence.file_names import clean_name
from survey.evidence.files import record_looks
from survey.evidence.listing import Filed, find_evidence, list_evidence
from survey.evidence.packing import PackedFile, PackedLine, stream_pack
from survey.evidence.proved import ClaimedLine, list_claimed
from survey.evidence.sending import DOWNLOAD_POLICY, NotWhole, can_show, say_in_frame, send_away, show_in_frame
from survey.evidence.shared import name_shared
from survey.evidence.uploads import get_store
from survey.responses.assessing import Assessment, assess
from survey.responses.handed_in import find_end
from survey.rounds.reach import find_involved
from survey.storage.states import OF_A_BUREAU
from survey.storage.tables import Evidence
from survey.web.access import LARGEST_ID, current_person, get_engine, get_session
from survey.web.downloads import note_download
from survey.web.languages import show_moment
from survey.web.marks import expensive
from survey.web.words import VERDICTS

bp = Blueprint("evidence", __name__)


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
    assessment = assess(get_session(), response, person)
    lines, claimed = list_lines(assessment, files), list_claimed(response, assessment.claims.claims, files)
    return render_template(
        "evidence/response.html",
        response=response,
        is_own=person.role in OF_A_BUREAU,
        lines=[line for line in lines if line.files or line.removed or line.question.evidence],
        claimed=claimed,
        missing=[line for line in lines if line.missing],
        expired=[line for line in lines if any(file.expired for file in line.files)],
        count=sum(len(line.files) for line in lines) + sum(len(line.files) for line in claimed),
        shared=name_shared(get_session(), response, person),
    )


@bp.get("/responses/<int:response_id>/evidence/<int:evidence_id>")
def download(response_id: int, evidence_id: int) -> Any:
    """A file as it was attached."""
    return _give(response_id, evidence_id, "evidence.download", send_away)


@bp.get("/responses/<int:response_id>/evidence/<int:evidence_id>/preview")
@expensive(300)
def preview(response_id: int, evidence_id: int) -> Any:
    """A file that browsers show by themselves, or what an Office file says, for a frame of a page of ours."""
    return _give(response_id, evidence_id, "evidence.preview", show_in_frame)


def _give(response_id: int, evidence_id: int, act: str, send: Callable[[Evidence, str], Answer]) -> Any:
    response = find_involved(response_id)
    until = find_end(response, current_person())
    row = find_evidence(get_session(), response.id, evidence_id, until) if evidence_id <= LARGEST_ID else None
    if row is not None and send is show_in_frame and not can_show(row.kind):
        abort(404)
    try:
        if row is not None:
            answer = send(row, row.name)
            record_looks(get_engine(), act, [row], current_person().id)
            return answer
        words = _("This file is not there any more; it was removed.")
    except NotWhole as fault:
        words = str(fault)
    if send is show_in_frame:
        return say_in_frame(words)
    flash(words)
    return redirect(url_for("evidence.show", response_id=response_id))


@bp.get("/responses/<int:response_id>/evidence.zip")
@expensive(20)
def pack(response_id: int) -> Any:
    """All files that the person may see, each once, with a list of what they prove."""
    response, person = find_involved(response_id), current_person()
    files = list_evidence(get_session(), response_id, until=find_end(response, person))
    assessment = assess(get_session(), response, person)
    packed = [one for line in list_lines(assessment, files) for one in _list_packed(assessment.questionnaire, line)]
    packed += [one for line in list_claimed(response, assessment.claims.claims, files) for one in _pack_claimed(line)]
    note_download("evidence.pack", f"response {response.id}", {"files": sum(map(len, files.values()))})
    place = clean_name(f"{response.bureau.name}{response.round.title}")
    name = quote(f"{place}{_('Evidence')}.zip")
    answer = Answer(stream_pack(get_store(), packed), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return answer


def _list_packed(questionnaire: Questionnaire, line: EvidenceLine) -> list[PackedLine]:
    """A question's lines in the list of the ZIP: one for each of its files, or one that says there is none."""
    question = line.question
    number, wanted = questionnaire.numbers[question.id], "；".join(question.evidence)
    about = (number, line.clause, question.text, str(VERDICTS[line.verdict]), wanted)
    return _pack_files(about, line.files, line.missing)


def _pack_claimed(line: ClaimedLine) -> list[PackedLine]:
    """A bonus item's lines, with what is claimed in place of a verdict."""
    points = "" if line.claim is None else write_exactly(line.claim.points)
    claimed = _("%(points)s points claimed", points=points) if points else _("not claimed")
    about = ("", _("Bonus claims"), line.item.title, claimed, "；".join(line.item.evidence))
    return _pack_files(about, line.files, line.is_missing)


def _pack_files(about: tuple[str, ...], files: Sequence[Filed], is_missing: bool) -> list[PackedLine]:
    if not files:
        return [PackedLine(about, None, remark=_("missing"))] if is_missing else []
    return [PackedLine(about, PackedFile(one.sha256, one.name), _say_file(one)) for one in files]


def _say_file(file: Filed) -> tuple[str, ...]:
    issued_on, valid_until = (day.isoformat() if day else "" for day in (file.dates.issued_on, file.dates.valid_until))
    expired = _("expired") if file.expired else ""
    return (
        *(file.number, issued_on, valid_until, expired, str(file.size), file.sha256, file.added_by),
        show_moment(file.added_at),
    )


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
