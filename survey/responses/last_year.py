"""Last year's answers, offered to the bureau that gave them: each to be confirmed by itself, none by default.

Where the questions are of another version, each is followed to where it comes from, and what is not the same any more
is said with the offer; what has no place any more can still be read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from questionnaires.answers import Answer, read_stored
from questionnaires.both_rules import AnswerSet, RulesCompared, compare_rules
from questionnaires.comparing import Change
from questionnaires.migrating import Passage, list_gone, take_over, trace
from questionnaires.questionnaire import Question, Questionnaire
from survey.responses.reviews import list_reviews, list_set
from survey.responses.saving import UNTOUCHED, Saved, list_answers
from survey.rounds.issued import applying_questionnaire, open_earlier, open_questionnaire
from survey.rounds.rounds import find_before
from survey.storage.records import EarlierQuestionnaire
from survey.storage.states import Decision, EditState, Source
from survey.storage.tables import Edit, IssuedQuestionnaire, Response

MOST_TRACED = 256
_TRACED: dict[tuple[str, str], dict[str, Passage]] = {}


@dataclass(frozen=True)
class Past:
    """What a bureau answered to an earlier questionnaire, in the round before or in this one (`in_round`): what counted
    then, which is the reviewer's where one was set, and its `own`; and where the questions of now come from."""

    response_id: int
    before: Questionnaire
    passages: Mapping[str, Passage]
    counted: Mapping[str, Answer]
    own: Mapping[str, Answer]
    profile: Mapping[str, bool] | None
    as_of: date
    in_round: bool

    def apply(self) -> Questionnaire:
        """What applied to the bureau."""
        return self.before.for_profile(self.profile or {})


@dataclass(frozen=True)
class Earlier:
    """What was answered before where a question comes from, by the questions of then; `answer` is that as it could be
    given now, None where nobody could. `in_round`: in this round, before it was moved to another version."""

    passage: Passage
    told: tuple[tuple[Question, Answer], ...]
    answer: Answer | None
    in_round: bool

    @property
    def changes(self) -> tuple[Change, ...]:
        """In which way the question is another; nothing where the answer means the same."""
        return self.passage.changes


@dataclass(frozen=True)
class Gone:
    """A question that is not asked any more, with the answer that it had."""

    question: Question
    answer: Answer


@dataclass(frozen=True)
class VersionChange:
    """What became of the answers of before where the questions are others: `before` is the questionnaire of then, of
    this round itself where it was moved (`in_round`); `new` are questions that come from nowhere."""

    in_round: bool
    before: Questionnaire
    same: tuple[Earlier, ...]
    changed: tuple[Earlier, ...]
    new: tuple[Question, ...]
    gone: tuple[Gone, ...]


def suggest(
    session: Session, response: Response, questions: Iterable[Question], saved: Mapping[str, Saved]
) -> dict[str, Answer]:
    """What may be carried forward, by question: where nothing is answered yet, and last year's answer still fits.

    The answer that counted last year, which is the reviewer's where one was set, with its remark as it was then.
    """
    open_ones = [one for one in questions if not saved.get(one.id, UNTOUCHED).answer.is_given]
    found = look_back(session, response, open_ones)
    return {id: one.answer for id, one in found.items() if one.answer is not None}


def look_back(session: Session, response: Response, questions: Iterable[Question]) -> dict[str, Earlier]:
    """What was answered before where these questions come from, by question; those without any are left out.

    Before its questions changed in the round itself, where it was moved to another version; else last year.
    """
    found: dict[str, Earlier] = {}
    wanted = list(questions)
    for past in find_pasts(session, response, wanted):
        for question in wanted:
            passage = past.passages[question.id]
            told = tuple((one, past.counted[one.id]) for one in passage.sources if one.id in past.counted)
            if told and question.id not in found:
                answer = take_over(passage, past.counted, response.round.as_of)
                found[question.id] = Earlier(passage, told, answer, past.in_round)
    return found


def find_version_change(session: Session, response: Response) -> VersionChange | None:
    """What became of the answers of before; None where nothing is asked otherwise, or there was no before."""
    past = next(iter(find_pasts(session, response)), None)
    if past is None:
        return None
    asked, before = applying_questionnaire(response), past.apply()
    earlier = look_back(session, response, asked.questions)
    gone = list_gone(before, past.passages)
    change = VersionChange(
        past.in_round,
        before,
        tuple(one for one in earlier.values() if not one.changes and one.answer is not None),
        tuple(one for one in earlier.values() if one.changes or one.answer is None),
        tuple(one for one in asked.questions if not past.passages[one.id].sources),
        tuple(Gone(one, past.counted[one.id]) for one in gone if one.id in past.counted),
    )
    return change if change.changed or change.new or gone else None


def compare_with_last(session: Session, response: Response, answers: Mapping[str, Answer]) -> RulesCompared | None:
    """The answers of before and these ones by the rules of both versions; None where the rules are the same.

    What the bureaus themselves said, both times.
    """
    if not has_other_rules(session, response):
        return None
    past = find_pasts(session, response)[0]
    before, now = past.apply(), AnswerSet(answers, response.round.as_of)
    then = AnswerSet({id: one for id, one in past.own.items() if id in before.by_id}, past.as_of)
    found = compare_rules(before, applying_questionnaire(response), past.passages, then, now)
    return found if found.questions else None


