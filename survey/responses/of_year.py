"""What the bureau answered to other notices in the same year, offered where this one asks the same duty of the library:
each to be taken by itself, none by default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from questionnaires.migrating import Passage, match_duties, take_over
from questionnaires.questionnaire import Question
from survey.responses.last_year import Earlier
from survey.responses.saving import UNTOUCHED, Saved, list_answers
from survey.rounds.issued import open_questionnaire
from survey.rounds.years import find_beside
from survey.storage.tables import Response

MOST_MATCHED = 256
_MATCHED: dict[tuple[str, str], dict[str, Passage]] = {}


@dataclass(frozen=True)
class YearOffer:
    """An answer to another notice, as it could be given here; `notice` is how that is cited."""

    notice: str
    given: Earlier


def find_offers(
    session: Session, response: Response, questions: Iterable[Question], saved: Mapping[str, Saved]
) -> dict[str, YearOffer]:
    """What may be taken from the bureau's responses by other notices of the year, by question: where nothing is
    answered yet, from the one that ends first."""
    wanted = [one for one in questions if one.library and not saved.get(one.id, UNTOUCHED).answer.is_given]
    found: dict[str, YearOffer] = {}
    for other in find_beside(session, response) if wanted else ():
        passages = _match(other, response)
        sources = {passages[one.id].sources[0].id for one in wanted if one.id in passages}
        given = {id: one.answer for id, one in list_answers(session, other, sources).items() if one.answer.is_given}
        sound = {id: answer for id, answer in given.items() if answer.refused is None}
        for question in wanted:
            passage = passages.get(question.id)
            answer = None if passage is None else take_over(passage, sound, response.round.as_of)
            if passage is not None and answer is not None and question.id not in found:
                told = ((passage.sources[0], sound[passage.sources[0].id]),)
                notice = open_questionnaire(other.questionnaire).source.name
                found[question.id] = YearOffer(notice, Earlier(passage, told, answer, in_round=False))
    return found


def _match(other: Response, response: Response) -> dict[str, Passage]:
    """Which questions ask the same; worked out once in a process for two questionnaires."""
    key = (other.questionnaire.content_hash, response.questionnaire.content_hash)
    if key not in _MATCHED:
        if len(_MATCHED) >= MOST_MATCHED:
            _MATCHED.clear()
        _MATCHED[key] = match_duties(*map(open_questionnaire, (other.questionnaire, response.questionnaire)))
    return _MATCHED[key]
