"""What people typed beside the answers, cut to what eight pages of a report hold; its whole is in the annex with all
answers, and in the data that is attached."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.gap.comparisons import ReviewRow
from reports.gap.rows import GapRow

ROOM, LEAST_ROOM = 17_000, 1_000  # characters, as measured: eight pages without a gap, and with the most that are asked
OF_A_GAP, OF_A_REVIEW = 200, 240  # what a gap and a changed answer take of it by themselves


@dataclass(frozen=True)
class ShortenedRows:
    """The rows with remarks and reasons of `longest` characters at most; None where all are whole."""

    gaps: list[GapRow]
    reviews: list[ReviewRow]
    longest: int | None


def shorten_typed(gaps: list[GapRow], reviews: list[ReviewRow]) -> ShortenedRows:
    """The rows as the body of a report has them."""
    room = max(LEAST_ROOM, ROOM - OF_A_GAP * len(gaps) - OF_A_REVIEW * len(reviews))
    longest = find_longest([len(one.remark) for one in gaps] + [len(one.reason) for one in reviews], room)
    if longest is None:
        return ShortenedRows(gaps, reviews, None)
    return ShortenedRows(
        [replace(one, remark=cut(one.remark, longest)) for one in gaps],
        [replace(one, reason=cut(one.reason, longest)) for one in reviews],
        longest,
    )


def find_longest(lengths: Sequence[int], room: int) -> int | None:
    """The most characters that each may have so that all together have room; None where they have it as they are."""
    left = room
    ordered = sorted(lengths)
    for place, length in enumerate(ordered):
        share = left // (len(ordered) - place)
        if length > share:
            return share
        left -= length
    return None


def cut(words: str, longest: int) -> str:
    """Words of at most so many characters, the mark of what is left out among them."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
