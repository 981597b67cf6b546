"""Quantities added up: who gave them, and what is compared only where there is enough of the same kind. By hand."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from questionnaires.catalogue import Level
from questionnaires.criteria import NotKept
from questionnaires.loading import load_library
from reports.rounds.quantity_rows import describe_quantities, write_change, write_row
from reports.tables.quantity_sums import INHABITANTS, Giver, QuantitySum, group_givers, leave_out_few, sum_quantities
from tests.reports.samples import make_question

COUNTED = {"kind": "quantity", "unit": "人", "measure": "stock"}
STAFF, PEOPLE = (
    make_question("staff", "人员", COUNTED),
    make_question(INHABITANTS, "常住人口", COUNTED | {"unit": "万人"}),
)
PROVINCE, EAST, WEST = ("140000", "省局"), ("140100", "东市市场监督管理局"), ("140200", "西市市场监督管理局")
NOTHING: Mapping[str, Fraction | NotKept] = {}


def give(staff: float | NotKept | None, people: float | None = 10, last: int | None = None) -> Giver:
    told = {"staff": staff, INHABITANTS: people}
    given = {id: one if isinstance(one, NotKept) else Fraction(one) for id, one in told.items() if one is not None}
    before = NOTHING if last is None else {"staff": Fraction(last)}
    return Giver(PROVINCE, EAST, Level.COUNTY, "县级", (PEOPLE, STAFF), given, before)


def sum_staff(*givers: Giver) -> QuantitySum:
    return next(one for one in sum_quantities(givers) if one.question.id == "staff")


def test_what_is_not_given_or_not_kept_is_counted_and_never_taken_as_0() -> None:
    one = sum_staff(give(3), give(4.5), give(NotKept("没有台账")), give(None))
    assert (one.total, one.given, one.not_kept, one.asked) == (Fraction(15, 2), 2, 1, 4)
    assert sum_staff(give(None)).total is None
    assert write_row(one, "人员").reported == "2/4"


def test_fewer_than_five_have_a_sum_and_no_statistics() -> None:
    four, five = [give(6, last=5)] * 4, [give(6, last=5)] * 5
    few, enough = sum_staff(*four), sum_staff(*five)
    assert (few.total, few.median, few.per_10k, few.change) == (Fraction(24), None, None, None)
    assert (enough.total, enough.median, enough.per_10k, enough.change) == (
        Fraction(30),
        Fraction(6),
        Fraction(3, 5),
        Fraction(20),
    )


def test_inhabitants_and_last_year_count_only_of_those_who_gave_both() -> None:
    one = sum_staff(*[give(6, last=4)] * 5, give(600, people=None), give(None, people=1000, last=100))
    assert (one.total, one.per_10k, one.change) == (Fraction(630), Fraction(6, 10), Fraction(50))
    row = write_row(one, "人员")
    assert (row.per_10k, row.change) == ("0.60（5个）", "+50.00%（5个）")


def test_a_figure_that_was_0_for_all_has_no_change_in_per_cent() -> None:
    assert sum_staff(*[give(6, last=0)] * 5).change is None


def test_levels_and_provinces_are_apart_and_notices_of_one_province_together() -> None:
    county, city = give(6), replace(give(90), level=Level.CITY, level_name="市级")
    other_notice = replace(county, asked=(PEOPLE, STAFF.model_copy(update={"document": "other"})), city=WEST)
    above, below = group_givers([county, other_notice, city])
    assert [one.total for one in above.sums] == [10, 90]
    assert [one.total for one in below.sums] == [20, 12]
    (part,) = describe_quantities([below])
    assert part.cities[0].names == ["东市", "西市"]
    assert part.cities[0].rows[1] == ("人员", "人", ["6", "6"])


def test_who_may_read_no_bureau_sees_sums_over_five_at_least_and_no_city() -> None:
    (group,) = group_givers([*[give(6)] * 4, give(None), replace(give(None), city=WEST)])
    shown = leave_out_few(group)
    assert [one.question.id for one in shown.sums] == [INHABITANTS] and not shown.cities
    (more,) = group_givers([*[give(6, last=5)] * 5, give(7)])
    told = leave_out_few(more).sums[1]
    assert (told.total, told.given) == (
        Fraction(37),
        6,
    )  # without those 30 that five gave in both rounds: the sixth gave 7
    assert told.beside_last.count == told.beside_inhabitants.count == 0


def test_the_library_asks_for_inhabitants_in_ten_thousands() -> None:
    found = [one for duty in load_library().duties.values() for one in duty.quantities if one.id == INHABITANTS]
    assert [(one.unit, one.measure, one.levels) for one in found] == [("万人", "stock", None)]


def test_a_change_that_is_none_in_print_has_no_sign() -> None:
    assert [write_change(one) for one in (Fraction(1, 1000), Fraction(-1, 1000), Fraction(-1, 100))] == [
        "0.00%",
        "0.00%",
        "−0.01%",
    ]
