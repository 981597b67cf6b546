"""Sums, order and quartiles of many fractions are those that fractions give one by one."""

from fractions import Fraction
from statistics import quantiles

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.gap.exact_sums import Ratio, add_up, find_quartiles, sort_ratios

many = st.lists(st.fractions(0, 100, max_denominator=10**9) | st.sampled_from([Fraction(0), Fraction(1)]), min_size=1)
every = settings(derandomize=True, database=None)


def make_ratios(*numbers: Fraction | int) -> list[Ratio]:
    return [one.as_integer_ratio() for one in numbers]


def test_the_figures_of_four_numbers() -> None:
    found = sort_ratios(make_ratios(40, 10, 30, 20))
    assert found == make_ratios(10, 20, 30, 40)
    assert (add_up(found), *find_quartiles(found)) == tuple(Fraction(one, 2) for one in (200, 35, 50, 65))


def test_of_one_number_everything_is_that_number() -> None:
    one = [(2, 3)]
    assert (add_up(one), *find_quartiles(one)) == (Fraction(2, 3),) * 4


def test_numbers_that_nearly_agree_keep_their_order() -> None:
    least, most = Fraction(10**9 - 1, 10**9), Fraction(10**9, 10**9 + 1)
    assert sort_ratios(make_ratios(most, least, 1, most)) == make_ratios(least, most, most, 1)


def test_of_no_number_the_order_is_empty_and_the_sum_nothing() -> None:
    assert (sort_ratios([]), add_up([])) == ([], Fraction(0))


@every
@given(many)
def test_sum_and_order_are_exact(numbers: list[Fraction]) -> None:
    assert add_up(make_ratios(*numbers)) == sum(numbers, Fraction(0))
    assert sort_ratios(make_ratios(*numbers)) == make_ratios(*sorted(numbers))


@every
@given(many.filter(lambda numbers: len(numbers) > 1))
def test_quartiles_are_those_of_the_inclusive_method(numbers: list[Fraction]) -> None:
    assert list(find_quartiles(make_ratios(*sorted(numbers)))) == quantiles(numbers, n=4, method="inclusive")
