"""The administrator's page of a round: whose desk the responses are on, place by place."""

from collections.abc import Callable
from typing import Any

import html5lib
from flask.testing import FlaskClient

from survey.installing.settings import Settings
from tests.people import Respondent
from tests.survey.web.test_access import add_city_response

COUNTS = ["单位", "单位填报中", "市级审核", "省级审核", "已认定", "免报"]


def read_places(client: FlaskClient) -> dict[str, dict[str, str]]:
    """The table of places: each row's counts by their headings."""
    root: Any = html5lib.parse(client.get("/rounds/2026/administration").text, namespaceHTMLElements=False)
    table = next(one for one in root.iter("table") if "地区" in "".join(one.itertext()))
    heads = ["".join(cell.itertext()).strip() for cell in table.iterfind("thead/tr/th")]
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.iterfind("tbody/tr")]
    return {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in rows}


def test_what_was_submitted_counts_at_the_review_that_it_waits_for(
    settings: Settings, respondent: Callable[[str], Respondent], administrator: FlaskClient
) -> None:
    add_city_response(settings.database_url)
    for login in ("bureau", "city-clerk"):
        respondent(login).answer_all()
        respondent(login).submit()
    line = read_places(administrator)["呼和浩特市市场监督管理局"]
    assert [line[name] for name in COUNTS] == ["3", "1", "1", "1", "0", "0"]
