"""The workbook of a response as it stands now, with what it takes to compare it when it comes back."""

from collections.abc import Callable

from sqlmodel import Session

from survey.responses.claims import find_claims
from survey.responses.saving import list_answers
from survey.rounds.issued import applying_questionnaire
from survey.storage.tables import Response
from survey.workbooks.origin import Base, Origin
from survey.workbooks.writing import write_workbook


def issue_workbook(
    session: Session, response: Response, is_locked: Callable[[str], bool], are_claims_locked: bool
) -> bytes:
    """Write it; the cells of questions that are locked cannot be filled in, nor those of claims."""
    questionnaire = applying_questionnaire(response)
    saved = list_answers(session, response)
    origin = Origin(
        questionnaire_hash=response.questionnaire.content_hash,
        notice=questionnaire.source.title,
        level=questionnaire.level_name,
        response_id=response.id,
        bureau=response.bureau.name,
        round=response.round.title,
        bases={id: Base(one.version, one.answer) for id, one in saved.items() if id in questionnaire.by_id},
        claims=find_claims(session, response).claims,
    )
    return write_workbook(questionnaire, origin, response.round.as_of, is_locked, are_claims_locked)
