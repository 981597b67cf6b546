"""Quantities of many bureaus added up, as scoring.md says: pure, exact, what is not given or not kept never taken as 0.

A sum is given of any number of bureaus. What compares them (median, per 10,000 inhabitants, change) is given of five at
least: of fewer it says no more than the bureaus themselves do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from questionnaires.catalogue import Level
from questionnaires.criteria import NotKept, Quantity
from questionnaires.questionnaire import Question
from reports.gap.exact_sums import add_up, find_quartiles, sort_ratios
from reports.gap.groups import is_enough

INHABITANTS = "inhabitants"  # the library's quantity, in 万人
Given = Mapping[str, Fraction | NotKept]
Place = tuple[str, str]  # its code and its name


@dataclass(frozen=True, slots=True)
class Giver:
    """A bureau that has to hand in: its province and its city, the quantities it is asked, what it gave or keeps not,
    and what it gave in the round before; nothing where it is not in, or was not."""

    province: Place
    city: Place
    level: Level
    level_name: str
    asked: Sequence[Question]
    given: Given
    last: Given


@dataclass(frozen=True, slots=True)
class Paired:
    """Two sums over the `count` bureaus of which both figures are known."""

    first: Fraction
    second: Fraction
    count: int

    @property
    def is_compared(self) -> bool:
        return is_enough(self.count) and self.second > 0


NONE = Paired(Fraction(), Fraction(), 0)


@dataclass(frozen=True, slots=True)
class QuantitySum:
    """One quantity over the bureaus that are `asked` it; `total` and `median` are None where nobody, or too few, gave
    it. `beside_inhabitants` and `beside_last` are its sums beside those of the inhabitants and of the round before."""

    question: Question
    asked: int
    given: int
    not_kept: int
    total: Fraction | None
    median: Fraction | None
    beside_inhabitants: Paired
    beside_last: Paired

    @property
    def unit(self) -> str:
        criterion = self.question.criterion
        assert isinstance(criterion, Quantity)  # sum_quantities
        return criterion.unit

    @property
    def per_10k(self) -> Fraction | None:
        """Per 10,000 inhabitants, over the bureaus that gave both."""
        pair = self.beside_inhabitants
        return pair.first / pair.second if pair.is_compared else None

    @property
    def change(self) -> Fraction | None:
        """In per cent against the round before, over the bureaus that gave it in both."""
        pair = self.beside_last
        return (pair.first - pair.second) / pair.second * 100 if pair.is_compared else None


@dataclass(frozen=True)
class QuantityGroup:
    """The bureaus of one level of a province: all of them, and city by city."""

    province: Place
    level: Level
    level_name: str
    sums: Sequence[QuantitySum]
    cities: Sequence[tuple[Place, Sequence[QuantitySum]]]


def group_givers(givers: Iterable[Giver]) -> list[QuantityGroup]:
    """Every level of every province, the higher first; bureaus of several notices of one province are added up, as one
    quantity means the same in all of them."""
    groups: dict[tuple[Place, Level], list[Giver]] = {}
    for one in givers:
        groups.setdefault((one.province, one.level), []).append(one)
    order = {level: number for number, level in enumerate(Level)}
    return [_sum_group(groups[key]) for key in sorted(groups, key=lambda key: (key[0], order[key[1]]))]


def leave_out_few(group: QuantityGroup) -> QuantityGroup:
    """The same for somebody who may read no bureau's own work: sums over five bureaus at least, and nothing over some
    of them (a city's, those that gave it in both rounds), from which what is left could be told."""
    enough = [one for one in group.sums if is_enough(one.given)]
    return replace(group, sums=[replace(one, beside_inhabitants=NONE, beside_last=NONE) for one in enough], cities=())


def _sum_group(givers: Sequence[Giver]) -> QuantityGroup:
    first, cities = givers[0], dict[Place, list[Giver]]()
    for one in givers:
        cities.setdefault(one.city, []).append(one)
    return QuantityGroup(
        first.province,
        first.level,
        first.level_name,
        sum_quantities(givers),
        [(city, sum_quantities(own)) for city, own in sorted(cities.items())],
    )


def sum_quantities(givers: Sequence[Giver]) -> list[QuantitySum]:
    """A line for each quantity that some bureau is asked, in the order of the longest questionnaire."""
    longest_first = sorted(givers, key=lambda one: -len(one.asked))
    questions = {question.id: question for one in longest_first for question in one.asked}
    return [_sum_quantity(question, givers) for question in questions.values()]


def _sum_quantity(question: Question, givers: Sequence[Giver]) -> QuantitySum:
    id, asked = question.id, [one for one in givers if any(other.id == question.id for other in one.asked)]
    values = [one.given[id] for one in asked if id in one.given]
    ratios = sort_ratios(one.as_integer_ratio() for one in values if isinstance(one, Fraction))
    people = [] if id == INHABITANTS else [(one.given.get(id), one.given.get(INHABITANTS)) for one in asked]
    return QuantitySum(
        question=question,
        asked=len(asked),
        given=len(ratios),
        not_kept=len(values) - len(ratios),
        total=add_up(ratios) if ratios else None,
        median=find_quartiles(ratios)[1] if is_enough(len(ratios)) else None,
        beside_inhabitants=_pair(people),
        beside_last=_pair((one.given.get(id), one.last.get(id)) for one in asked),
    )


def _pair(figures: Iterable[tuple[Fraction | NotKept | None, Fraction | NotKept | None]]) -> Paired:
    """Two sums over those of which both are numbers."""
    both = [
        (first.as_integer_ratio(), second.as_integer_ratio())
        for first, second in figures
        if isinstance(first, Fraction) and isinstance(second, Fraction)
    ]
    return Paired(add_up(first for first, _ in both), add_up(second for _, second in both), len(both))
