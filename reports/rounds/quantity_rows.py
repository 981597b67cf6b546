"""The quantities of a round as rows of plain words, for its report and for the page of quantities."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.wording import write_figure
from reports.rounds.rows import shorten
from reports.tables.quantity_sums import Place, QuantityGroup, QuantitySum
from reports.tables.quantity_table import write_rounded

CITIES_AT_ONCE = 8  # columns that fit beside the titles on a page
NONE = "—"


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """One quantity added up, under the name of the quantity or of a place; dashes where there is no figure."""

    id: str
    title: str
    unit: str
    total: str
    reported: str
    not_kept: str
    median: str
    per_10k: str
    change: str


@dataclass(frozen=True, slots=True)
class ReportedCount:
    """How many figures are asked of all bureaus together, given, said not to be kept, and neither."""

    asked: int
    given: int
    not_kept: int
    left: int

    @property
    def is_all(self) -> bool:
        return self.given == self.asked


@dataclass(frozen=True, slots=True)
class CityTable:
    """The sums of some cities side by side: their names, and for each quantity its title, unit and sums."""

    names: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class QuantityPart:
    """What is said of one level of a province."""

    title: str
    words: str
    rows: Sequence[QuantityRow]
    cities: Sequence[CityTable]


def describe_quantities(groups: Sequence[QuantityGroup]) -> list[QuantityPart]:
    """A part for each level of each province where some bureau gave a figure or keeps none, and there are several: the
    figures of a single one are no sums, and stand in its own report."""
    several = len({group.province for group in groups}) > 1
    return [
        _describe_group(group, f"{shorten(group.province[1])}　" if several else "")
        for group in groups
        if list_given(group.sums) and max(one.asked for one in group.sums) > 1
    ]


def _describe_group(group: QuantityGroup, place: str) -> QuantityPart:
    rows = [write_row(one, one.question.title) for one in list_given(group.sums)]
    return QuantityPart(f"{place}{group.level_name}", write_reported(count_reported(group)), rows, list_cities(group))


def list_given(sums: Sequence[QuantitySum]) -> list[QuantitySum]:
    """Those of which there is anything to say."""
    return [one for one in sums if one.given or one.not_kept]


def count_reported(group: QuantityGroup) -> ReportedCount:
    """How many figures are there of those that are asked, over all bureaus."""
    asked, given = (sum(getattr(one, name) for one in group.sums) for name in ("asked", "given"))
    not_kept = sum(one.not_kept for one in group.sums)
    return ReportedCount(asked, given, not_kept, asked - given - not_kept)


def write_reported(count: ReportedCount) -> str:
    words = f"应填报数据{count.asked}项次，已填{count.given}项次，"
    words += f"注明没有统计{count.not_kept}项次，尚未填报{count.left}项次。"
    return words if count.is_all else f"{words}合计只含已填的数，不是全部单位的数。"


def write_row(one: QuantitySum, title: str, over: str = "（{count}个）") -> QuantityRow:
    """One line; how many bureaus a ratio is over stands behind it where these are fewer than gave the figure."""
    return QuantityRow(
        id=one.question.id,
        title=title,
        unit=one.unit,
        total=_write(one.total),
        reported=f"{one.given}/{one.asked}",
        not_kept=str(one.not_kept),
        median=_write(one.median),
        per_10k=_mark(_write_ratio(one.per_10k), one.beside_inhabitants.count, one.given, over),
        change=_mark(write_change(one.change), one.beside_last.count, one.given, over),
    )


def _mark(words: str, count: int, given: int, over: str) -> str:
    return words if words == NONE or count == given else words + over.format(count=count)


def write_change(change: Fraction | None) -> str:
    """A change in per cent with its sign."""
    if change is None:
        return NONE
    rounded = write_rounded(change) or 0
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):.2f}%"


def _write_ratio(ratio: Fraction | None) -> str:
    """With two decimals, as they stand below each other."""
    return NONE if ratio is None else f"{write_rounded(ratio):.2f}"


def _write(figure: Fraction | None) -> str:
    return NONE if figure is None else write_figure(figure)


def list_cities(group: QuantityGroup) -> list[CityTable]:
    """The sums of a level city by city, some cities at a time; nothing where all is in one place."""
    if len(group.cities) < 2:
        return []
    given = list_given(group.sums)
    return [
        _describe_cities(given, group.cities[start : start + CITIES_AT_ONCE], group.province)
        for start in range(0, len(group.cities), CITIES_AT_ONCE)
    ]


def _describe_cities(
    given: Sequence[QuantitySum], cities: Sequence[tuple[Place, Sequence[QuantitySum]]], province: Place
) -> CityTable:
    sums = [{one.question.id: one for one in own} for _, own in cities]
    return CityTable(
        [name_city(city, province) for city, _ in cities],
        [(one.question.title, one.unit, [_write_city(found.get(one.question.id)) for found in sums]) for one in given],
    )


def _write_city(one: QuantitySum | None) -> str:
    """A city's sum; with how many gave it where that is not all."""
    if one is None or one.total is None:
        return NONE
    return _write(one.total) + ("" if one.given == one.asked else f"（{one.given}/{one.asked}）")


def name_city(city: Place, province: Place) -> str:
    """A city; what comes directly under a province is named as that."""
    return shorten(city[1]) if city != province else f"{shorten(city[1])}直管"
