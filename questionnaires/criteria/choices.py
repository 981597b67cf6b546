"""Criteria answered by choosing: yes or no, a step of a scale, items of a list."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from questionnaires.criteria.criterion import FULL, NIL, CriterionModel, InvalidAnswer, Judge, Option, quote


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
            raise ValueError(f"unknown scale {name!r}; scales.yaml has {', '.join(sorted(scales))}")
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
            raise ValueError(f"`target` {self.target!r} must be a step above the lowest: {steps}")
        return self

    def aim(self) -> str:
        return self.target

    def write_target(self, as_of: date | None = None) -> str:
        top = self.rank(self.target) == len(self.options) - 1
        return f"达到{self.write_value(self.target)}" + ("" if top else "及以上")


class Checklist(CriterionModel):
    """Those of a named list that are in place; credit is their share of the list."""

    kind: Literal["checklist"]
    items: Annotated[tuple[Option, ...], Field(min_length=2, max_length=20)]

    @field_validator("items")
    @classmethod
    def _refuse_twins(cls, items: tuple[Option, ...]) -> tuple[Option, ...]:
        return refuse_twins(items)

    def read(self, raw: object, as_of: date) -> tuple[str, ...]:
        if not isinstance(raw, list | tuple):
            raise InvalidAnswer("Give the list of items that are in place; an empty list means none.")
        chosen = [read_option(value, self.items) for value in raw]
        for value in chosen:
            if chosen.count(value) > 1:
                raise InvalidAnswer("Item %(value)s stands in the list twice; name each item once.", value=value)
        return tuple(item.value for item in self.items if item.value in chosen)

    def write_raw(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def make_judge(self, as_of: date) -> Judge:
        listed = len(self.items)
        return lambda value: (len(value), listed)

    def count_missing(self, value: tuple[str, ...]) -> int:
        """The items that are not in place."""
        return len(self.items) - len(value)

    def write_target(self, as_of: date | None = None) -> str:
        return f"{len(self.items)}项全部具备"

    def write_value(self, value: tuple[str, ...]) -> str:
        names = "、".join(item.label for item in self.items if item.value in value)
        return f"已具备{len(value)}/{len(self.items)}项" + (f"：{names}" if names else "")

    def write_missing(self, value: tuple[str, ...], as_of: date) -> str:
        names = "、".join(item.label for item in self.items if item.value not in value)
        return f"已具备{len(value)}项，缺{self.count_missing(value)}项：{names}"


def refuse_twins(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Refuse a list that names one value or one label twice."""
    for words in ([option.value for option in options], [option.label for option in options]):
        for word in words:
            if words.count(word) > 1:
                raise ValueError(f"{word!r} stands in the list twice")
    return options


def read_option(raw: object, options: tuple[Option, ...]) -> str:
    values = [option.value for option in options]
    if not isinstance(raw, str) or raw not in values:
        raise InvalidAnswer(
            "%(value)s is not offered here; choose from %(values)s.", value=quote(raw), values=", ".join(values)
        )
    return raw
