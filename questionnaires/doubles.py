"""Questions of one level that ask the same, or nearly so: one duty adopted twice gives the same question twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from questionnaires.catalogue import Level, Library
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.questionnaire import Question, Questionnaire

IGNORED = re.compile(r"[\W_]+")
NEARLY = 0.85  # of the letter pairs of both; questions of one frame about two things come to 0.83 in what is published


class Alike(StrEnum):
    """In what two questions are alike."""

    TEXT = "text"
    DUTY = "duty"
    NEARLY = "nearly"


@dataclass(frozen=True, slots=True)
class QuestionPair:
    """Two questions that some levels are both asked, in the order of the questionnaire."""

    first: Question
    second: Question
    alike: Alike
    levels: tuple[Level, ...]


def list_doubles(library: Library, document_id: str) -> list[QuestionPair]:
    """The pairs of alike questions that a notice puts to some level, each pair once with its levels."""
    found: dict[tuple[str, str], QuestionPair] = {}
    for level in list_levels(library, document_id):
        for first, second, alike in find_doubles(build_questionnaire(library, document_id, level)):
            before = found.get((first.id, second.id))
            levels = (*before.levels, level) if before else (level,)
            found[first.id, second.id] = QuestionPair(first, second, before.alike if before else alike, levels)
    return list(found.values())


def find_doubles(questionnaire: Questionnaire) -> Iterator[tuple[Question, Question, Alike]]:
    """The pairs of questions that ask the same; what is only added up is of one frame and never among them."""
    asked = [one for one in questionnaire.questions if not one.is_quantity]
    words = {one.id: IGNORED.sub("", one.text) for one in asked}
    pairs = {id: {text[at : at + 2] for at in range(len(text) - 1)} for id, text in words.items()}
    for first, second in combinations(asked, 2):
        if first.criterion.kind != second.criterion.kind:
            continue
        if words[first.id] == words[second.id]:
            yield first, second, Alike.TEXT
        elif first.library is not None and first.library == second.library:
            yield first, second, Alike.DUTY
        elif _share(pairs[first.id], pairs[second.id]) >= NEARLY:
            yield first, second, Alike.NEARLY


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))