def has_other_rules(session: Session, response: Response) -> bool:
    """Whether what is asked, or how it counts, is another than before: not only the year. No answer is read for it."""
    if moved := _list_earlier(session, response.questionnaire_id):
        hash, before = moved[0].content_hash, open_earlier(moved[0])
    elif last := find_before(session, response):
        hash, before = last.questionnaire.content_hash, open_questionnaire(last.questionnaire)
    else:
        return False
    after = open_questionnaire(response.questionnaire)
    if before.by_id.keys() != after.by_id.keys() or before.bands != after.bands:
        return True
    old, new = ([(one.weight, one.critical, one.is_scored) for one in _sort(asked)] for asked in (before, after))
    return old != new or any(one.changes for one in _trace(hash, before, response.questionnaire).values())


def _sort(questionnaire: Questionnaire) -> list[Question]:
    return sorted(questionnaire.questions, key=lambda one: one.id)


def keep_answer(last: Answer, stands: Answer) -> Answer:
    """Last year's answer in place of the one that stands, whose remark stays: last year's was said of last year."""
    return replace(last, remark=stands.remark)


def find_source(session: Session, response: Response, question: Question, answer: Answer) -> Source:
    """CARRIED where an answer that is said to be carried forward really is last year's."""
    earlier = look_back(session, response, [question]).get(question.id)
    if earlier is None or earlier.in_round or earlier.answer is None:
        return Source.TYPED
    return Source.CARRIED if earlier.answer.bare == answer.bare else Source.TYPED


def find_pasts(session: Session, response: Response, wanted: Sequence[Question] | None = None) -> list[Past]:
    """What the bureau answered before, the nearest first; of the round before only that from which the `wanted`
    questions come (None: all)."""
    earlier = _list_earlier(session, response.questionnaire_id)
    return [*(_find_earlier(session, response, one) for one in earlier), *_find_last_round(session, response, wanted)]


def trace_last(response: Response, last: Response) -> Mapping[str, Passage]:
    """Where each question of a response comes from in the round before."""
    return _trace(last.questionnaire.content_hash, open_questionnaire(last.questionnaire), response.questionnaire)


def find_replaced(session: Session, issued: IssuedQuestionnaire) -> dict[str, list[str]]:
    """The questions whose place each question took when its own round was moved, the nearest first."""
    replaced: dict[str, list[str]] = {}
    for earlier in _list_earlier(session, issued.id):
        for id, passage in _trace(earlier.content_hash, open_earlier(earlier), issued).items():
            replaced.setdefault(id, []).extend(one.id for one in passage.sources if one.id != id)
    return replaced


def _list_earlier(session: Session, questionnaire_id: int) -> Sequence[EarlierQuestionnaire]:
    """What a questionnaire was before its round was moved, the newest first."""
    query = select(EarlierQuestionnaire).where(EarlierQuestionnaire.questionnaire_id == questionnaire_id)
    return session.exec(query.order_by(col(EarlierQuestionnaire.id).desc())).all()


def _find_earlier(session: Session, response: Response, earlier: EarlierQuestionnaire) -> Past:
    before, as_of = open_earlier(earlier), response.round.as_of
    query = select(Edit.question_id, Edit.content).where(
        Edit.response_id == response.id, Edit.state == EditState.KEPT, col(Edit.made_at) < earlier.ended_at
    )
    stood = {
        id: None if content is None else dict(content) for id, content in session.exec(query.order_by(col(Edit.id)))
    }
    read = {id: read_stored(before.by_id[id], content, as_of) for id, content in stood.items() if id in before.by_id}
    given = {id: answer for id, answer in read.items() if answer.is_given}
    passages = _trace(earlier.content_hash, before, response.questionnaire)
    return Past(response.id, before, passages, given, _check(given), response.profile, as_of, in_round=True)


def _find_last_round(session: Session, response: Response, wanted: Sequence[Question] | None) -> Iterator[Past]:
    last = find_before(session, response)
    if last is None:
        return
    before = open_questionnaire(last.questionnaire)
    passages = _trace(last.questionnaire.content_hash, before, response.questionnaire)
    sources = None if wanted is None else {source.id for one in wanted for source in passages[one.id].sources}
    own = {id: one.answer for id, one in list_answers(session, last, sources).items()}
    instead = list_set(before, list_reviews(session, last.id, Decision.SET_ASIDE), last)
    counted = {id: answer for id, answer in {**own, **instead}.items() if answer.is_given}
    given = _check({id: answer for id, answer in own.items() if answer.is_given})
    yield Past(last.id, before, passages, counted, given, last.profile, last.round.as_of, in_round=False)


def _check(given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers that their questions take still."""
    return {id: answer for id, answer in given.items() if answer.refused is None}


def _trace(hash: str, before: Questionnaire, issued: IssuedQuestionnaire) -> dict[str, Passage]:
    """Where each question that was issued comes from; worked out once in a process for two questionnaires."""
    key = (hash, issued.content_hash)
    if key not in _TRACED:
        if len(_TRACED) >= MOST_TRACED:
            _TRACED.clear()
        _TRACED[key] = trace(before, open_questionnaire(issued))
    return _TRACED[key]
