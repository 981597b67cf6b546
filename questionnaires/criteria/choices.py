"""Criteria answered by choosing one of a few: yes or no, a step of a scale; what checklists.py shares with them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationInfo, field_validator, model_validator

from questionnaires.criteria.criterion import FULL, NIL, CriterionModel, InvalidAnswer, Judge, Option, quote
from questionnaires.messages import Refused

Choice = TypeVar("Choice", bound=Option)


class YesNo(CriterionModel):
    """Yes or no; yes is full credit."""

    kind: Literal["yes_no"]

    def read(self, raw: object, as_of: date) -> bool:
        if not isinstance(raw, bool):
            raise InvalidAnswer("Answer true (yes) or false (no).")
        return raw

    def make_judge(self, as_of: date) -> Judge:
        return {True: FULL, False: NIL}.__getitem__

    def write_target(self, as_of: date | None = None) -> str:
        return "是"

    def write_value(self, value: bool) -> str:
        return "是" if value else "否"

    def write_missing(self, value: bool, as_of: date) -> str:
        return "尚未落实"


class Scale(CriterionModel):
    """One step of an ordered scale, lowest first. `scale` names one of scales.yaml and fills `options`."""

    scale: str | None = None
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]

    @model_validator(mode="before")
    @classmethod
    def _take_scale(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict) or "options" in data:
            return data
        scales = (info.context or {}).get("scales", {})
        name = data.get("scale", data.get("kind"))
        if not isinstance(name, str) or name not in scales:
            known = ", ".join(sorted(scales))
            raise ValueError(Refused("unknown scale %(name)s; scales.yaml has %(known)s", name=repr(name), known=known))
        return {**data, "options": scales[name]}

    @field_validator("options")
    @classmethod
    def _refuse_twins(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        return refuse_twins(options)

    def read(self, raw: object, as_of: date) -> str:
        return read_option(raw, self.options)

    def rank(self, value: str) -> int:
        return next(rank for rank, option in enumerate(self.options) if option.value == value)

    def aim(self) -> str:
        """The value of the step that gives full credit."""
        return self.options[-1].value

    def make_judge(self, as_of: date) -> Judge:
        best = self.rank(self.aim())
        return {option.value: (rank, best) for rank, option in enumerate(self.options)}.__getitem__

    def count_missing(self, value: str) -> int:
        """The steps to go."""
        return self.rank(self.aim()) - self.rank(value)

    def write_value(self, value: str) -> str:
        return self.options[self.rank(value)].label

    def write_target(self, as_of: date | None = None) -> str:
        return self.write_value(self.aim())

    def write_missing(self, value: str, as_of: date) -> str:
        now, aim = self.write_value(value), self.write_value(self.aim())
        return f"目前为“{now}”，距“{aim}”差{self.count_missing(value)}档"


class Stage(Scale):
    """How far a task is; the last step is full credit."""

    kind: Literal["stage"]


class Grade(Scale):
    """A graded standard, such as a laboratory's level, with the step that the notice asks."""

    kind: Literal["grade"]
    target: str

    @model_validator(mode="after")
    def _check_target(self) -> "Grade":
        if self.target not in [option.value for option in self.options[1:]]:
            steps = ", ".join(option.value for option in self.options[1:])
            why = Refused(
                "`target` %(target)s must be a step above the lowest: %(steps)s", target=repr(self.target), steps=steps
            )
            raise ValueError(why)
        return self

    def aim(self) -> str:
        return self.target

    def write_target(self, as_of: date | None = None) -> str:
        top = self.rank(self.target) == len(self.options) - 1
        return f"达到{self.write_value(self.target)}" + ("" if top else "及以上")


def refuse_twins(options: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Refuse a list that names one value or one label twice."""
    for words in ([option.value for option in options], [option.label for option in options]):
        for word in words:
            if words.count(word) > 1:
                raise ValueError(Refused("%(word)s stands in the list twice", word=repr(word)))
    return options


def read_option(raw: object, options: Sequence[Option]) -> str:
    values = [option.value for option in options]
    if not isinstance(raw, str) or raw not in values:
        raise InvalidAnswer(
            "%(value)s is not offered here; choose from %(values)s.", value=quote(raw), values=", ".join(values)
        )
    return raw
