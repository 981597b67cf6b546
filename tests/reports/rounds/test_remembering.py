"""What was worked out of a round is kept until somebody does something that may change it."""

import sqlalchemy as sa
from sqlmodel import Session

from reports.rounds.remembering import remember
from survey.storage.database import writing
from survey.storage.trail import record


def test_it_is_made_anew_after_any_act_but_those_on_a_form_under_way(engine: sa.Engine) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    def ask() -> int:
        with Session(engine) as session:
            return remember(session, "round", make)

    def act(name: str) -> None:
        with writing(engine) as session:
            record(session, None, name, "round 2026")

    act("round.open")
    assert [ask(), ask()] == [1, 1]
    act("answer.save")
    act("review.decide")
    assert ask() == 1
    act("response.submit")
    assert [ask(), ask()] == [2, 2]


def test_each_question_has_its_own(engine: sa.Engine) -> None:
    with Session(engine) as session:
        assert [remember(session, one, one.upper) for one in ("a", "b", "a")] == ["A", "B", "A"]
