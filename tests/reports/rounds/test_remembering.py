"""What was worked out of rounds is kept as long as they are as they were; what was done since is told."""

import sqlalchemy as sa
from sqlmodel import Session

from reports.rounds.remembering import list_acts_since, remember
from survey.storage.database import writing
from survey.storage.trail import record


def test_it_is_made_anew_once_what_it_is_made_of_is_another(engine: sa.Engine) -> None:
    with Session(engine) as session:
        made = [remember(session, "round", object, version) for version in (1, 1, 2, 2)]
    assert made[0] is made[1] and made[2] is made[3] and made[1] is not made[2]


def test_acts_on_a_form_under_way_are_not_told(engine: sa.Engine) -> None:
    with writing(engine) as session:
        for act in ("round.open", "answer.save", "review.decide", "response.submit", "response.submit"):
            record(session, None, act, "round 2026")
    with Session(engine) as session:
        assert list_acts_since(session, 0) == [("round.open", "round 2026"), ("response.submit", "round 2026")]
        assert list_acts_since(session, 1) == [("response.submit", "round 2026")]


def test_each_question_has_its_own(engine: sa.Engine) -> None:
    with Session(engine) as session:
        assert [remember(session, one, one.upper, 1) for one in ("a", "b", "a")] == ["A", "B", "A"]
