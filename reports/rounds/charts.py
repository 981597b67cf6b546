"""The charts of a round: how many in each class, the domains, bureaus by domains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from questionnaires.wording import round_half_up
from reports.gap.groups import FEWEST_LIKE
from reports.gap.rows import write_points
from reports.printing.svg_charts import (
    Bar,
    Spread,
    describe_bars,
    draw_domain_bars,
    draw_heat_map,
    embed_svg,
    find_shade,
    shade_scores,
)
from reports.rounds.content import ComparableGroup, Figures, Member
from reports.rounds.parts import RoundParts
from reports.rounds.rows import shorten, write_share
from reports.rounds.tile_names import name_place, name_tiles

TOO_FEW = f"不足{FEWEST_LIKE}个"
STEP = 5.5  # of a row beside bars, in mm; the stylesheets say the same
ROWS_AT_ONCE = 34  # of a heat map on one page
PASS_GRADE = "basic"
MOST_WIDE = 17  # columns whose heads fit in two characters a line
LONGEST_PLACE, LONGEST_NAME = 5, 8  # what fits beside the fields at a size that is read
DOMAIN_WIDTH = 60.0  # of the picture beside five figures; the stylesheets say the same


@dataclass(frozen=True, slots=True)
class BarRow:
    """The words beside one bar."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture of bars: its address, what it shows in words, and the rows of the table around it."""

    address: str
    words: str
    heads: tuple[str, ...]
    rows: Sequence[BarRow]


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A bureau: its place where that is a new one, its score, and the figure on each field with whether it is dark."""

    place: str
    name: str
    score: str
    cells: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Fields for some bureaus, as many as one page has room for."""

    address: str
    words: str
    rows: Sequence[HeatRow]


def chart_counts(title: str, counts: Sequence[tuple[str, int]]) -> BarChart:
    """How many bureaus in each class; a bar is their share of all."""
    whole = sum(count for _, count in counts)
    shares = [round_half_up(Fraction(100 * count, whole)) if whole else Decimal(0) for _, count in counts]
    bars = [Bar(label, share) for (label, _), share in zip(counts, shares, strict=True)]
    drawn = draw_domain_bars(bars, [], Decimal(0), title, STEP)
    words = "；".join(f"{label}{count}个单位" for label, count in counts)
    rows = [BarRow(label, (str(count), write_share(count, whole))) for label, count in counts]
    return BarChart(embed_svg(drawn.svg), f"{title}：{words}", ("单位数", "占比"), rows)


def chart_domains(group: ComparableGroup) -> BarChart:
    """The mean of each domain in which enough bureaus have a score; the box is the middle half of these."""
    bands = group.questionnaire.bands
    found = [
        (section.title, group.domains.get(section.id), group.domain_counts[section.id])
        for section in group.questionnaire.domains
    ]
    bars = [
        Bar(
            title,
            round_half_up(one.mean) if one else None,
            TOO_FEW if count else "无得分",
            _spread(one) if one else None,
        )
        for title, one, count in found
    ]
    weak_below = next(band.from_ for band in bands if band.grade == PASS_GRADE)
    drawn = draw_domain_bars(
        bars, [band.from_ for band in bands if band.from_], weak_below, "各领域平均分图", STEP, DOMAIN_WIDTH
    )
    rows = [BarRow(title, _write_figures(one, count)) for title, one, count in found]
    heads = ("平均", "中位", "最低", "最高", "个数")
    return BarChart(embed_svg(drawn.svg), f"各领域平均分图：{describe_bars(bars)}", heads, rows)


def _spread(figures: Figures) -> Spread:
    return Spread(*(round_half_up(one) for one in (figures.first, figures.median, figures.third)))


def _write_figures(figures: Figures | None, count: int) -> tuple[str, ...]:
    points = (figures.mean, figures.median, figures.low, figures.high) if figures else (None,) * 4
    return (*map(write_points, points), str(count))


def chart_bureaus(group: ComparableGroup, scored: Sequence[Member], parts: RoundParts) -> list[HeatMap]:
    """Bureaus down, domains across, in portions of a page; scores in whole points, never rounded up into a grade."""
    portions = [scored[start : start + ROWS_AT_ONCE] for start in range(0, len(scored), ROWS_AT_ONCE)]
    which = ("heat", group.questionnaire.document, group.questionnaire.level, len(scored))
    return [
        parts.recall((*which, number), own, partial(_draw_bureaus, group, own)) for number, own in enumerate(portions)
    ]


def _draw_bureaus(group: ComparableGroup, members: Sequence[Member]) -> HeatMap:
    shades = shade_scores([band.from_ for band in group.questionnaire.bands])
    fields, rows, place = [], [], ""
    for member in members:
        scores = _list_scores(group, member.domains)
        fields.append(scores)
        cells = [_write_field(one, one is not None and shades[find_shade(shades, one)].is_dark) for one in scores]
        rows.append(
            HeatRow(
                clip(name_place(member.place[1]), LONGEST_PLACE) if member.place[1] != place else "",
                _name_bureau(member),
                write_points(member.score),
                cells,
            )
        )
        place = member.place[1]
    words = "各单位各领域得分图，数字见表内各格"
    return HeatMap(embed_svg(draw_heat_map(fields, shades, words)), words, rows)


def _name_bureau(member: Member) -> str:
    """Its whole name where there is room; otherwise that of its tile."""
    name = shorten(member.name)
    return name if len(name) <= LONGEST_NAME else name_tiles([name])[0]


def clip(name: str, longest: int) -> str:
    """A name as far as there is room; the ranking and the tables have it whole."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _list_scores(group: ComparableGroup, domains: Mapping[str, Fraction]) -> list[Decimal | None]:
    found = (domains.get(section.id) for section in group.questionnaire.domains)
    return [None if one is None else round_half_up(one) for one in found]


def _write_field(score: Decimal | None, is_dark: bool) -> tuple[str, bool]:
    """Whole points, cut off: 89.99 stands in the field of 89, whose shade it has."""
    return ("·" if score is None else str(int(score)), is_dark)
