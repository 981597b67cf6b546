"""What `run.py draft` makes of five notices, held against their catalogues, which were written by hand.

Each notice is drafted with its own catalogue left out of the neighbours. That is not a notice that nobody has seen: the
library of duties was worded with all five at hand, and its words are looked at for each of them, so that what is found
in it, what is usable as it stands, and the domains are better here than they will be elsewhere. The verbs of duty, the
likeness from which a duty is taken, the words that name levels and those of each domain were chosen with these five
texts in view, too, the last also with five of invented places.
A duty that rests on a clause, and that no catalogue carries yet, is right where the measure there is not the library's.
A place in a clause is the place of the phrase of its measure; a part of a clause that holds the phrases of two measures
is right for one of them only.

    .venv/bin/python -m tests.bench.drafting DOCUMENTS_DIR [ID …]
"""

import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from questionnaires.catalogue import Clause, Library, Measure, PolicyDocument
from questionnaires.documents import flatten
from questionnaires.drafting.draft import Draft, DraftClause, DraftMeasure
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.reading.notice import read_notice
from questionnaires.loading import load_library

FIGURED = ("number", "share", "rate", "growth", "recency", "done_by", "grade")
SAME = ("target", "due", "period_months", "per_year", "per", "direction", "op", "unit")
# Decisions of a person: one for the head and the names of the levels, one per clause for levels and domain; per
# measure one to accept it, two to accept and change it, four to word it; one to pass over what is vague.
DECISIONS = {"usable": 1, "edit": 2, "write": 4, "vague": 1}
WHOLE, ALL_OF = 100, re.compile(r"100|百分之百|百分百")
Counts = Counter[str]


def main(arguments: list[str]) -> None:
    """Draft the notices of a folder, or those named, and print the table."""
    library, folder = load_library(), Path(arguments[0])
    rows: dict[str, Counts] = {}
    for id in arguments[1:] or list(library.documents):
        began = time.perf_counter()
        path = folder / f"{id}.txt"
        draft = draft_notice(read_notice(path.read_bytes(), path.name), library, leave_out=(id,))
        seconds = time.perf_counter() - began
        rows[id] = compare(draft, library.documents[id], library)
        rows[id]["seconds"] = round(seconds * 100)
    print_table(rows)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB, catalogues included")


def compare(draft: Draft, document: PolicyDocument, library: Library) -> Counts:
    """Every count of one notice: `x` of `x of`."""
    counts: Counts = Counter()
    found = {clause.path: clause for clause in draft.clauses}
    counts["borders of"] = max(len(document.clauses), len(draft.clauses))
    for clause in document.clauses:
        counts["headings of"] += 1
        if drafted := found.get(clause.path):
            counts["borders"] += 1
            counts["headings"] += flatten(drafted.heading) == flatten(clause.heading)
            _compare_clause(drafted, clause, _list_resting(library, document, clause), counts)
        else:
            counts["measures by hand"] += len(clause.measures)
    for one in (one for clause in draft.clauses for one in clause.measures):
        counts[one.status] += 1
        counts["decisions"] += DECISIONS[one.status]
    counts["decisions"] += 1 + len(draft.clauses)
    for field in ("title", "number", "issued", "implements"):
        counts["head of"] += 1
        counts["head"] += getattr(draft.head, field) == getattr(document, field)
    return counts


def _list_resting(library: Library, document: PolicyDocument, clause: Clause) -> set[str]:
    """The duties that rest on a clause, and that no catalogue carries yet."""
    carried = {measure.library for one in library.documents.values() for measure in one.measures}
    source = f"{document.id} {clause.path}"
    return {one.id for one in library.duties.values() if source in one.source and one.id not in carried}


def _compare_clause(drafted: DraftClause, clause: Clause, resting: Collection[str], counts: Counts) -> None:
    _compare_figures(drafted, clause, counts)
    counts["measures by hand"] += len(clause.measures)
    asked = [one for one in drafted.measures if one.status != "vague"]
    counts["measures drafted"] += len(asked) if clause.measures else 0
    places = {one.id: _place(drafted, one) for one in asked}
    taken: set[str] = set()
    for measure in clause.measures:
        at = _find(flatten(drafted.body), flatten(measure.phrase))
        here = [one for one in asked if places[one.id][0] <= at < places[one.id][1]]
        if not here:
            continue
        one = max(here, key=lambda one: (one.id not in taken, _kind(one) == measure.criterion.kind))
        counts["measures met"] += one.id not in taken
        taken.add(one.id)
        _compare_measure(one, measure, resting, counts)


