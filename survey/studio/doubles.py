"""Alike questions of a draft with the places where each of them is decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from questionnaires.catalogue import Level, Library
from questionnaires.doubles import Alike, QuestionPair, list_doubles
from questionnaires.drafting.deciding.decided import DecidedClause
from questionnaires.drafting.deciding.doubles import ask_once, carry_out
from questionnaires.drafting.deciding.raw_measures import fit_id, list_above
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question
from survey.storage.trail import record
from survey.studio.drafts import OpenDraft, name_draft


@dataclass(frozen=True)
class AskedAt:
    """A question, and where it is decided: the number and version of its clause and the id of its measure there.

    One of a notice above is decided nowhere in the draft; its number is 0.
    """

    question: Question
    number: int = 0
    version: int = 0
    measure: str = ""


@dataclass(frozen=True)
class DoubleLine:
    """Two alike questions, the earlier one in the draft first."""

    first: AskedAt
    second: AskedAt
    alike: Alike
    levels: tuple[Level, ...]

    def find_other(self, question_id: str) -> AskedAt | None:
        """What is alike to a question; nothing where it is none of the two."""
        pair = {self.first.question.id: self.second, self.second.question.id: self.first}
        return pair.get(question_id)


def list_lines(draft: OpenDraft, joined: Library | None, library: Library) -> list[DoubleLine]:
    """The alike questions that levels are asked as it stands; `joined` is the library with the draft in it.

    What only notices above ask is not the draft's to settle, and what is in force in the same words was settled when it
    was published.
    """
    if joined is None:
        return []
    places = {
        fit_id(one.id, draft.facts, library): (number, draft.rows[number - 1].version, one.id)
        for number, clause in enumerate(draft.notice.clauses, 1)
        for one in clause.measures
        if one.state == "accepted"
    }
    order = {id: place for place, id in enumerate(places)}
    settled = _word_pairs(library, draft.facts.id)
    lines = []
    for pair in list_doubles(joined, draft.facts.id):
        if _word(pair) in settled:
            continue
        ends = sorted((pair.first, pair.second), key=lambda one: order.get(one.id, -1))
        first, second = (AskedAt(one, *places.get(one.id, ())) for one in ends)
        if second.number:
            lines.append(DoubleLine(first, second, pair.alike, pair.levels))
    return lines


def _word_pairs(library: Library, document_id: str) -> set[frozenset[tuple[str, str]]]:
    """The alike questions of the version in force; none where the notice was never published."""
    return {_word(one) for one in list_doubles(library, document_id)} if document_id in library.documents else set()


def _word(pair: QuestionPair) -> frozenset[tuple[str, str]]:
    return frozenset((one.id, one.text) for one in (pair.first, pair.second))


def find_others(lines: Sequence[DoubleLine], question_id: str) -> list[AskedAt]:
    """What is alike to a question."""
    return [other for one in lines if (other := one.find_other(question_id)) is not None]


def merge_into(draft: OpenDraft, library: Library, id: str, other_id: str) -> Callable[[DecidedClause], DecidedClause]:
    """Ask the measure `id` no more, as the other one, of the draft or of a notice above, asks the same."""
    for clause in draft.notice.clauses:
        for other in clause.measures:
            if fit_id(other.id, draft.facts, library) == other_id and other.state == "accepted":
                return partial(ask_once, id=id, other=other, path=clause.path)
    if other_id in {one.id for document in list_above(draft.facts, library) for one in document.measures}:
        return partial(carry_out, id=id, above=other_id)
    raise Refused("The other question is not asked any more; look at both again.")


def keep_apart(session: Session, draft: OpenDraft, lines: Sequence[DoubleLine], person_id: int) -> None:
    """Keep in the trail which alike questions somebody has said to ask for something of its own each."""
    if lines:
        told = {"questions": [[one.first.question.id, one.second.question.id] for one in lines]}
        record(session, person_id, "draft.apart", name_draft(draft.row), None, told)
