"""A PDF that a stranger sent, looked at in a process of its own that may spend so much and no more.

`python -m reports.printing.judging WORK FILE…` prints JSON. Nothing but a reader of PDFs is loaded, so that it begins
within half a second.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from reports.printing.bounds import GIGABYTE, OutOfBounds, bounded
from reports.printing.findings import Finding
from reports.printing.pdf_marks import Additions, PdfMark, judge_additions
from reports.printing.pdf_reading import NotReadable, ReadPdf
from reports.printing.pdf_updates import split_updates

ROOT = Path(__file__).parents[2]
SECONDS, PATIENCE = 15, 40  # of processor, and by the clock
MOST_FOUND, AROUND, LARGEST_CLAIM = 20, 12, 10_000
TOO_COSTLY = Finding("reading it takes longer than a report takes")


def judge_apart(path: Path) -> Additions:
    """What was appended to a PDF, judged in a process of its own."""
    told = _ask("additions", path)
    if told is None:
        return Additions((), (TOO_COSTLY,))
    return Additions(tuple(PdfMark(*one) for one in told["marks"]), tuple(Finding(*one) for one in told["findings"]))


def read_claim(path: Path, name: str) -> bytes:
    """An attachment of a PDF, read in a process of its own; nothing where it has none or is not to be read."""
    told = _ask("claim", path, name)
    return str(told["claim"]).encode() if told else b""


def compare_apart(path: Path, issued: Path) -> Finding | None:
    """The first difference of a PDF to the one that was issued, looked for in a process of its own."""
    told = _ask("comparison", path, issued)
    if told is None:
        return TOO_COSTLY
    return next((Finding(*one) for one in told["findings"]), None)


def _ask(*words: str | Path) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "reports.printing.judging", *map(str, words)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _find_additions(path: str) -> dict[str, Any]:
    content = Path(path).read_bytes()
    base, added = split_updates(content)
    found = judge_additions(base, content) if added else Additions((), ())
    marks = [[one.kind, one.page] for one in found.marks]
    return {"marks": marks, "findings": [[one.message, dict(one.details)] for one in found.findings[:MOST_FOUND]]}


def _find_claim(path: str, name: str) -> dict[str, Any]:
    files = ReadPdf(split_updates(Path(path).read_bytes())[0]).files
    claim = next(iter(files.get(name, [])), b"")[:LARGEST_CLAIM]
    return {"claim": claim.decode("utf-8", "replace")}


def _compare(path: str, issued: str) -> dict[str, Any]:
    given, known = (ReadPdf(split_updates(Path(one).read_bytes())[0]) for one in (path, issued))
    return {"findings": [[one.message, dict(one.details)] for one in _list_differences(given, known)]}


def _list_differences(given: ReadPdf, known: ReadPdf) -> Iterator[Finding]:
    for number, (one, other) in enumerate(zip_longest(given.pages, known.pages, fillvalue=""), 1):
        if one != other:
            yield Finding(
                "page %(page)s: it says “%(says)s”; as it was issued it says “%(should)s”",
                {"page": number, **quote_difference(one, other)},
            )
            return
    if (place := given.find_difference(known)) is not None:
        yield Finding("%(place)s: drawn otherwise, though the text is the same", {"place": place})


def quote_difference(given: str, expected: str) -> dict[str, object]:
    """Where two texts part, what stands around it in each."""
    at = next(at for at, (one, other) in enumerate(zip_longest(given, expected)) if one != other)
    start = max(0, at - AROUND)
    return {"says": given[start : at + AROUND], "should": expected[start : at + AROUND]}


WORKS: dict[str, Callable[..., dict[str, Any]]] = {
    "additions": _find_additions,
    "claim": _find_claim,
    "comparison": _compare,
}


def main(work: str, *words: str) -> int:
    """Do one work within its bounds and print what came out; nothing where it was too much."""
    try:
        with bounded(SECONDS, GIGABYTE):
            print(json.dumps(WORKS[work](*words)))
    except (OutOfBounds, MemoryError, RecursionError, NotReadable):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
