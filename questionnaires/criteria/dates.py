"""Criteria answered with a date."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from questionnaires.calendar import add_months
from questionnaires.criteria.criterion import FULL, NIL, CriterionModel, InvalidAnswer, Judge, YearlyModel, quote
from questionnaires.messages import Refused
from questionnaires.wording import write_date

EARLIEST = date(1949, 10, 1)


class Recency(YearlyModel):
    """The day something was last done (None: never) must lie within a period before the as-of date.

    The period is counted back from that date, or begins with the assessment year.
    """

    kind: Literal["recency"]
    period_months: Annotated[int, Field(gt=0, le=240)] | None = None

    @model_validator(mode="after")
    def _need_one_period(self) -> "Recency":
        if (self.period_months is None) is not self.per_year:
            raise ValueError(Refused("recency needs `period_months`, or `per_year: true` and no period"))
        return self

    def read(self, raw: object, as_of: date) -> date | None:
        return read_day(raw, as_of)

    def write_raw(self, value: date | None) -> str | None:
        return value.isoformat() if value else None

    def first_day(self, as_of: date) -> date:
        """The earliest day that still counts."""
        if self.period_months is None:
            return date(self.find_year(as_of), 1, 1)
        return add_months(as_of, -self.period_months)

    def make_judge(self, as_of: date) -> Judge:
        first = self.first_day(as_of)
        return lambda value: FULL if value is not None and first <= value <= as_of else NIL

    def write_target(self, as_of: date | None = None) -> str:
        if self.per_year:
            if as_of is None or as_of.year == self.find_year(as_of):
                return f"{self.write_year(as_of)}至少一次"
            return f"{self.write_year(as_of)}至少一次，至{write_date(as_of)}补做的也计入"
        if as_of is None:
            return f"近{self.period_months}个月内至少一次"
        return f"近{self.period_months}个月内至少一次（{write_date(self.first_day(as_of))}至{write_date(as_of)}）"

    def write_value(self, value: date | None) -> str:
        return write_date(value) if value else "从未开展"

    def write_missing(self, value: date | None, as_of: date) -> str:
        first = write_date(self.first_day(as_of))
        if value is None:
            return f"从未开展，应在{first}以后至少开展一次"
        return f"最近一次为{write_date(value)}，早于应在的期间（{first}起），需再开展一次"


class DoneBy(CriterionModel):
    """The day something was done (None: not yet), with a due date; done late still counts and is marked late."""

    kind: Literal["done_by"]

    @model_validator(mode="after")
    def _need_due_date(self) -> "DoneBy":
        if self.due is None:
            raise ValueError(Refused("done_by needs `due` or `within_months`"))
        return self

    def read(self, raw: object, as_of: date) -> date | None:
        return read_day(raw, as_of)

    def write_raw(self, value: date | None) -> str | None:
        return value.isoformat() if value else None

    def make_judge(self, as_of: date) -> Judge:
        return lambda value: FULL if value is not None and value <= as_of else NIL

    def write_target(self, as_of: date | None = None) -> str:
        assert self.due is not None  # _need_due_date
        return f"{write_date(self.due)}前完成（含当日）"

    def write_value(self, value: date | None) -> str:
        return f"{write_date(value)}完成" if value else "尚未完成"

    def write_missing(self, value: date | None, as_of: date) -> str:
        assert self.due is not None  # _need_due_date
        if self.due < as_of:
            return f"尚未完成，已超过期限{(as_of - self.due).days}天"
        return f"尚未完成，距期限还有{(self.due - as_of).days}天"

    def is_late(self, value: date | None) -> bool:
        return value is not None and self.due is not None and value > self.due


def read_day(raw: object, as_of: date) -> date | None:
    if raw is None:
        return None
    day = raw if type(raw) is date else _parse_day(raw)
    if day > as_of:
        raise InvalidAnswer(
            "%(day)s lies after the reference date %(as_of)s; give a day up to it.", day=day, as_of=as_of
        )
    if day < EARLIEST:
        raise InvalidAnswer("%(day)s lies before %(earliest)s; check the year.", day=day, earliest=EARLIEST)
    return day


def _parse_day(raw: object) -> date:
    try:
        if isinstance(raw, str) and len(raw) == 10:
            return datetime.strptime(raw, "%Y-%m-%d").date()
    except ValueError:
        pass
    raise InvalidAnswer(
        "%(value)s is not a date; write it as 2026-06-30, or null if it never happened.", value=quote(raw)
    )
