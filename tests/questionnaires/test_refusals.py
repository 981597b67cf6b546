"""What every kind of criterion refuses, and with which reason."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from questionnaires.criteria import InvalidAnswer
from tests.questionnaires.kinds import DRILL, GRADE, HOURS, LIST, PLAN, RATE, SHARE, STAGE, TEXT, UP, YES_NO

Make = Callable[..., Any]
AS_OF = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("fields", "raw", "reason"),
    [
        (YES_NO, 1, "true"),
        (YES_NO, None, "true"),
        (YES_NO, "yes", "true"),
        (STAGE, "finished", "not offered"),
        (STAGE, 2, "not offered"),
        (GRADE, "D", "not offered"),
        (GRADE, ["C"], "not offered"),
        (HOURS, float("nan"), "finite"),
        (HOURS, float("inf"), "finite"),
        (HOURS, Decimal("-Infinity"), "finite"),
        (HOURS, Decimal("sNaN"), "finite"),
        (HOURS, -1, "negative"),
        (HOURS, Decimal("-0.01"), "negative"),
        (HOURS, True, "not a number"),
        (HOURS, "40", "not a number"),
        (HOURS, None, "not a number"),
        (HOURS, [40], "not a number"),
        (HOURS, Decimal("1e999999"), "too large"),
        (HOURS, 10**12, "too large"),
        (HOURS, Decimal("1e-999999"), "decimals"),
        (SHARE, {"part": 53, "whole": 52}, "larger than the whole"),
        (SHARE, {"part": 0, "whole": 0}, "whole is 0"),
        (SHARE, {"part": 1}, "both figures"),
        (SHARE, {"part": 1, "whole": 2, "x": 3}, "both figures"),
        (SHARE, 75, "both figures"),
        (SHARE, {"part": True, "whole": 2}, "not a number"),
        (SHARE, {"part": -1, "whole": 2}, "negative"),
        (RATE, {"count": 1, "base": 0}, "base must be larger than 0"),
        (RATE, {"count": float("nan"), "base": 1}, "finite"),
        (UP, {"baseline": 0, "current": 5}, "baseline must be larger than 0"),
        (UP, {"baseline": 5, "current": None}, "not a number"),
        (DRILL, "2026-07-01", "after the reference date"),
        (PLAN, "2026-07-01", "after the reference date"),
        (DRILL, "1066-10-14", "check the year"),
        (DRILL, "2025-02-29", "not a date"),
        (DRILL, "2025-2-9", "not a date"),
        (DRILL, "20250209", "not a date"),
        (DRILL, 20250209, "not a date"),
        (DRILL, True, "not a date"),
        (PLAN, "", "not a date"),
        (LIST, ["a", "a"], "twice"),
        (LIST, ["e"], "not offered"),
        (LIST, "a", "list of items"),
        (LIST, [["a"]], "not offered"),
        (TEXT, 5, "Give words"),
        (TEXT, "铃\x07", "U\\+0007"),
        (TEXT, "\ud800", "U\\+D800"),
        (TEXT, "字" * 2001, "2001 characters"),
        (TEXT, "a" * 10_000_000, "10000000 characters"),
        (HOURS, "9" * 10_000_000, "not a number"),
    ],
)
def test_it_refuses_what_is_no_answer(criterion: Make, fields: dict[str, Any], raw: Any, reason: str) -> None:
    with pytest.raises(InvalidAnswer, match=reason):
        criterion(**fields).read(raw, AS_OF)


def test_a_refusal_never_repeats_megabytes(criterion: Make) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        criterion(**STAGE).read("a" * 10_000_000, AS_OF)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("months", ["36", 36.0, True, 0, -1, 241, 10**30])
def test_it_refuses_months_that_are_no_sensible_number(criterion: Make, months: Any) -> None:
    with pytest.raises(ValueError, match="within_months"):
        criterion(**HOURS, within_months=months)
