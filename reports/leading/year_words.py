"""The ranking of a year as cells, and what its columns are called and mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from questionnaires.wording import round_half_up
from reports.leading.words import say_state
from reports.leading.year_lines import YearRanking, YearStanding
from survey.sheets.cells import Cell
from survey.web.words import LEVELS, name_label


@dataclass(frozen=True)
class YearColumn:
    """A column: its header, what it means, and what its cells hold, as the looks of a workbook take it."""

    header: Any
    meaning: Any
    unit: str


POINTS, COUNT, WORDS = "分", "整数", "文字"
CODE = 3  # the place of the code among the columns: for people it goes last
YEAR_COLUMNS = (
    YearColumn(
        _l("Rank by common duties"),
        _l("By the score over the common duties, among all lines of the year and level; same score, same rank"),
        COUNT,
    ),
    YearColumn(_l("Rank by total"), _l("By the total, each under its own notice; same total, same rank"), COUNT),
    YearColumn(_l("Bureau"), _l("Name of the bureau"), WORDS),
    YearColumn(_l("Code"), _l("Division code, to be used as words"), WORDS),
    YearColumn(_l("Place above"), _l("The city, or the province where it stands directly under it"), WORDS),
    YearColumn(_l("Round"), _l("Who is asked in two rounds of the year has a line for each"), WORDS),
    YearColumn(_l("Notice"), _l("The policy document by which it is asked"), WORDS),
    YearColumn(_l("State"), _l("Without a verified score there is no rank and no figure"), WORDS),
    YearColumn(
        _l("Score over common duties"), _l("Verified; by the shares that the common duties have in all notices"), POINTS
    ),
    YearColumn(_l("Common duties counted"), _l("The common duties that apply to the bureau"), COUNT),
    YearColumn(_l("Total"), _l("Verified score, with bonus and deductions where a scheme has any"), POINTS),
    YearColumn(_l("Duties counted"), _l("All scored duties of its notice that apply to the bureau"), COUNT),
    YearColumn(_l("Grade"), _l("Verified grade under its own notice"), WORDS),
    YearColumn(_l("Critical items unmet"), _l("Critical items with nothing"), COUNT),
    YearColumn(_l("Change since last year"), _l("Verified score less the verified one of the round before"), POINTS),
)


def list_headers() -> list[str]:
    return [str(one.header) for one in YEAR_COLUMNS]


def say_year_line(one: YearStanding) -> list[Cell]:
    """A line as cells, with the figures as the page shows them."""
    ranked, member = one.line.ranked, one.member
    is_counted = ranked is not None
    return [
        *(one.common_rank, one.rank, member.name, member.code, member.place[1], one.round, one.asked.source.name),
        *(say_state(one.line), _round(one.common), one.common_duties if is_counted else None),
        *(_round(one.points), one.duties if is_counted else None, name_label(one.line.grade)),
        *(len(ranked.unmet) if ranked else None, _round(ranked.change if ranked else None)),
    ]


def _round(points: Fraction | None) -> Decimal | None:
    return None if points is None else round_half_up(points)


def explain_year(ranking: YearRanking, year: int, rows: int, demo: bool) -> Iterator[tuple[str, str]]:
    """The lines of the first sheet: a label, empty where the one above goes on, and words."""
    if demo:
        yield _("Made up"), _("For demonstration only; nothing here is about a real bureau.")
    yield _("Assessment year"), str(year)
    yield _("Level"), str(LEVELS[ranking.level])
    for place, (_slug, title) in enumerate(ranking.rounds):
        yield "" if place else _("Rounds"), title
    yield _("Lines"), _("%(rows)s, of which all rounds have %(all)s", rows=rows, all=len(ranking.lines))
    for place, words in enumerate(explain_ranks(ranking)):
        yield "" if place else _("How it is read"), words
    for place, column in enumerate(YEAR_COLUMNS):
        yield "" if place else _("Columns"), f"{column.header}{_(': ')}{column.meaning}"
    for place, duty in enumerate(ranking.basis.titles.values()):
        yield "" if place else _("Duties in common"), duty


def explain_ranks(ranking: YearRanking) -> Sequence[str]:
    """What the two orders compare, and what they do not."""
    common = _("The score over common duties stands on %(num)s duties and compares all lines.", num=ranking.basis.count)
    nothing = _("The notices of this level have no duty of the library in common: only the totals can be put in order.")
    found = [common if ranking.basis.count else nothing]
    if len(ranking.asked) > 1:
        found.append(_("Totals are under notices of their own, with other questions: their ranks are no comparison."))
    if ranking.several:
        found.append(
            _("%(num)s bureaus are asked in several rounds: each round has its own line.", num=ranking.several)
        )
    return found
