"""What every kind of criterion has in common."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic.json_schema import SkipJsonSchema

from questionnaires.calendar import add_months, default_year
from questionnaires.messages import Refused
from questionnaires.wording import write_year

MOST_QUOTED = 60

# What a kind's `read` returned and its other methods take back; only that kind looks inside.
Value = Any
# Numerator and denominator, neither negative: as they come, a Fraction of each answer would take bench_scoring from 3
# times the floats to between 6 and 9. From equal ones on it is full credit.
Credit = tuple[int, int]
Judge = Callable[[Any], Credit]
FULL: Credit = (1, 1)
NIL: Credit = (0, 1)
NOTHING = Fraction(0)
Words = Annotated[str, Field(min_length=1, max_length=60)]


class InvalidAnswer(Refused):
    """An answer that a criterion refuses."""


def make_fraction(credit: Credit) -> Fraction:
    """A credit 0..1 in lowest terms."""
    numerator, denominator = credit
    return Fraction(min(numerator, denominator), denominator) if denominator else Fraction(1)


def quote(raw: object) -> str:
    """A refused value as its file writes it, cut where it is long."""
    text = str(raw) if isinstance(raw, Decimal) else json.dumps(raw, ensure_ascii=False, default=str)
    return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…"


def is_absent(given: object) -> bool:
    """Whether a field is not given. It is left out of JSON then: what was stored before keeps its letters and hash."""
    return not given


class Option(BaseModel):
    """One step of a scale or one item of a list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_+-]*$", max_length=40)]
    label: Words


class CriterionModel(BaseModel, ABC):
    """A criterion: a kind with its target, period and due date.

    `within_months` counts from the issue date of the notice and becomes `due`; the loader passes that
    date and the scales as validation context.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    scored: ClassVar[bool] = True
    keys: ClassVar[frozenset[str]] = frozenset({"value"})  # those of an answer's JSON that `read_told` reads

    kind: str
    due: date | None = None
    within_months: Annotated[int, Field(gt=0, le=240)] | None = None
    all_or_nothing: bool = False

    @model_validator(mode="before")
    @classmethod
    def _count_due_date(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict) or data.get("within_months") is None:
            return data
        if type(data["within_months"]) is not int or not 0 < data["within_months"] <= 240:
            raise ValueError(Refused("`within_months` must be a whole number from 1 to 240"))
        if data.get("due") is not None:
            if info.context is None:  # not a catalogue: read back from JSON, where `due` is worked out already
                return data
            raise ValueError(Refused("give `due` or `within_months`, not both"))
        issued = (info.context or {}).get("issued")
        if issued is None:
            raise ValueError(
                Refused("`within_months` counts from the issue date, which this document does not give; use `due`")
            )
        return {**data, "due": add_months(issued, data["within_months"])}

    @property
    def may_not_apply(self) -> bool:
        """Whether it may be called not applicable where a catalogue does not say."""
        return False

    @property
    def is_owed(self) -> bool:
        """Whether a response is submitted only with an answer."""
        return self.scored

    def for_year(self, year: int) -> Self:
        """The same in an assessment year."""
        return self

    @abstractmethod
    def read(self, raw: object, as_of: date) -> Value:
        """Check one raw answer (the V of an answer file) and return it typed; raise InvalidAnswer."""

    def read_told(self, told: Mapping[str, object], as_of: date) -> Value:
        """The same of what an answer's JSON tells under `keys`, of which one at least is there; raise InvalidAnswer."""
        return self.read(told["value"], as_of)

    def write_told(self, value: Value) -> dict[str, object]:
        """What `read_told` takes back to this value."""
        return {"value": self.write_raw(value)}

    def excuse(self, value: Value) -> str | None:
        """Why a value leaves nothing of the question that applies, in Chinese; None where something does."""
        return None

    def check_plausible(self, value: Value) -> None:
        """Refuse a value that `read` returned and that cannot be true, such as half a person; raise InvalidAnswer.

        This is for what is given now: what was taken before such a rule came stays readable.
        """

    def write_raw(self, value: Value) -> object:
        """The V of an answer file that `read` takes back to this value; decimals where JSON has a number."""
        return value

    @abstractmethod
    def make_judge(self, as_of: date) -> Judge:
        """What gives the credit of each value that `read` returned, before `all_or_nothing`: ready for very many."""

    @abstractmethod
    def write_target(self, as_of: date | None = None) -> str:
        """What the notice asks, in a few Chinese words."""

    @abstractmethod
    def write_value(self, value: Value) -> str:
        """The answer in Chinese."""

    @abstractmethod
    def write_missing(self, value: Value, as_of: date) -> str:
        """What is missing between the answer and the target, in figures where there are some."""

    def count_missing(self, value: Value) -> int:
        """How many parts are missing to full credit, for a value below it; what cannot be told apart is one part."""
        return 1

    def is_late(self, value: Value) -> bool:
        """Whether the thing was done after its due date."""
        return False


class DatedModel(CriterionModel):
    """A criterion that may be of the assessment year, which is put in where a questionnaire is made for one."""

    year: Annotated[SkipJsonSchema[int | None], Field(exclude_if=is_absent)] = None

    @model_validator(mode="before")
    @classmethod
    def _refuse_year(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, dict) and "year" in data and info.context is not None:
            raise ValueError(Refused("the round says which year it is; leave out `year`"))
        return data

    @property
    def is_of_year(self) -> bool:
        return False

    def for_year(self, year: int) -> Self:
        return self.model_copy(update={"year": year}) if self.is_of_year else self

    def find_year(self, as_of: date) -> int:
        """The assessment year, by default that of the reference date."""
        return default_year(as_of) if self.year is None else self.year

    def write_year(self, as_of: date | None) -> str:
        return write_year(self.year if as_of is None else self.find_year(as_of))


class YearlyModel(DatedModel):
    """A criterion that is of the assessment year where it says `per_year`."""

    per_year: Annotated[bool, Field(exclude_if=is_absent)] = False

    @property
    def is_of_year(self) -> bool:
        return self.per_year