def _compare_measure(one: DraftMeasure, measure: Measure, resting: Collection[str], counts: Counts) -> None:
    found = one.library == measure.library or (measure.library is None and one.library in resting)
    same = set(one.levels) == set(measure.levels)
    for name, right in (
        ("levels", same),
        (f"levels {measure.levels_basis} by hand", same),
        (f"levels {one.levels_basis} in the draft", same),
        ("domain", one.domain == measure.domain),
        ("domain in three", measure.domain in one.domains),
        ("kind", _kind(one) == measure.criterion.kind),
        (f"duty found where {'one is' if measure.library else 'none is'}", found),
        ("usable and the right duty", found and one.status == "usable"),
        ("library's and the right duty", found),
    ):
        usable, shared = one.status == "usable", bool(one.library)
        if {"usable and the right duty": usable, "library's and the right duty": shared}.get(name, True):
            counts[f"{name} of"] += 1
            counts[name] += right


def _compare_figures(drafted: DraftClause, clause: Clause, counts: Counts) -> None:
    """Targets exact in every field that both can say, and those that no measure of the clause has.

    One figure that is asked by hand of two levels, or of two things, may be one in the draft. A target that the clause
    does not print, such as the 100 per cent of 全项检验, is counted apart; so is a number that by hand is a word of
    another kind of question, such as the 40 of those who reached 40学时: it is not exact, and not invented either.
    """
    left = [one for one in drafted.measures if _kind(one) in FIGURED]
    found: list[DraftMeasure] = []
    by_hand = [one for one in clause.measures if one.criterion.kind in FIGURED]
    for measure in by_hand:
        if not _is_printed(measure, drafted.body):
            counts["figures that no text prints"] += 1
            continue
        counts["figures of"] += 1
        right = next((one for one in [*left, *found] if _is_same(one.criterion or {}, measure)), None)
        if right is not None:
            counts["figures"] += 1
            counts["figures asked twice by hand"] += right in found
            left = [one for one in left if one is not right]
            found.append(right)
    told = {(one.criterion.kind, str(getattr(one.criterion, "target", None))) for one in by_hand}
    unknown = [one for one in left if (_kind(one), str((one.criterion or {}).get("target"))) not in told]
    other = sum(any(str((one.criterion or {}).get("target")) in _say_parts(own) for own in by_hand) for one in unknown)
    counts["figures in another form"] += other
    counts["figures invented"] += len(unknown) - other


def _is_printed(measure: Measure, body: str) -> bool:
    """Whether a measure's figure stands in its clause, or is at least a number in its own words."""
    whole = measure.criterion.kind == "share" and getattr(measure.criterion, "target", None) == WHOLE
    return not whole or bool(ALL_OF.search(flatten(body)) or re.search(r"\d", _say_parts(measure)))


def _say_parts(measure: Measure) -> str:
    return " ".join(str(getattr(measure.criterion, name, "")) for name in ("part", "whole", "count", "base"))


def _is_same(criterion: dict[str, Any], measure: Measure) -> bool:
    by_hand = measure.criterion
    if criterion.get("kind") != by_hand.kind:
        return False
    skipped = {"unit"} if by_hand.kind != "number" else set()
    skipped |= {"period_months"} if getattr(by_hand, "per_year", False) else set()  # a draft says it, too
    fields = [field for field in SAME if hasattr(by_hand, field) and field not in skipped]
    usual = {"op": "at_least", "per_year": False}
    return all(str(criterion.get(field, usual.get(field))) == str(getattr(by_hand, field)) for field in fields)


def _kind(one: DraftMeasure) -> str | None:
    return one.criterion["kind"] if one.criterion else None


def _place(clause: DraftClause, one: DraftMeasure) -> tuple[int, int]:
    return len(flatten(clause.body[: one.start])), len(flatten(clause.body[: one.end]))


def _find(text: str, phrase: str) -> int:
    at = text.find(phrase)
    return at + len(phrase) // 2 if at >= 0 else -1


def print_table(rows: dict[str, Counts]) -> None:
    total: Counts = Counter()
    for counts in rows.values():
        total.update(counts)
    for name, cells in _list_lines({**rows, "all": total}):
        print(f"{name:32}" + "".join(f"{cell:>14}" for cell in cells))


def _list_lines(rows: dict[str, Counts]) -> Iterator[tuple[str, list[str]]]:
    yield "", [id[:13] for id in rows]
    names = sorted({name.removesuffix(" of") for counts in rows.values() for name in counts if name.endswith(" of")})
    for name in names:
        yield name, [_share(counts[name], counts[f"{name} of"]) for counts in rows.values()]
    for name in (
        "figures invented",
        "figures in another form",
        "figures asked twice by hand",
        "figures that no text prints",
    ):
        yield name, [str(counts[name]) for counts in rows.values()]
    for name in ("measures by hand", "measures drafted", "usable", "edit", "write", "vague", "decisions"):
        yield name, [str(counts[name]) for counts in rows.values()]
    yield (
        "measures F1",
        [
            f"{2 * counts['measures met'] / (counts['measures by hand'] + counts['measures drafted'] or 1):.3f}"
            for counts in rows.values()
        ],
    )
    yield "seconds", [f"{counts['seconds'] / 100:.2f}" for counts in rows.values()]


def _share(right: int, of: int) -> str:
    return f"{right}/{of} {right / of:.2f}" if of else "–"


if __name__ == "__main__":
    main(sys.argv[1:])
