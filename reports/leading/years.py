"""Years beside each other, duty by duty of the library: what other notices ask by it is compared with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.questionnaire import Question
from reports.leading.duty_lines import DutyMean


@dataclass(frozen=True, slots=True)
class YearsOfDuty:
    """A duty with its mean of each year, None where it was not asked or nothing is verified."""

    id: str
    question: Question
    domain: str
    means: Mapping[int, DutyMean | None]

    @property
    def latest(self) -> Fraction | None:
        one = next(iter(self.means.values()), None)
        return one.mean if one else None

    @property
    def change(self) -> Fraction | None:
        """By how much the mean credit is above that of the year before in which it was asked."""
        found = [one for one in self.means.values() if one]
        if self.latest is None or len(found) < 2 or found[1].mean is None:
            return None
        return self.latest - found[1].mean


def line_up_years(means: Mapping[int, Mapping[str, DutyMean]]) -> list[YearsOfDuty]:
    """Every duty of the newest year; the years in their order, those in which nothing is verified left out."""
    filled = {year: found for year, found in means.items() if found}
    newest = next(iter(filled.values()), {})
    return [
        YearsOfDuty(one.id, one.question, one.domain, {year: found.get(one.id) for year, found in filled.items()})
        for one in newest.values()
    ]


def sort_years(lines: Sequence[YearsOfDuty], order: str) -> list[YearsOfDuty]:
    """By the newest mean or the change, the lowest first, with `-` in front the highest; else as they are asked."""
    measure = {"mean": lambda one: one.latest, "change": lambda one: one.change}.get(order.removeprefix("-"))
    if measure is None:
        return list(lines)
    there = [one for one in lines if measure(one) is not None]
    return sorted(there, key=measure, reverse=order.startswith("-")) + [one for one in lines if measure(one) is None]
