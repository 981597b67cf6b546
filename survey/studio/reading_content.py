"""A clause as its reader sees it: its text, and each question in the words of each level."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from questionnaires.catalogue import Level, Library
from questionnaires.drafting.deciding.decided import DecidedClause, DecidedMeasure, DecidedNotice, NoticeFacts
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.questionnaire import Question
from survey.storage.studio_people import ClauseReading
from survey.studio.drafts import OpenDraft
from survey.studio.joining import join_draft
from survey.studio.page_content import MeasureBlock, fill_names, list_blocks


@dataclass(frozen=True)
class SeenWords:
    """The words of a question and the levels that see the very same; `question` is None where something
    is lacking for it."""

    levels: tuple[Level, ...]
    text: str
    question: Question | None


@dataclass(frozen=True)
class ReadMeasure:
    """A measure with its number in the clause, and its question level by level; without any where none is asked."""

    number: int
    measure: DecidedMeasure
    words: tuple[SeenWords, ...]


@dataclass(frozen=True)
class ReadLine:
    """A clause that somebody was asked to read: its number, and the last that was asked and said of it."""

    number: int
    clause: DecidedClause
    reading: ClauseReading


def list_read_measures(draft: OpenDraft, number: int, library: Library) -> list[ReadMeasure]:
    """The measures of a clause as the levels will see them, were it published as it stands."""
    blocks = list_blocks(draft.notice.clauses[number - 1], draft, library)
    ready = {one.measure.id for one in blocks if one.measure.is_asked and not one.lacks}
    asked = _build_questions(_accept(draft.notice, number, ready), library)
    return [ReadMeasure(one.number, one.measure, tuple(_word(one, draft.facts, asked))) for one in blocks]


def _accept(notice: DecidedNotice, number: int, ready: Collection[str]) -> DecidedNotice:
    """A notice with these measures of a clause as if they were adopted."""
    clauses = list(notice.clauses)
    for id in ready:
        clauses[number - 1] = clauses[number - 1].put(id, state="accepted")
    return DecidedNotice(facts=notice.facts, clauses=tuple(clauses))


def _build_questions(notice: DecidedNotice, library: Library) -> dict[Level, Mapping[str, Question]]:
    joined, _faults = join_draft(notice, library)
    if joined is None:
        return {}
    id = notice.facts.id
    return {level: build_questionnaire(joined, id, level).by_id for level in list_levels(joined, id)}


def _word(
    block: MeasureBlock, facts: NoticeFacts, asked: Mapping[Level, Mapping[str, Question]]
) -> Iterator[SeenWords]:
    """The words of a measure, those of several levels once where they are the same."""
    one, seen = block.measure, dict[str, list[tuple[Level, Question | None]]]()
    for level in one.levels if one.is_asked else ():
        question = asked.get(level, {}).get(one.id)
        text = question.text if question else fill_names(block.asks.get(level, ""), level, facts)
        seen.setdefault(text, []).append((level, question))
    for text, of in seen.items():
        yield SeenWords(tuple(level for level, _ in of), text, of[0][1])


def list_read_lines(draft: OpenDraft) -> list[ReadLine]:
    """The clauses that were asked for in a draft with one person's readings, in the order of the notice."""
    last = {one.clause_id: one for one in draft.readings}
    rows = zip(draft.rows, draft.notice.clauses, strict=True)
    return [ReadLine(row.number, clause, last[row.id]) for row, clause in rows if row.id in last]
