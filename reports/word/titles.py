"""Where the title of an official paper breaks: at the end of a word, into lines of about one length (GB/T 9704-2012,
7.3.1)."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations, pairwise

MOST = 20.0  # characters of 22 points in 156 mm
NARROW = 0.6  # of a digit or letter, in widths of a Chinese character
BEST = re.compile(r"(?<=年度)|(?=结果的|情况的)|(?=[（《“])|(?<=[）》”、，])")
WORDS = re.compile(r"(?=药品|监督|监管|能力|建设|自评|评估|考核|检查|工作|综合|专项|情况|结果)")
OPENING, CLOSING = "（《“", "）》”"
NO_START = tuple("的、，）》”")


def divide_title(words: str) -> list[str]:
    """The lines of a title: as few as hold it, none begun with 的 or a mark, no bracket torn where that can be."""
    if measure_words(words) <= MOST:
        return [words]
    ends = _find_breaks(words, BEST), _find_breaks(words, BEST, WORDS)
    outside = [[at for at in one if _is_outside(words, at)] for one in ends]
    for breaks in (*outside, ends[1]):
        if found := _divide(words, breaks):
            return found
    return _divide_evenly(words)


def measure_words(words: str) -> float:
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else NARROW for one in words)


def _find_breaks(words: str, *patterns: re.Pattern[str]) -> list[int]:
    """Where words end."""
    found = {one.start() for pattern in patterns for one in pattern.finditer(words)}
    return [at for at in sorted(found) if 2 < at < len(words) and not words.startswith(NO_START, at)]


def _is_outside(words: str, at: int) -> bool:
    """Whether no bracket is open at a place."""
    return sum(words.count(one, 0, at) for one in OPENING) == sum(words.count(one, 0, at) for one in CLOSING)


def _divide(words: str, breaks: list[int]) -> list[str]:
    """As few lines as there may be, and of these the most even; none where a piece is too long for a line."""
    for count in (1, 2, 3) if measure_words(words) <= 4 * MOST else ():
        if found := list(_list_divisions(words, breaks, count)):
            return min(found, key=_measure_spread)
    return []


def _list_divisions(words: str, breaks: list[int], count: int) -> Iterator[list[str]]:
    for chosen in combinations(breaks, count):
        lines = [words[start:end] for start, end in pairwise((0, *chosen, len(words)))]
        if max(map(measure_words, lines)) <= MOST:
            yield lines


def _measure_spread(lines: list[str]) -> float:
    widths = list(map(measure_words, lines))
    return max(widths) - min(widths)


def _divide_evenly(words: str) -> list[str]:
    """Lines of as many characters each, where no words are known."""
    count = -(-len(words) // round(MOST))
    ends = [round(place * len(words) / count) for place in range(1, count)]
    ends = [at - words.startswith(NO_START, at) for at in ends]
    return [words[start:end] for start, end in pairwise((0, *ends, len(words)))]
