"""What a reviewer would stumble over, asked of the bureau first: each reason that it can mend or explain, and the word
that was said to it. A word is said of an answer as it stands; a changed answer is asked about anew.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from questionnaires.answers import Answer
from questionnaires.criteria import make_fraction
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.tallying import choose_judge
from survey.responses.flags import ASKED_FIRST, BARE_CLAIMS, FIGURES, File, Flag, Looked, Twins, find_flags
from survey.responses.last_year import Earlier, look_back
from survey.responses.saving import UNTOUCHED, ResponseFrozen, Saved, list_answers
from survey.responses.unlocked import find_returned, is_open
from survey.rounds.issued import applying_questionnaire
from survey.rounds.rounds import lock_response
from survey.storage.beside import MOST_WORD, DoubtWord
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import State
from survey.storage.tables import Evidence, Response
from survey.storage.trail import record


@dataclass(frozen=True, slots=True)
class PlainResult:
    """A question with its answer and what that earns, without the sums around it."""

    question: Question
    answer: Answer | None
    credit: Fraction | None


@dataclass(frozen=True)
class Doubt:
    """A reason to look at an answer of some version, and what the bureau said to it; None: nothing yet."""

    flag: Flag
    version: int
    word: DoubtWord | None

    @property
    def is_bare(self) -> bool:
        """Whether it is that nothing is attached, rather than something in the answer."""
        return self.flag.kind in BARE_CLAIMS

    @property
    def mark(self) -> str:
        """What a page names it by: another answer or another figure in the reason gives another mark."""
        said = f"{self.flag.question_id} {self.flag.kind} {self.version} {write_details(self.flag)}"
        return hashlib.sha256(said.encode()).hexdigest()[:12]


Doubts = Mapping[str, Sequence[Doubt]]


def find_doubts(
    session: Session,
    response: Response,
    questionnaire: Questionnaire,
    saved: Mapping[str, Saved],
    earlier: Mapping[str, Earlier] | None = None,
) -> dict[str, list[Doubt]]:
    """The reasons to look at these answers, by question, that the bureau is asked about: of a response that came back
    only at the questions that it may change. `earlier` is what was answered before to at least those of `list_figures`,
    where that was read already."""
    results, figures = _judge(questionnaire, saved, response), list_figures(questionnaire, saved)
    if earlier is None:
        earlier = look_back(session, response, figures)
    last_year = {id: one.answer for id, one in earlier.items() if one.answer is not None}
    looked = Looked(
        results=results,
        as_of=response.round.as_of,
        profile=response.profile or {},
        files=_list_files(session, response.id),
        previous={one.id: PlainResult(one, last_year[one.id], None) for one in figures if one.id in last_year},
    )
    returned = find_returned(session, response.id) if response.state is State.RETURNED else None
    words = find_words(session, response.id)
    doubts: dict[str, list[Doubt]] = {}
    for flag in find_flags(response.id, looked, Twins()):
        if flag.kind in ASKED_FIRST and (returned is None or flag.question_id in returned):
            version = saved[flag.question_id].version
            doubt = Doubt(flag, version, words.get(name_flag(flag, version)))
            doubts.setdefault(flag.question_id, []).append(doubt)
    return doubts


def list_figures(questionnaire: Questionnaire, saved: Mapping[str, Saved]) -> list[Question]:
    """The questions whose answers are held against those of before."""
    asked = (one for one in questionnaire.questions if isinstance(one.criterion, FIGURES))
    return [one for one in asked if _stands(saved.get(one.id, UNTOUCHED).answer)]


def _stands(answer: Answer) -> bool:
    """Whether there is an answer, and the question takes it still."""
    return answer.is_given and answer.refused is None


def list_unsaid(doubts: Doubts) -> list[str]:
    """The questions whose answers are to be checked still; a claim without evidence is counted by itself."""
    return [id for id, found in doubts.items() if any(not one.is_bare and one.word is None for one in found)]


def say_word(engine: sa.Engine, response_id: int, question_id: str, mark: str, words: str, person_id: int) -> None:
    """Say to a reason, as it was seen, that the answer was checked and why it is right.

    Raises Refused, and ResponseFrozen where the answer is not the bureau's to change now.
    """
    words = " ".join(words.split())
    if not words:
        raise Refused("Say in a word why the answer is right.")
    if len(words) > MOST_WORD:
        raise Refused("The word is too long: %(most)s characters at most.", most=MOST_WORD)
    with writing(engine) as session:
        response = lock_response(session, response_id)
        if not is_open(session, response, question_id):
            raise ResponseFrozen(response_id)
        questionnaire = applying_questionnaire(response)
        found = find_doubts(session, response, questionnaire, list_answers(session, response)).get(question_id, ())
        doubt = next((one for one in found if one.mark == mark), None)
        if doubt is None:
            raise Refused("The answer has changed meanwhile; look at it again.")
        before = doubt.word.words if doubt.word else None
        if before == words:
            return
        session.add(
            DoubtWord(
                response_id=response_id,
                question_id=question_id,
                kind=doubt.flag.kind,
                about=write_details(doubt.flag),
                answer_version=doubt.version,
                words=words,
                said_at=now(),
                said_by_id=person_id,
            )
        )
        subject = f"response {response_id} question {question_id}"
        record(session, person_id, "doubt.say", subject, before, [doubt.flag.kind, words])


def find_words(
    session: Session, response_id: int, until: datetime | None = None
) -> dict[tuple[str, str, str, int], DoubtWord]:
    """The last word to each reason, by `name_flag`; those said up to a moment (None: all)."""
    query = select(DoubtWord).where(DoubtWord.response_id == response_id).options(joinedload(DoubtWord.said_by))  # type: ignore[arg-type]
    if until is not None:
        query = query.where(col(DoubtWord.said_at) <= until)
    said = session.exec(query.order_by(col(DoubtWord.id)))
    return {(one.question_id, one.kind, one.about, one.answer_version): one for one in said}


def name_flag(flag: Flag, version: int) -> tuple[str, str, str, int]:
    """What a word is kept under: the question, the reason with its figures, the version of the answer."""
    return flag.question_id, flag.kind.value, write_details(flag), version


def write_details(flag: Flag) -> str:
    return json.dumps(dict(flag.details), ensure_ascii=False, sort_keys=True)


def _judge(questionnaire: Questionnaire, saved: Mapping[str, Saved], response: Response) -> list[PlainResult]:
    """What each answer earns; one that the question refuses by now counts as none."""
    results = []
    for question in questionnaire.questions:
        answer = saved.get(question.id, UNTOUCHED).answer
        if not _stands(answer):
            results.append(PlainResult(question, None, None))
            continue
        judge = choose_judge(question, response.round.as_of) if answer.not_applicable is None else None
        credit = None if judge is None else make_fraction(judge(answer.value))
        results.append(PlainResult(question, answer, credit))
    return results


def _list_files(session: Session, response_id: int) -> dict[str, list[File]]:
    """What is attached now, by question."""
    columns = (Evidence.question_id, Evidence.sha256, Evidence.valid_until)
    query = sa.select(*columns).where(col(Evidence.response_id) == response_id, col(Evidence.removed_at).is_(None))  # type: ignore[call-overload]
    files: dict[str, list[File]] = {}
    for question_id, sha256, valid_until in session.execute(query):
        files.setdefault(question_id, []).append(File(sha256, valid_until))
    return files
