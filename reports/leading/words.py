"""What the pages for leaders are called in words, and a line of their table as cells."""

from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.wording import round_half_up
from reports.leading.lines import (
    BELOW,
    CRITICAL,
    EXCUSED,
    LATE,
    MISSING,
    REVIEWING,
    UNSUBMITTED,
    VERIFIED,
    BureauLine,
)
from reports.rounds.ranking import FEW, NONE_VERIFIED, NOT_COMMON, NOT_HALF
from survey.sheets.cells import Cell
from survey.web.words import ACCEPTANCE_MARKS, name_label

NAMES = {
    VERIFIED: _l("score verified"),
    REVIEWING: _l("under review"),
    MISSING: _l("not handed in"),
    EXCUSED: _l("excused"),
    LATE: _l("past the last day"),
    UNSUBMITTED: _l("closed without"),
    CRITICAL: _l("with critical items unmet"),
    BELOW: _l("of the lowest grade"),
}
WHY_NOT = {
    NOT_HALF: _l("not ranked: fewer than half are verified"),
    NONE_VERIFIED: _l("not ranked: none is verified"),
    FEW: _l("not ranked: fewer than five are verified"),
    NOT_COMMON: _l("not ranked: nothing in common"),
}
HEADERS = (
    *(_l("Code"), _l("Bureau"), _l("Place above"), _l("State"), _l("Rank"), _l("Verified score"), _l("Grade")),
    *(_l("Critical items unmet"), _l("Change since last year"), _l("Rank by common duties")),
    *(_l("Score over common duties"), _l("Self-assessed score")),
)


def say_line(line: BureauLine) -> list[Cell]:
    """A bureau as cells, with the figures as the page shows them."""
    ranked, member = line.ranked, line.member
    return [
        *(member.code, member.name, member.place[1], say_state(line)),
        *(ranked.rank if ranked else None, _round(line.verified), name_label(line.grade)),
        *(len(ranked.unmet) if ranked else None, _round(ranked.change if ranked else None)),
        *(ranked.common_rank if ranked else None, _round(ranked.common if ranked else None)),
        _round(line.own),
    ]


def say_state(line: BureauLine) -> str:
    """Where a bureau stands: closed without, or late, and what is to be said of its acceptance."""
    member = line.member
    words = str(NAMES[UNSUBMITTED if member.is_unsubmitted else line.stands])
    for more in (NAMES[LATE] if member.is_late else "", ACCEPTANCE_MARKS[member.mark] if member.mark else ""):
        words = str(_("%(first)s, %(second)s", first=words, second=more)) if more else words
    return words


def _round(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(points)
