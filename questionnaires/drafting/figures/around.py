"""An amount with the words around it, and what they ask: at least, at most."""

import re
from dataclasses import dataclass
from typing import Any

from questionnaires.drafting.figures.amount_tokens import Amount
from questionnaires.drafting.figures.figure_words import LEAST, MOST

Fields = dict[str, Any]
NO_DEMAND = "没有“不少于”“达到”等数量要求，属于说明性数字，不是指标"
STATUS_TOLD = "现状的说明，不是指标"
NEEDS_PERSON = "需要人工确认"
UNSURE = f"有数量要求，但不能准确换算成指标，{NEEDS_PERSON}"
GAP = r"[^,、。;:不]{0,8}$"


@dataclass(frozen=True, slots=True)
class Around:
    """An amount with the words of its part of the sentence before and behind it, and all the sentence before.

    `months` is its period, 0 one shorter than a month; `past`: whether the date before it in its part of the
    sentence is over, or all of them in the sentence; None where there is none, or none that tells.
    """

    amount: Amount
    left: str
    right: str
    before: str
    months: int | None = None
    past: bool | None = None

    @property
    def said(self) -> str | None:
        """at_least or at_most by the nearest word before the amount; None where none reaches to it."""
        return max(_find_op(self.left), key=lambda found: found[0])[1] or None

    @property
    def op(self) -> str | None:
        """at_least, at_most, or None where no word before or behind says one."""
        if self.said:
            return self.said
        if re.match(r"(?:\((?:含|包括)[^()]*\))?(?:及|或)?以上|左右|起步", self.right):
            return "at_least"
        return "at_most" if re.match(r"(?:及|或)?以[内下]|之内|内", self.right) else None


def _find_op(left: str) -> list[tuple[int, str]]:
    """Where the last word of each sense ends that still reaches to the amount; -1: there is none."""
    places = [(-1, "")]
    for op, words in (("at_least", LEAST), ("at_most", MOST)):
        for match in re.finditer(words, left):
            shadowed = not match[0].startswith("不") and left[: match.start()].endswith(("不", "不得"))
            if not shadowed and re.fullmatch(GAP, left[match.end() :]):
                places.append((match.end(), op))
    return places
