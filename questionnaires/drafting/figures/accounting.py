"""Every digit belongs to one figure: what was read of a part of a number, or not at all, is left to a person."""

import re
from collections.abc import Sequence

from questionnaires.drafting.figures.around import NEEDS_PERSON
from questionnaires.drafting.figures.flat import FlatFigure

UNREAD = f"没有读懂的数字，{NEEDS_PERSON}"


def account_digits(text: str, found: Sequence[FlatFigure]) -> list[FlatFigure]:
    """The figures in order, none upon another; those that cut a number in two or share one become an unread one."""
    digits = [FlatFigure(*match.span(), None, UNREAD) for match in re.finditer(r"\d+", text)]
    kept, bare = list[FlatFigure](), {id(one) for one in digits}
    for one in sorted([*found, *digits], key=lambda one: (one.start, -one.end)):
        last = kept[-1] if kept else None
        if last is None or last.end <= one.start:
            kept.append(one)
        elif not (id(one) in bare and one.end <= last.end):
            kept[-1] = FlatFigure(last.start, max(last.end, one.end), None, UNREAD)
    return kept
