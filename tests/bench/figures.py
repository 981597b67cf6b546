"""Figures of texts that the rules have not seen, held against a truth written by hand before the first run.

    .venv/bin/python -m tests.bench.figures FILE [--quiet]

FILE has blocks of three: the text of a sentence or a paragraph, a letter for each number in it (T target, D
due date, P period, N none of these, O a person decides; `none` where it has no digits), and the targets as
tests write them (share≥98 by 2025-12-31), joined by |, or a dash. A target with ~ may be drafted and need
not; `by?` is a due date that may be left out, as where it stands in another paragraph. `# name 2021-08-28`
begins another text, with its day of issue.

At first sight, on beginnings of plans and reports of other offices, whose texts are not kept here: 362
numbers of 39 texts, 67 of 112 targets exact, 17 drafted that are none, 5 of which a person should decide.
These mended, 258 numbers of 26 others: 70 of 97 exact, 6 drafted (4 to be decided). These mended, too, 191 of
19 others: 68 of 73 exact, 6 drafted, all of results in reports of work done. What each set taught has been
mended since, so that only a fresh one is honest again.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from questionnaires.drafting.figures.around import NEEDS_PERSON
from questionnaires.drafting.figures.finding import find_figures
from questionnaires.drafting.parts import FoundFigure
from tests.questionnaires.drafting.test_figures import write

NUMBER = re.compile(r"\d+(?:\.\d+)*")
LETTERS = re.compile(r"[TDPNO]( [TDPNO])*|none")
TARGET = re.compile(r"~?(?P<what>\S+)(?: each \d+)?(?: by(?P<may>\?)? (?P<due>\S+))?")
VALUE = re.compile(r"~?([a-z]+).?([\d.]*)")


@dataclass
class JudgedText:
    """A text, what each of its numbers is, and what it asks."""

    name: str
    issued: date
    text: str
    letters: list[str]
    asked: list[str] = field(default_factory=list)


def read_texts(path: Path) -> Iterator[JudgedText]:
    """The blocks of a file."""
    name, issued, lines, letters = "", date.min, list[str](), list[str]()
    is_judged = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            _, name, day = line.split()
            issued = date.fromisoformat(day)
        elif LETTERS.fullmatch(line):
            letters, is_judged = line.replace("none", "").split(), True
        elif is_judged:
            asked = [] if line == "-" else [one.strip() for one in line.split("|")]
            yield JudgedText(name, issued, "\n".join(lines), letters, asked)
            lines, is_judged = [], False
        else:
            lines.append(line)


def compare(one: JudgedText, counts: Counter[str]) -> Iterator[str]:
    """Count what was found of a text; a line for each target that nobody asks, and each that was missed."""
    numbers, found = list(NUMBER.finditer(one.text)), find_figures(one.text, one.issued)
    if len(numbers) != len(one.letters):
        raise ValueError(f"{len(numbers)} numbers, {len(one.letters)} letters: {one.text}")
    left = [target for target in one.asked if not target.startswith("~")]
    counts["asked"] += len(left)
    for target in (write(figure) for figure in found if figure.criterion and "kind" in figure.criterion):
        if exact := next((asked for asked in left if _fits(target, asked)), None):
            left.remove(exact)
            counts["exact"] += 1
        elif near := next((asked for asked in left if _say_value(asked) == _say_value(target)), None):
            left.remove(near)
            counts["another field"] += 1
        elif not any(_say_value(asked) == _say_value(target) for asked in one.asked if asked.startswith("~")):
            counts["not asked"] += 1
            yield f"not asked: {one.name} {target}"
    counts["missed"] += len(left)
    yield from (f"missed: {one.name} {target}" for target in left)
    for number, letter in zip(numbers, one.letters, strict=True):
        counts[f"{letter} read as {_say_reading(number, found)}"] += 1


def _fits(target: str, asked: str) -> bool:
    said, wanted = TARGET.fullmatch(target), TARGET.fullmatch(asked)
    if said is None or wanted is None:
        return False
    same = re.fullmatch(re.escape(wanted["what"]) + r"(?:[^\d.]*(?:/\d+)?)?", said["what"])
    dated = said["due"] == wanted["due"] or bool(wanted["may"] and said["due"] is None)
    return bool(same) and dated


def _say_value(target: str) -> tuple[str, ...]:
    value = VALUE.match(target)
    return value.groups() if value else ()


def _say_reading(number: re.Match[str], found: tuple[FoundFigure, ...]) -> str:
    figure = next((one for one in found if one.start <= number.start() and number.end() <= one.end), None)
    if figure is None:
        return "two"  # 2.3 of a paragraph's number, which is none
    if figure.criterion:
        return "target" if "kind" in figure.criterion else "date or period"
    return "open" if NEEDS_PERSON in (figure.reason or "") else "no target"


def main(arguments: list[str]) -> None:
    """Print what was not found as it is, and the counts."""
    counts: Counter[str] = Counter()
    for one in read_texts(Path(arguments[0])):
        for line in compare(one, counts):
            if "--quiet" not in arguments:
                print(line)
    for name, count in sorted(counts.items()):
        print(f"{name:24}{count:6}")


if __name__ == "__main__":
    main(sys.argv[1:])
