"""What the trail says of a round: which responses an act touched."""

import pytest

from reports.rounds.journal import read_touched


@pytest.mark.parametrize(
    ("acts", "touched"),
    [
        ([("response.submit", "response 7"), ("plan.move", "response 12 item 3")], {7, 12}),
        ([("entry.add", "response 7 entry 70"), ("round.excuse", "response 8")], {7, 8}),
        ([("account.password", "person 7"), ("round.close", "round 2026")], set()),
        ([("year.ranking", "year 2026"), ("round.report", "round 2026"), ("plan.export", "response 7")], set()),
        ([("response.submit", "response 7"), ("round.compare", "round 2026")], None),
        ([("something.new", "response 7")], None),
        ([("response.submit", "bureau 7")], None),
    ],
)
def test_an_act_tells_what_it_touched(acts: list[tuple[str, str]], touched: set[int] | None) -> None:
    assert read_touched(acts) == touched
