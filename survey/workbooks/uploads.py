"""A workbook that a clerk sent: held against the response it was sent for, and kept until it is taken or dropped.

Each person has one upload at a time for a response; its file is under the data folder, named by both.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questionnaires.aside import PRIVATE, write_aside
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question
from survey.rounds.issued import applying_questionnaire, open_questionnaire
from survey.storage.tables import Response
from survey.workbooks.cell_answers import Given, read_given
from survey.workbooks.cells import Cell
from survey.workbooks.claims_sheet import SentClaims
from survey.workbooks.origin import Origin
from survey.workbooks.reading import read_file, read_origin
from survey.workbooks.safe_opening import foreign, open_file


@dataclass(frozen=True)
class UploadedWorkbook:
    """A workbook as it was sent: what it says to each question, which it lacks, and where something stands unread."""

    digest: str
    file: Any
    origin: Origin
    given: Mapping[str, Given]
    missing: tuple[Question, ...]
    left_over: tuple[str, ...]
    claims: SentClaims

    @property
    def faults(self) -> dict[Cell, str]:
        of_answers = {cell: words for one in self.given.values() for cell, words in one.faults.items()}
        return of_answers | {**self.claims.faults}


def read_upload(content: bytes, response: Response) -> UploadedWorkbook:
    """Read a workbook for a response. Raises Refused, also where it is another response's."""
    file = open_file(content)
    questionnaire = open_questionnaire(response.questionnaire)
    _refuse_foreign(read_origin(file, questionnaire, response.round.as_of), response)
    filled = read_file(file, questionnaire, response.round.as_of)
    _refuse_forged(filled.origin)
    given = read_given(filled, questionnaire.questions, response.round.as_of)
    digest = hashlib.sha256(content).hexdigest()
    asked = applying_questionnaire(response).by_id  # what does not apply is in no workbook, and is not missed
    missing = tuple(question for question in filled.missing if question.id in asked)
    return UploadedWorkbook(digest, file, filled.origin, given, missing, filled.left_over, filled.claims)


def _refuse_foreign(origin: Origin, response: Response) -> None:
    """Refuse a workbook of another bureau, round, notice or level, and say which it is."""
    if origin.response_id not in (None, response.id):
        theirs, ours = f"{origin.bureau}，{origin.round}", f"{response.bureau.name}，{response.round.title}"
        raise Refused("This is the workbook of: %(theirs)s. Here is the form of: %(ours)s.", theirs=theirs, ours=ours)
    if origin.questionnaire_hash != response.questionnaire.content_hash:
        here = open_questionnaire(response.questionnaire)
        theirs, ours = f"{origin.notice}，{origin.level}", f"{here.source.title}，{here.level_name}"
        if theirs == ours:
            raise Refused("This workbook holds another version of the questionnaire. Download it anew.")
        raise Refused("This is the questionnaire: %(theirs)s. Here is: %(ours)s.", theirs=theirs, ours=ours)


def _refuse_forged(origin: Origin) -> None:
    """Refuse a hidden sheet that somebody wrote to: what stood must have been an answer once."""
    if any(base.answer.refused for base in origin.bases.values()):
        raise foreign()


def keep_upload(folder: Path, response_id: int, person_id: int, content: bytes) -> None:
    path = _find_place(folder, response_id, person_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_aside(path, content, PRIVATE)


def find_upload(folder: Path, response: Response, person_id: int) -> UploadedWorkbook | None:
    """The upload of a person that was neither taken nor dropped."""
    try:
        content = _find_place(folder, response.id, person_id).read_bytes()
    except FileNotFoundError:
        return None
    try:
        return read_upload(content, response)
    except Refused:  # the questionnaire of the response was changed meanwhile
        return None


def drop_upload(folder: Path, response_id: int, person_id: int) -> None:
    _find_place(folder, response_id, person_id).unlink(missing_ok=True)


def _find_place(folder: Path, response_id: int, person_id: int) -> Path:
    return folder / "uploads" / f"{response_id}-{person_id}.xlsx"
