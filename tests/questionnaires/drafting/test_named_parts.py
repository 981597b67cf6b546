"""What a question counts, and of what, named anew: the question says it, too."""

from typing import Any

import pytest

from questionnaires.catalogue import Level
from questionnaires.drafting.deciding.acts import follow_parts
from questionnaires.drafting.deciding.lacking import list_lacks
from questionnaires.drafting.plain_questions import PARTS
from questionnaires.loading import load_library
from tests.survey.studio.second_version import FIRST, make_first

STANDS_IN = {"kind": "share", "target": 30, **PARTS["share"]}
NAMED = {**STANDS_IN, "part": "已检查的医疗机构数", "whole": "医疗机构总数"}
ASKS = "{year}，{place}总数是多少，其中已经达到要求的数是多少？"


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        (STANDS_IN, NAMED, "{year}，{place}医疗机构总数是多少，其中已检查的医疗机构数是多少？"),
        (STANDS_IN, STANDS_IN, ASKS),
        (None, NAMED, ASKS),
        ({"kind": "yes_no"}, NAMED, ASKS),
    ],
)
def test_a_question_follows_the_names_of_what_it_counts(
    before: dict[str, Any] | None, after: dict[str, Any], asks: str
) -> None:
    assert follow_parts(ASKS, before, after) == asks
    assert follow_parts({Level.CITY: ASKS}, before, after) == {Level.CITY: asks}


def test_a_question_that_still_says_what_only_stands_in_is_not_adopted() -> None:
    notice = make_first()
    one = notice.clauses[0].put("yl-figure", asks=ASKS).find("yl-figure")
    [why] = list_lacks(one, FIRST, notice.facts, load_library())
    assert why.message == "Name what is counted, and of what."
    named = one.model_copy(update={"asks": follow_parts(ASKS, STANDS_IN, NAMED)})
    assert list_lacks(named, FIRST, notice.facts, load_library()) == []
