"""What stands behind page one of a report: gaps, answers that reviewers changed, claims, and what is no gap, all of it
in the room of eight pages."""

from collections.abc import Set
from dataclasses import dataclass, replace

from reports.gap.beside_rows import BonusRow, EnteredRow, list_bonus, list_entered
from reports.gap.comparisons import ReviewRow, list_reviews
from reports.gap.content import GapReport
from reports.gap.lists import ListRow, list_others
from reports.gap.rows import Clean, GapRow, list_gaps
from reports.gap.shortening import LEAST_ROOM, LEFT_OUT, ROOM, Shortener, cut, find_longest, find_reasons

LONG = 40  # gaps, an answer that reviewers changed counting as two; a report of more is set closer
OF_A_GAP, OF_A_CHANGE, OF_A_REVIEW, OF_A_CLAIM = 200, 60, 240, 120  # what each takes of the room by itself
OF_AN_OWN = 16  # characters of the bureau's answer beside that of the reviewers, in a report that is long


@dataclass(frozen=True)
class ReportBody:
    """The rows; `differing` answers were changed, of which `reviews` are those that no gap tells of. `is_cut`: remarks
    and reasons are not whole."""

    gaps: list[GapRow]
    reviews: list[ReviewRow]
    bonus: list[BonusRow]
    entered: list[EnteredRow]
    others: list[ListRow]
    differing: int
    is_long: bool
    is_cut: bool = False


def list_body(report: GapReport, clean: Clean, path: Set[str]) -> ReportBody:
    """All rows, their typed words as long as there is room; `path` has the questions on the shortest path."""
    counting = Shortener(clean, find_reasons(report))
    whole = _list_rows(report, counting, path)
    taken = OF_A_GAP * len(whole.gaps) + OF_A_REVIEW * len(whole.reviews)
    taken += OF_A_CHANGE * sum(bool(one.own) for one in whole.gaps)
    taken += OF_A_CLAIM * (len(whole.bonus) + len(whole.entered))
    longest = find_longest(counting.lengths, max(LEAST_ROOM, ROOM - taken))
    if longest is None:
        return whole
    return replace(_list_rows(report, replace(counting, longest=longest, lengths=[]), path), is_cut=True)


def _list_rows(report: GapReport, clean: Clean, path: Set[str]) -> ReportBody:
    gaps = list_gaps(report.questionnaire, report.counted, report.scorecard, clean, path)
    reviews = list_reviews(report, clean)
    is_long = len(gaps) + 2 * len(reviews) > LONG
    told = {one.id for one in gaps} if is_long else set()
    reasons = {one.id: one.reason for one in reviews if one.id in told}
    return ReportBody(
        gaps=[_tell_change(one, reasons.get(one.id, "")) for one in gaps] if is_long else gaps,
        reviews=[one for one in reviews if one.id not in told],
        bonus=list_bonus(report, clean),
        entered=list_entered(report, clean),
        others=list_others(report, clean),
        differing=len(reviews),
        is_long=is_long,
        is_cut=is_long and any(len(one.own) > OF_AN_OWN for one in gaps),
    )


def _tell_change(gap: GapRow, reason: str) -> GapRow:
    """A gap with why reviewers changed its answer, and with as much of the bureau's as names it; of words that are left
    out there is no mark in a report that has so many."""
    reason, remark = ("" if one == LEFT_OUT else one for one in (reason, gap.remark))
    return replace(gap, own=cut(gap.own, OF_AN_OWN), reason=reason, remark=remark)
