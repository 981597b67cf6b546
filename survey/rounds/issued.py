"""Questionnaires as they were issued to a round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.questionnaire import Questionnaire
from survey.storage.columns import table_of
from survey.storage.records import EarlierQuestionnaire
from survey.storage.tables import IssuedQuestionnaire, Response, Round

Key = TypeVar("Key")
ISSUED, RESPONSES, ROUNDS = table_of(IssuedQuestionnaire), table_of(Response), table_of(Round)
ASKED = (
    sa.select(RESPONSES.c.bureau_id, RESPONSES.c.profile, ISSUED.c.content_hash, ROUNDS.c.as_of)
    .join_from(RESPONSES, ISSUED, RESPONSES.c.questionnaire_id == ISSUED.c.id)
    .join(ROUNDS, RESPONSES.c.round_id == ROUNDS.c.id)
    .where(RESPONSES.c.id == sa.bindparam("response"))
)
# By the hash of their content, which is some hundred kilobytes: read from the database once in a process.
MOST_KEPT = 512
_ISSUED: dict[str, Questionnaire] = {}
_APPLYING: dict[tuple[str, frozenset[tuple[str, bool]]], Questionnaire] = {}


def open_questionnaire(issued: IssuedQuestionnaire) -> Questionnaire:
    """The questionnaire as it was issued; parsed once per process."""
    found = _ISSUED.get(issued.content_hash)
    return found or _keep(_ISSUED, issued.content_hash, Questionnaire.model_validate_json(issued.content))


def open_earlier(earlier: EarlierQuestionnaire) -> Questionnaire:
    """A questionnaire as it was before its round was moved; parsed once per process."""
    found = _ISSUED.get(earlier.content_hash)
    return found or _keep(_ISSUED, earlier.content_hash, Questionnaire.model_validate_json(earlier.content))


def find_asking(session: Session, issued: IssuedQuestionnaire, question_id: str) -> Questionnaire | None:
    """The questionnaire that asks a question: that of now, or of those before the round was moved the last that did."""
    asked = open_questionnaire(issued)
    if question_id in asked.by_id:
        return asked
    query = select(EarlierQuestionnaire).where(EarlierQuestionnaire.questionnaire_id == issued.id)
    earlier = session.exec(query.order_by(col(EarlierQuestionnaire.id).desc()))
    return next((one for one in map(open_earlier, earlier) if question_id in one.by_id), None)


def name_notices(issued: Iterable[IssuedQuestionnaire]) -> dict[int, str]:
    """How the notice of each issued questionnaire is cited, by its id."""
    return {one.id: open_questionnaire(one).source.name for one in issued}


def applying_questionnaire(response: Response) -> Questionnaire:
    """What applies to the bureau, by the profile it gave."""
    return apply_profile(response.questionnaire, response.profile)


def apply_profile(issued: IssuedQuestionnaire, profile: dict[str, bool] | None) -> Questionnaire:
    """What applies to a bureau of a profile."""
    key = _name_applying(issued.content_hash, profile or {})
    found = _APPLYING.get(key)
    return found or _keep(_APPLYING, key, open_questionnaire(issued).for_profile(profile or {}))


@dataclass(frozen=True)
class Asked:
    """What a bureau is asked and as of which date: of its response all that reading an answer needs."""

    bureau_id: int
    questionnaire: Questionnaire
    as_of: date


def find_asked(session: Session, response_id: int) -> Asked | None:
    """What is asked in a response, without the response itself, which takes three times as long to load."""
    row = session.execute(ASKED, {"response": response_id}).one_or_none()
    if row is None:
        return None
    found = _APPLYING.get(_name_applying(row.content_hash, row.profile or {}))
    return Asked(row.bureau_id, found or applying_questionnaire(session.get_one(Response, response_id)), row.as_of)


def _name_applying(content_hash: str, profile: Mapping[str, bool]) -> tuple[str, frozenset[tuple[str, bool]]]:
    return (content_hash, frozenset(profile.items()))


def _keep(kept: dict[Key, Questionnaire], key: Key, questionnaire: Questionnaire) -> Questionnaire:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = questionnaire
    return questionnaire
