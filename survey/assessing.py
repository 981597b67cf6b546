"""A response judged as it stands: its questionnaire, what is stored, and the scorecard."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.answers import Answer
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import Scorecard, score
from survey.issued import applying_questionnaire
from survey.saving import Saved, list_answers, read_stored
from survey.tables import Response


@dataclass(frozen=True)
class Assessment:
    """What applies to the bureau, what it answered, and the score by scoring.md."""

    response: Response
    questionnaire: Questionnaire
    saved: Mapping[str, Saved]
    answers: Mapping[str, Answer]
    card: Scorecard


def assess(session: Session, response: Response) -> Assessment:
    """Judge a response from what is stored; nothing is written."""
    questionnaire = applying_questionnaire(response)
    saved = list_answers(session, response.id)
    answers = read_stored(questionnaire, saved, response)
    return Assessment(response, questionnaire, saved, answers, score(questionnaire, answers, response.round.as_of))
