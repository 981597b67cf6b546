"""Account for every part of a notice's text: which phrase of its catalogue names it.

A part is what stands between two commas or the ends of a sentence. It is named by a measure whose `phrase` touches it,
or by a `carried` phrase that does, and by nothing else: a measure does not cover the rest of its sentence, so that
what a sentence asks beside it, or to what end, is told as carried or is seen to be missing. A phrase counts where it
stands first. The heading of a clause, and a bracket after its last sentence, with those responsible, ask nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionnaires.catalogue import Clause, PolicyDocument
from questionnaires.documents import ClauseText, flatten

PART = re.compile(r"[^。！？；;!?，,]+[。！？；;!?，,]*")
RESPONSIBLE = re.compile(r"(?<=[。；;])[（(〔\[【][^。]*[）)〕\]】]。?$")


@dataclass(frozen=True)
class TextPart:
    """A part of a clause's text, and the phrases that name it."""

    clause: str
    words: str
    named_by: tuple[str, ...]


def list_parts(document: PolicyDocument, clauses: Iterable[ClauseText]) -> Iterator[TextPart]:
    """The parts of every clause that has measures, in order."""
    texts = {clause.path: clause.text for clause in clauses}
    for clause in document.clauses:
        if clause.measures and clause.path in texts:
            text = "".join(texts[clause.path].split()).removesuffix(document.issuer)  # the signature
            yield from _list_parts(clause, text)


def _list_parts(clause: Clause, text: str) -> Iterator[TextPart]:
    begin = (_find(text, clause.heading) or (0, 0))[1]
    body = RESPONSIBLE.sub("", text[begin:].lstrip("。：:"))
    phrases = [*(one.phrase for one in clause.measures), *(one.phrase for one in clause.carried)]
    found = [(phrase, place) for phrase in phrases if (place := _find(body, phrase))]
    for part in PART.finditer(body):
        named_by = tuple(phrase for phrase, (start, end) in found if start < part.end() and end > part.start())
        yield TextPart(clause.path, part[0].strip("。；;，,"), named_by)


def _find(text: str, phrase: str) -> tuple[int, int] | None:
    """Where a phrase first begins and ends in a text without white space, whatever the width of its letters."""
    letters = [(flat, place) for place, letter in enumerate(text) for flat in flatten(letter)]
    flat = flatten(phrase)
    start = "".join(one for one, _ in letters).find(flat)
    return (letters[start][1], letters[start + len(flat) - 1][1] + 1) if start >= 0 else None
