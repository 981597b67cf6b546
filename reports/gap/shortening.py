"""What people typed beside the answers, cut to what eight pages of a report hold; its whole is in the annex with all
answers, and in the data that is attached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reports.gap.content import GapReport
from reports.gap.rows import Clean

ROOM, LEAST_ROOM = 17_000, 400  # characters, as measured: eight pages without a gap, and with the most that are asked
FEWEST, LEFT_OUT = 12, "（略）"
OF_AN_ANSWER = 160  # what an answer may have of it in any case: it is cut where reasons of what was set apart are long


@dataclass
class Shortener:
    """Makes typed words printable, `longest` characters of a remark or a reason at most, and counts what it gets."""

    clean: Clean
    reasons: frozenset[str]
    longest: int | None = None
    lengths: list[int] = field(default_factory=list)

    def __call__(self, words: str) -> str:
        shown = self.clean(words)
        least = 0 if words in self.reasons else OF_AN_ANSWER
        if len(shown) > least:
            self.lengths.append(len(shown))
        return shown if self.longest is None else cut(shown, max(self.longest, least))


def find_reasons(report: GapReport) -> frozenset[str]:
    """All remarks and reasons that somebody typed."""
    return frozenset(_list_reasons(report)) - {""}


def _list_reasons(report: GapReport) -> Iterator[str]:
    yield from report.reasons.values()
    for card in (report.scorecard, report.counted):
        for answer in (one.answer for one in card.results if one.answer):
            yield answer.remark
            yield answer.not_applicable or ""
        if card.total:
            entries = card.total.entries
            yield from (one.reason for one in entries.claimed.values())
            yield from (one.reason for one in (*entries.deductions, *entries.vetoes))


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
    """Words of at most so many characters, the mark of what is left out among them; a beginning of very few says
    nothing."""
    if len(words) <= max(longest, len(LEFT_OUT)):
        return words
    return words[: longest - 1].rstrip() + "…" if longest >= FEWEST else LEFT_OUT
