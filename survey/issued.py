"""Questionnaires as they were issued to a round."""

from collections.abc import Iterable
from typing import TypeVar

from questionnaires.questionnaire import Questionnaire
from survey.tables import IssuedQuestionnaire, Response

Key = TypeVar("Key")
# By the hash of their content, which is some hundred kilobytes: read from the database once in a process.
MOST_KEPT = 512
_ISSUED: dict[str, Questionnaire] = {}
_APPLYING: dict[tuple[str, frozenset[tuple[str, bool]]], Questionnaire] = {}


def open_questionnaire(issued: IssuedQuestionnaire) -> Questionnaire:
    """The questionnaire as it was issued; parsed once per process."""
    found = _ISSUED.get(issued.content_hash)
    return found or _keep(_ISSUED, issued.content_hash, Questionnaire.model_validate_json(issued.content))


def name_notices(issued: Iterable[IssuedQuestionnaire]) -> dict[int, str]:
    """How the notice of each issued questionnaire is cited, by its id."""
    return {one.id: open_questionnaire(one).source.name for one in issued}


def applying_questionnaire(response: Response) -> Questionnaire:
    """What applies to the bureau, by the profile it gave."""
    profile = response.profile or {}
    key = (response.questionnaire.content_hash, frozenset(profile.items()))
    found = _APPLYING.get(key)
    return found or _keep(_APPLYING, key, open_questionnaire(response.questionnaire).for_profile(profile))


def _keep(kept: dict[Key, Questionnaire], key: Key, questionnaire: Questionnaire) -> Questionnaire:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = questionnaire
    return questionnaire
