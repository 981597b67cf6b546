"""Where a workbook comes from: what its hidden sheet says, so that it can be compared when it comes back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from questionnaires.answers import UNANSWERED, Answer, read_stored
from questionnaires.questionnaire import Question, Questionnaire
from questionnaires.totals import Claim
from survey.responses.claims import read_claims, write_claims

FORMAT = 1


@dataclass(frozen=True)
class Base:
    """What stood for a question when the workbook was made; version 0: nobody had answered."""

    version: int = 0
    answer: Answer = UNANSWERED


NOBODY = Base()


@dataclass(frozen=True)
class Origin:
    """Which response a workbook belongs to and what it was made from; without a response it is an empty one.

    The names are there to say which workbook it is where it is the wrong one.
    """

    questionnaire_hash: str
    notice: str
    level: str
    response_id: int | None = None
    bureau: str = ""
    round: str = ""
    bases: Mapping[str, Base] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)

    def find_base(self, question_id: str) -> Base:
        return self.bases.get(question_id, NOBODY)


class NoOrigin(ValueError):
    """The hidden sheet is missing or was changed."""


def pack(origin: Origin, questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """The rows of the hidden sheet: a name and its JSON each; a cell holds 32,767 characters, an answer far fewer."""
    facts: dict[str, Any] = {name: value for name, value in vars(origin).items() if name not in ("bases", "claims")}
    bases = {
        f"base {id}": {"version": base.version, "content": base.answer.write(questionnaire.by_id[id])}
        for id, base in origin.bases.items()
    }
    claims = {f"claim {one['item']}": one for one in write_claims(origin.claims)}
    rows = {"format": FORMAT, **facts, **bases, **claims}
    return [(name, json.dumps(value, ensure_ascii=False)) for name, value in rows.items()]


def unpack(rows: Mapping[str, str], questionnaire: Questionnaire, as_of: date) -> Origin:
    """The inverse of `pack`; what stood for other questions is passed over. Raises NoOrigin."""
    try:
        read = {name: json.loads(value) for name, value in rows.items()}
        if read.pop("format", None) != FORMAT:
            raise NoOrigin
        raw = {name[5:]: read.pop(name) for name in rows if name.startswith("base ")}
        bases = {one.id: _read_base(one, raw[one.id], as_of) for one in questionnaire.questions if one.id in raw}
        claims = read_claims([read.pop(name) for name in rows if name.startswith("claim ")])
        origin = Origin(**read, bases=bases, claims=claims)
    except (TypeError, ValueError, KeyError, ArithmeticError, RecursionError):
        raise NoOrigin from None
    if not isinstance(origin.response_id, int | None) or not isinstance(origin.questionnaire_hash, str):
        raise NoOrigin
    return origin


def _read_base(question: Question, raw: Any, as_of: date) -> Base:
    version, content = raw["version"], raw["content"]
    if type(version) is not int or not isinstance(content, dict | None):
        raise NoOrigin
    return Base(version, read_stored(question, content, as_of))
