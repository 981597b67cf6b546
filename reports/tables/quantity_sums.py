"""Quantities of many bureaus added up, as scoring.md says: pure, exact, what is not kept never taken as 0."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.criteria import NotKept, Quantity
from questionnaires.questionnaire import Question, Questionnaire
from reports.gap.exact_sums import add_up, find_quartiles, sort_ratios


@dataclass(frozen=True, slots=True)
class QuantitySum:
    """One quantity over several bureaus; `total` and `median` are None where nobody gave it, `last` without a round
    before in which somebody did."""

    question: Question
    given: int
    not_kept: int
    total: Fraction | None
    median: Fraction | None
    last: Fraction | None = None
    last_given: int = 0

    @property
    def unit(self) -> str:
        criterion = self.question.criterion
        assert isinstance(criterion, Quantity)  # sum_quantities
        return criterion.unit


Given = Mapping[str, Fraction | NotKept]


def sum_quantities(
    questionnaire: Questionnaire, given: Iterable[Given], before: Iterable[Given] = ()
) -> list[QuantitySum]:
    """A line for each quantity of a questionnaire, in its order; `before` is what was given in the round before."""
    now, then = list(given), list(before)
    lines = []
    for question in questionnaire.questions:
        if not question.is_quantity:
            continue
        values = [one[question.id] for one in now if question.id in one]
        ratios = sort_ratios(one.as_integer_ratio() for one in values if isinstance(one, Fraction))
        last = [one.as_integer_ratio() for line in then if isinstance(one := line.get(question.id), Fraction)]
        lines.append(
            QuantitySum(
                question=question,
                given=len(ratios),
                not_kept=len(values) - len(ratios),
                total=add_up(ratios) if ratios else None,
                median=find_quartiles(ratios)[1] if ratios else None,
                last=add_up(last) if last else None,
                last_given=len(last),
            )
        )
    return lines
