"""The facts of a bureau that decide which questions it is asked: given first, changed while all is open, and never at
the cost of an answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.answers import Answer
from questionnaires.questionnaire import Question, Questionnaire
from survey.responses.saving import UNTOUCHED, ResponseFrozen, Saved, list_answers
from survey.responses.unlocked import is_all_open
from survey.rounds.issued import applying_questionnaire, open_questionnaire
from survey.rounds.rounds import lock_response
from survey.storage.database import writing
from survey.storage.tables import Evidence, Response
from survey.storage.trail import record


class ProfileMovedOn(Exception):
    """A colleague saved the profile since this page was opened."""


@dataclass(frozen=True)
class AffectedQuestion:
    """A question that a change of the profile brings or takes, by its number where it is asked, and what is kept of it:
    its answer (empty: none) and so many files."""

    number: str
    question: Question
    answer: Answer
    files: int

    @property
    def is_kept(self) -> bool:
        return self.files > 0 or not self.answer.is_empty


@dataclass(frozen=True)
class ProfileChange:
    """What another profile would ask more and less than the one that stands."""

    brought: tuple[AffectedQuestion, ...]
    taken: tuple[AffectedQuestion, ...]

    @property
    def left_unseen(self) -> list[AffectedQuestion]:
        """Those taken of which something is kept, that nobody sees until they are asked again."""
        return [one for one in self.taken if one.is_kept]


def lacks_profile(response: Response) -> bool:
    """Whether the bureau is still to say what it has, and can."""
    return response.profile is None and is_all_open(response) and bool(open_questionnaire(response.questionnaire).facts)


def compare_profiles(session: Session, response: Response, profile: Mapping[str, bool]) -> ProfileChange:
    """What a profile would bring and take."""
    before = applying_questionnaire(response)
    after = open_questionnaire(response.questionnaire).for_profile(profile)
    saved, files = list_answers(session, response), _count_files(session, response.id)
    return ProfileChange(
        brought=tuple(_list_only_in(after, before.by_id, saved, files)),
        taken=tuple(_list_only_in(before, after.by_id, saved, files)),
    )


def _list_only_in(
    one: Questionnaire, other: Mapping[str, Question], saved: Mapping[str, Saved], files: Mapping[str, int]
) -> Iterable[AffectedQuestion]:
    for question in one.questions:
        if question.id not in other:
            yield AffectedQuestion(
                one.numbers[question.id], question, saved.get(question.id, UNTOUCHED).answer, files.get(question.id, 0)
            )


def _count_files(session: Session, response_id: int) -> dict[str, int]:
    query = (
        select(Evidence.question_id, sa.func.count())
        .where(Evidence.response_id == response_id, col(Evidence.removed_at).is_(None))
        .group_by(col(Evidence.question_id))
    )
    return dict(session.exec(query).all())


def save_profile(
    engine: sa.Engine, response_id: int, profile: dict[str, bool], base_version: int, person_id: int
) -> None:
    """Save the facts that were given on top of `base_version`. Answers that no longer apply stay stored, uncounted.

    Raises ProfileMovedOn, ResponseFrozen.
    """
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if not is_all_open(response):
            raise ResponseFrozen(response_id)
        if response.profile == profile:
            return
        if response.profile_version != base_version:
            raise ProfileMovedOn(response_id)
        before, response.profile = response.profile, profile
        response.profile_version += 1
        session.add(response)
        record(session, person_id, "profile.save", f"response {response_id}", before, profile)
