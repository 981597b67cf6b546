"""What the report on a round says of plans is what the plans' own page counts."""

from collections.abc import Callable

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session

from reports.rounds.gathering import count_plans
from survey.storage.tables import Response
from tests.machine import TODAY
from tests.people import Respondent
from tests.survey.plans.planning import accept, draft


def test_the_items_of_a_bureau_are_counted_and_named_where_they_are_promised(
    engine: sa.Engine, respondent: Callable[[str], Respondent], administrator: FlaskClient
) -> None:
    bureau = respondent("bureau")
    accept(bureau)
    assert "正在整改" not in administrator.get("/rounds/2026/report").text
    promised = draft(bureau)
    with Session(engine) as session:
        counted = count_plans(session, [session.get_one(Response, bureau.response_id)], TODAY)
    [one] = counted.bureaus
    assert [one.promised, one.done, one.checked, one.overdue] == [promised, 0, 0, 0]
    text = administrator.get("/rounds/2026/report").text
    assert f"1个单位列入整改{promised}项，已完成0项，其中经复核0项；逾期0项。" in text
