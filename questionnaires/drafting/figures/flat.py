"""Text without what differs between prints of it (white space, widths, dashes), each character knowing its place."""

import re
import unicodedata
from dataclasses import dataclass

DASHES = frozenset("—–－‐‑−─～〜∼~﹣")
ALIKE = {"「": "“", "『": "“", "」": "”", "』": "”", "∶": ":", "﹕": ":", "○": "〇", "﹪": "%"}
# A number before a paragraph of a list: white space before it is a border, and no line that was only wrapped.
MARKER = re.compile(
    r"\s*(?:[(（]\s*[\d一二三四五六七八九十]+\s*[)）]|\d{1,2}\s*[.．、](?!\d)|[①-⒛㈠-㈩]|[一二三四五六七八九十]+是)"
)


@dataclass(frozen=True, slots=True)
class Flat:
    """The text as rules read it; `at` is the place in the text as given of each of its characters."""

    text: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the flat text stands in the text as given."""
        return self.at[start], self.at[end - 1] + 1


def flatten_text(body: str) -> Flat:
    """Narrow widths, one kind of dash, no white space; a line break stays where a list goes on behind it."""
    text, at = list[str](), list[int]()
    for place, character in enumerate(body):
        if character == "\n" and MARKER.match(body, place):
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
