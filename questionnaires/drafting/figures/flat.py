"""Text without what differs between prints of it (white space, widths, dashes), each character knowing its place."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

DASHES = frozenset("—–－‐‑−─～〜∼~﹣")
ALIKE = {"「": "“", "『": "“", "」": "”", "』": "”", "∶": ":", "﹕": ":", "○": "〇", "﹪": "%"}
# A number before a paragraph of a list: white space before it is a border, and no line that was only wrapped.
MARKER = re.compile(
    r"\s*(?:[(（]\s*[\d一二三四五六七八九十]+\s*[)）]|\d{1,2}\s*[.．、](?!\d)|[①-⒛㈠-㈩]|[一二三四五六七八九十]+是)"
)

# 2. 50%以上 is no 2.50: the white space behind the number of a paragraph is a border, too, where a digit follows.
NUMBERED = re.compile(r"(?:^|(?<=[\n。；;:：]))\s*\d{1,2}\s*[.．]\s+(?=\d)")


@dataclass(frozen=True, slots=True)
class Flat:
    """The text as rules read it; `at` is the place in the text as given of each of its characters."""

    text: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the flat text stands in the text as given."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class FlatFigure:
    """A figure from `start` to `end` of a flat text, with a criterion or a reason as FoundFigure has it."""

    start: int
    end: int
    criterion: dict[str, Any] | None
    reason: str | None = None


def flatten_text(body: str) -> Flat:
    """Narrow widths, one kind of dash, no white space; a line break stays where a list goes on or begins behind it."""
    text, at = list[str](), list[int]()
    apart = {match.end() - 1 for match in NUMBERED.finditer(body)}
    for place, character in enumerate(body):
        if place in apart or (character == "\n" and MARKER.match(body, place)):
            text.append("\n")
            at.append(place)
        elif not character.isspace() and unicodedata.category(character) != "Cf":
            narrow = _narrow(character)
            text.extend(narrow)
            at.extend([place] * len(narrow))
    return Flat("".join(text), tuple(at))


def _narrow(character: str) -> str:
    if character in DASHES:
        return "-"
    if character in ALIKE:
        return ALIKE[character]
    if unicodedata.category(character) == "No":  # ① is a number of a list, no figure
        return character
    return unicodedata.normalize("NFKC", character)
