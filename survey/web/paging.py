"""Long lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

LONGEST_WORDS, A_PAGE = 60, 150


@dataclass(frozen=True)
class PageOfMany:
    """As much of a long list as one page shows; which page of how many."""

    shown: Sequence[Any]
    all: int
    number: int
    count: int


def read_words(name: str) -> str:
    """A word of the address, cut to what can be one."""
    return request.args.get(name, "").replace("\0", "").strip()[:LONGEST_WORDS]


def cut_page(found: Sequence[Any]) -> PageOfMany:
    """The page of a list that the address asks for; the nearest one where there is no such page."""
    asked, count = read_words("page"), max(1, -(-len(found) // A_PAGE))
    number = min(max(int(asked), 1), count) if asked.isascii() and asked.isdecimal() else 1
    return PageOfMany(found[(number - 1) * A_PAGE : number * A_PAGE], len(found), number, count)
