"""Questionnaires as they were issued to a round."""

from collections.abc import Iterable
from functools import lru_cache

from questionnaires.questionnaire import Questionnaire
from survey.tables import IssuedQuestionnaire, Response


@lru_cache(maxsize=64)
def _parse(content_hash: str, content: str) -> Questionnaire:
    return Questionnaire.model_validate_json(content)


@lru_cache(maxsize=512)
def _apply(content_hash: str, content: str, profile: frozenset[tuple[str, bool]]) -> Questionnaire:
    return _parse(content_hash, content).for_profile(dict(profile))


def open_questionnaire(issued: IssuedQuestionnaire) -> Questionnaire:
    """The questionnaire as it was issued; parsed once per process."""
    return _parse(issued.content_hash, issued.content)


def name_notices(issued: Iterable[IssuedQuestionnaire]) -> dict[int, str]:
    """How the notice of each issued questionnaire is cited, by its id."""
    return {one.id: open_questionnaire(one).source.name for one in issued}


def applying_questionnaire(response: Response) -> Questionnaire:
    """What applies to the bureau, by the profile it gave."""
    issued = response.questionnaire
    return _apply(issued.content_hash, issued.content, frozenset((response.profile or {}).items()))
