"""Opening a round: questionnaires are frozen, every bureau gets its response."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, select

from questionnaires.catalogue import Library
from questionnaires.generator import build_questionnaire
from survey.columns import now
from survey.tables import Bureau, IssuedQuestionnaire, Response, Round


def open_round(
    session: Session, slug: str, title: str, as_of: date, opens_on: date, closes_on: date, is_demo: bool = False
) -> Round:
    """Add a round; questionnaires are issued to it and bureaus invited one by one."""
    round = Round(
        slug=slug, title=title, as_of=as_of, opens_on=opens_on, closes_on=closes_on, is_demo=is_demo, created_at=now()
    )
    session.add(round)
    session.flush()
    return round


def issue_questionnaire(
    session: Session, round: Round, library: Library, document: str, level: str
) -> IssuedQuestionnaire:
    """The questionnaire of a notice and level in a round: frozen on first use, the same ever after."""
    known = session.exec(
        select(IssuedQuestionnaire).where(
            IssuedQuestionnaire.round_id == round.id,
            IssuedQuestionnaire.document == document,
            IssuedQuestionnaire.level == level,
        )
    ).one_or_none()
    if known is not None:
        return known
    questionnaire = build_questionnaire(library, document, level)
    issued = IssuedQuestionnaire(
        round_id=round.id,
        document=document,
        level=level,
        version=questionnaire.version,
        content_hash=questionnaire.content_hash(),
        content=questionnaire.model_dump_json(),
    )
    session.add(issued)
    session.flush()
    return issued


def invite_bureaus(session: Session, issued: IssuedQuestionnaire, bureaus: Iterable[Bureau]) -> list[Response]:
    """Give each bureau its response in the round."""
    responses = [
        Response(round_id=issued.round_id, bureau_id=bureau.id, questionnaire_id=issued.id) for bureau in bureaus
    ]
    session.add_all(responses)
    session.flush()
    return responses
