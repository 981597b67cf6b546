"""The reasons to look at an answer as the bureau's pages show them: in words, with what was said to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from questionnaires.questionnaire import Questionnaire
from survey.answering.flag_words import NAMES, say_flag
from survey.responses.doubts import Doubt, Doubts


@dataclass(frozen=True)
class DoubtLine:
    """A reason in words, what a page names it by, and what was said to it ("": nothing yet)."""

    name: str
    reason: str
    mark: str
    is_bare: bool
    word: str
    said_by: str
    said_at: datetime | None


@dataclass(frozen=True)
class DoubtedQuestion:
    """A question by its place on the form, with the reasons to look at its answer."""

    id: str
    number: str
    title: str
    domain_id: str
    lines: Sequence[DoubtLine]

    @property
    def unsaid(self) -> int:
        return sum(not one.word for one in self.lines)


def write_doubts(questionnaire: Questionnaire, doubts: Doubts, bare: bool = False) -> list[DoubtedQuestion]:
    """The questions with something in their answers to look at, in their order; or those that are `bare` claims."""
    found = []
    for section in questionnaire.domains:
        for question in section.questions:
            lines = [_write(one, questionnaire) for one in doubts.get(question.id, ()) if one.is_bare is bare]
            if lines:
                place = questionnaire.numbers[question.id], question.title, section.id
                found.append(DoubtedQuestion(question.id, *place, lines))
    return found


def _write(doubt: Doubt, questionnaire: Questionnaire) -> DoubtLine:
    word = doubt.word
    said = ("", "", None) if word is None else (word.words, word.said_by.name, word.said_at)
    reason = say_flag(doubt.flag, {}, questionnaire.facts)
    return DoubtLine(str(NAMES[doubt.flag.kind]), reason, doubt.mark, doubt.is_bare, *said)
