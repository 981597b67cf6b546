"""Figures of a clause: what is a target, with all that belongs to it, and what is none."""

from datetime import date
from typing import Any

import pytest

from questionnaires.drafting.figures import find_figures
from questionnaires.drafting.parts import FoundFigure
from tests.questionnaires.drafting.figure_sentences import FIRST, SECOND

ISSUED, EFFECTIVE = date(2022, 6, 15), date(2022, 8, 1)


def write(figure: FoundFigure) -> str:
    """A criterion as the tables write it: number≥200名 by 2025-12-31 /12."""
    fields: dict[str, Any] = figure.criterion or {}
    kind = fields.get("kind", "")
    sign = {"number": "≤" if fields.get("op") == "at_most" else "≥", "grade": "≥", "share": "≥"}.get(kind, "≥")
    sign = {"up": "+", "down": "-"}.get(str(fields.get("direction")), sign)
    words = f"{kind}{sign}{fields['target']}" if "target" in fields else kind
    words += str(fields.get("unit", "")) if kind in ("number", "rate") else ""
    words += f"/{fields['per']}" if "per" in fields else ""
    words += f" each {fields['period_months']}" if "period_months" in fields else ""
    words += f" by {fields['due']}" if "due" in fields else ""
    return words.strip()


def read_all(sentence: str) -> list[str]:
    """What a sentence asks: its targets, or where it has none its lone dates and periods."""
    found = find_figures(sentence, ISSUED, EFFECTIVE)
    targets = [write(one) for one in found if one.criterion and "kind" in one.criterion]
    return targets or [write(one) for one in found if one.criterion]


@pytest.mark.parametrize(("sentence", "asked"), [*FIRST, *SECOND])
def test_it_reads_what_a_sentence_asks(sentence: str, asked: str) -> None:
    assert read_all(sentence) == [one.strip() for one in asked.split("|") if one.strip()]
