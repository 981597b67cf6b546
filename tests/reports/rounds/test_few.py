"""A city of which four counties are verified: no statistic of it in any output, and of five there is."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from fractions import Fraction

import pytest

from reports.gap.groups import average, is_enough, tell
from reports.leading.duty_lines import average_domains, average_duties, find_duty
from reports.leading.gathering import SeenRound
from reports.leading.lines import average_lines, list_lines
from reports.leading.overview import make_first_page
from reports.rounds.content import Member, RoundReport
from reports.rounds.ranking import FEW, rank_level
from reports.rounds.ranking_tables import write_ranking_tables
from reports.rounds.report import build_round_report
from reports.word.circular import describe_circular
from tests.reports.rounds.rankings import NORTH, SOUTH, A, ask, report_on, verified

SCORES = (60, 67, 73, Fraction(161, 2), 83)  # the first four: mean 70.125, median 70; all of them: 72.7 and 73
MEAN_OF_FOUR, MEAN_OF_FIVE = "70.13", "72.70"


def make_report(count: int, with_south: bool) -> RoundReport:
    """The north with so many counties, and where it is said a south of five."""
    north = [
        verified(f"11010{n}", score, NORTH, credits={"a-staff": Fraction(1, n + 3)}, verified_last=score - 9)
        for n, score in enumerate(SCORES[:count])
    ]
    south: list[Member] = [verified(f"11020{n}", 90, SOUTH) for n in range(5)] if with_south else []
    return report_on(*north, *south, asked=(A,), is_verified=True, has_last=True)


def list_outputs(report: RoundReport) -> Iterator[tuple[str, str]]:
    """Every output of the round in words: page and PDF and Word are made of one description."""
    yield "report", re.sub(r"<[^>]+>", " ", build_round_report(report))
    yield "circular", str(asdict(describe_circular(report)))
    yield "tables", str([[str(cell) for cell in row] for one in write_ranking_tables(report) for row in one.rows])


def list_means(report: RoundReport) -> list[Fraction | None]:
    """Every mean on the pages for leaders, of what is asked of all of the round."""
    seen = SeenRound(report, "", (), (), ("county",), {})
    ranking = seen.pick("county")
    page, duty = make_first_page(seen, ranking), find_duty(report, "county", "staff")
    assert duty is not None
    return [
        *(one.mean for one in page.means),
        *(one.mean for one in page.tiles),
        *(one.share for one in page.gaps),
        *(one.mean for one in average_domains(report, "county")),
        *(one.mean for one in average_duties([report], "county").values()),
        *(one.change for one in ranking.cities),
        *(ranking.totals.common, average_lines(list_lines(ranking))[1], duty.mean),
    ]


def test_the_rule_stands_at_five() -> None:
    assert [is_enough(count) for count in (0, 4, 5)] == [False, False, True]
    assert [tell("so", 4), tell("so", 5)] == [None, "so"]
    assert [average([Fraction(2)] * 4), average([Fraction(2)] * 5)] == [None, 2]


@pytest.mark.parametrize("with_south", [True, False])
def test_no_output_has_a_mean_of_four(with_south: bool) -> None:
    report = make_report(4, with_south)
    found = dict(list_outputs(report))
    assert {name: MEAN_OF_FOUR in words for name, words in found.items()} == dict.fromkeys(found, False)
    if not with_south:
        assert not any("%" in words for words in found.values())
        assert {one for one in list_means(report) if one is not None} == set()


def test_a_mean_of_five_is_in_every_output() -> None:
    found = dict(list_outputs(make_report(5, with_south=True)))
    assert {name: MEAN_OF_FIVE.rstrip("0") in words for name, words in found.items()} == dict.fromkeys(found, True)
    means = list_means(make_report(5, with_south=False))
    assert means and None not in means


def test_a_city_of_four_is_not_ranked_and_names_its_counties() -> None:
    ranking = rank_level(make_report(4, with_south=True), "county")
    south, north = ranking.cities
    assert [south.rank, south.mean] == [1, 90]
    assert (north.rank, north.why_not, north.mean, north.common, north.change) == (None, FEW, None, None, None)
    words = dict(list_outputs(make_report(4, with_south=True)))["report"]
    assert "认定不足5个，不排名" in words
    assert "北市：110103县80.50、110102县73.00、110101县67.00、110100县60.00" in words


def test_a_duty_that_is_asked_twice_has_as_many_bureaus_as_answer_it() -> None:
    twice = ask("T", ("first", "lab", 1), ("second", "lab", 1))
    for count, mean in ((3, None), (5, Fraction(1))):
        report = report_on(*(verified(str(n), 90, asked=twice) for n in range(count)), asked=(twice,))
        duty = find_duty(report, "county", "lab")
        assert duty is not None
        assert [duty.mean, average_duties([report], "county")["lab"].mean] == [mean, mean]
