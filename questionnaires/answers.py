"""Answers: read one by one or all at once against their questions, kept and written back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from questionnaires.criteria import InvalidAnswer, Value, quote
from questionnaires.criteria.words import MOST_REASON, read_words
from questionnaires.messages import Refused
from questionnaires.questionnaire import Question, Questionnaire

ALWAYS = ("not_applicable", "remark")  # the keys that an answer of every kind may have


class Blank(Enum):
    """What stands in the place of a value where nothing was given."""

    BLANK = "blank"


BLANK: Final = Blank.BLANK


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bureau said: a value that the question's criterion has read, or why it does not apply; BLANK: neither.

    Both where nothing of the question applies by that value: every item of its list is set apart. `refused` is why the
    criterion refuses what was stored once, which is then in `kept`; value and reason are as they stand there.
    """

    value: Value = None
    not_applicable: str | None = None
    remark: str = ""
    refused: InvalidAnswer | None = field(default=None, compare=False)
    kept: Mapping[str, Any] | None = None

    @property
    def is_given(self) -> bool:
        """Whether it answers its question: a remark alone does not."""
        return self.value is not BLANK

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all: nobody has answered, or the answer was taken back."""
        return self.value is BLANK and not self.remark

    @property
    def bare(self) -> "Answer":
        """The answer without its remark."""
        return replace(self, remark="")

    def check(self) -> "Answer":
        """Itself, where its criterion takes it; raises InvalidAnswer."""
        if self.refused is not None:
            raise InvalidAnswer(self.refused.message, **self.refused.details)
        return self

    def write(self, question: Question) -> dict[str, Any] | None:
        """The JSON that `read_stored` takes back to this answer."""
        if self.value is BLANK:
            return {"remark": self.remark} if self.remark else None
        told = {key: _round_off(one) for key, one in self.tell(question).items()} if self.kept is None else self.kept
        return {"remark": "", **told} | {"remark": self.remark}

    def tell(self, question: Question) -> dict[str, Any]:
        """The same of an answer that its criterion takes, without the remark, with all digits of its figures."""
        if self.value is None and self.not_applicable is not None:
            return {"not_applicable": self.not_applicable}
        return question.criterion.write_told(self.value)

    def write_value(self, question: Question) -> Any:
        """The V of that JSON."""
        return self.value if self.refused is not None else _round_off(question.criterion.write_raw(self.value))


UNANSWERED = Answer(BLANK)
Read = Callable[[Question, object, date], Answer]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One place of an answer file, and why it is refused."""

    place: str
    why: Refused


class AnswersRefused(Exception):
    """An answer file of which nothing is taken; `refusals` names every place."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(f"{one.place}: {one.why}" for one in refusals))
        self.refusals = refusals


def read_answer(question: Question, raw: object, as_of: date) -> Answer:
    """Check one answer given now, `{"value": V}` or `{"not_applicable": reason}` with an optional `"remark"`.

    Some kinds have keys of their own beside the value or instead of it. Raises InvalidAnswer for everything that
    scoring.md refuses and for figures that cannot be true.
    """
    answer = reread_answer(question, raw, as_of)
    if answer.not_applicable is None:
        question.criterion.check_plausible(answer.value)
    return answer


def reread_answer(question: Question, raw: object, as_of: date) -> Answer:
    """An answer that was taken once, whatever is held to be plausible by now. Raises InvalidAnswer."""
    criterion = question.criterion
    told = {key: one for key, one in raw.items() if key not in ALWAYS} if isinstance(raw, dict) else {}
    if not isinstance(raw, dict) or bool(told) == ("not_applicable" in raw):
        raise InvalidAnswer('Give {"value": …} or {"not_applicable": "reason"}, and not both.')
    if unknown := sorted(told.keys() - criterion.keys):
        known = ", ".join([*sorted(criterion.keys, reverse=True), *ALWAYS])
        raise InvalidAnswer(
            "The key %(key)s is unknown; this answer may have: %(known)s.", key=quote(unknown[0]), known=known
        )
    remark = read_words("" if raw.get("remark") is None else raw["remark"])
    if not told:
        return Answer(not_applicable=_read_reason(question, raw["not_applicable"]), remark=remark)
    value: Value = criterion.read_told(told, as_of)
    return Answer(value, criterion.excuse(value), remark)


def read_stored(question: Question, stored: dict[str, Any] | None, as_of: date) -> Answer:
    """An answer as it is kept: what `reread_answer` takes, a remark alone, or nothing.

    What the criterion refuses by now is not lost: it is `refused`, and written back as it was.
    """
    if stored is None:
        return UNANSWERED
    if not is_given(stored):
        return Answer(BLANK, remark=stored.get("remark") or "")
    try:
        return reread_answer(question, stored, as_of)
    except InvalidAnswer as error:
        refused = error.with_traceback(None)
    return Answer(stored.get("value"), stored.get("not_applicable"), stored.get("remark") or "", refused, stored)


def is_given(stored: dict[str, Any] | None) -> bool:
    """Whether an answer as it is kept answers its question: a remark alone does not."""
    return stored is not None and bool(stored.keys() - {"remark"})


def _round_off(raw: object) -> object:
    """Figures as JSON columns keep them: a decimal that was read from one is that same float again."""
    if isinstance(raw, Decimal):
        return float(raw)
    return {name: _round_off(one) for name, one in raw.items()} if isinstance(raw, dict) else raw


def _read_reason(question: Question, raw: object) -> str:
    if not question.allow_not_applicable:
        raise InvalidAnswer("This question applies to everyone; not applicable cannot be chosen.")
    reason = read_words(raw, MOST_REASON)
    if not reason:
        raise InvalidAnswer("Say why the question does not apply.")
    return reason


def read_answers(
    questionnaire: Questionnaire, raw: Mapping[str, object], as_of: date, read: Read = read_answer
) -> dict[str, Answer]:
    """Check all answers, each by `read`; raise AnswersRefused with every refusal at once."""
    answers, refusals = {}, []
    for id, one in raw.items():
        question = questionnaire.by_id.get(id)
        if question is None:
            why = Refused("This questionnaire does not ask such a question of this bureau.")
            refusals.append(Refusal(id[:80], why))
            continue
        try:
            answers[id] = read(question, one, as_of)
        except InvalidAnswer as error:
            refusals.append(Refusal(id, error))
    if refusals:
        raise AnswersRefused(refusals)
    return answers
