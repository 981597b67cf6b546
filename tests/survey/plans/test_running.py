"""The running score, worked out by hand: five questions of weight 1, credits 0, 0, 0, 1 and 1/3, one of them critical.

(1 + 1/3) / 5 = 26.67; each yes is worth 20, the rest of the list 13.33.
"""

from fractions import Fraction

from sqlmodel import Session

from questionnaires.answers import read_answer
from survey.auditing.agreement import Disagreement
from survey.plans.overseeing import check_item, refuse_item
from survey.plans.running import ScoreStep
from survey.storage.states import Action, PlanStatus, Role
from survey.storage.tables import Response
from tests.conftest import AS_OF
from tests.people import Respondent
from tests.survey.auditing.test_agreement import change, find
from tests.survey.plans.planning import begin_plan, find_item, finish, look


def say(step: ScoreStep) -> tuple[Fraction | None, str]:
    return step.score, step.grade.grade if step.grade else ""


def check(bureau: Respondent, question_id: str, value: object = None) -> None:
    item, question = find_item(bureau, question_id), bureau.ask(question_id)
    answered = None if value is None else (question, read_answer(question, {"value": value}, AS_OF))
    city = bureau.find(Role.CITY_REVIEWER)
    check_item(bureau.engine, bureau.response_id, item.id, item.version, answered, city)


def test_what_was_checked_stands_beside_the_accepted_score(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-0", "q-1", "q-2")
    check(bureau, "q-0")
    check(bureau, "q-1")
    running = look(bureau).running
    assert say(running.accepted) == (Fraction(80, 3), "below_standard")
    assert say(running.checked) == (Fraction(200, 3), "basic")
    assert say(running.done) == (Fraction(260, 3), "good")
    assert say(running.all) == (Fraction(100), "excellent")
    with Session(bureau.engine) as session:  # never in its place
        assert str(session.get_one(Response, bureau.response_id).verified_score) == "26.67"


def test_a_critical_gap_that_is_open_holds_the_grade(bureau: Respondent) -> None:
    """q-1 and q-2 make 66.67 points, and the critical question with credit 0 caps the grade."""
    begin_plan(bureau)
    finish(bureau, "q-1", "q-2")
    check(bureau, "q-1")
    check(bureau, "q-2")
    assert say(look(bureau).running.checked) == (Fraction(200, 3), "below_standard")


def test_the_answer_that_a_reviewer_confirmed_counts(bureau: Respondent) -> None:
    """Two of three items: (1 + 2/3) / 5 = 33.33; all items done would still be (4 + 2/3) / 5 = 93.33."""
    begin_plan(bureau)
    finish(bureau, "q-list")
    check(bureau, "q-list", ["plan", "team"])
    running = look(bureau).running
    assert say(running.checked) == (Fraction(100, 3), "below_standard")
    assert running.all.score == Fraction(280, 3)


def test_a_check_that_is_taken_back_counts_no_more(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-0")
    check(bureau, "q-0")
    item = find_item(bureau, "q-0")
    city = bureau.find(Role.CITY_REVIEWER)
    refuse_item(bureau.engine, bureau.response_id, item.id, item.version, "制度未执行", city)
    assert find_item(bureau, "q-0").status is PlanStatus.UNDER_WAY
    assert look(bureau).running.checked.score == Fraction(80, 3)


def test_reopening_leaves_the_items_and_counts_anew(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    check(bureau, "q-1")
    bureau.act(Action.REOPEN, bureau.find(Role.PROVINCIAL_REVIEWER), "重新填报")
    bureau.answer("q-1", True, base=1)
    assert look(bureau).running.accepted.score == Fraction(80, 3)  # as it was handed in
    bureau.submit()
    sheet = look(bureau)
    assert len(sheet.lines) == 4
    assert sheet.running.accepted.score == Fraction(140, 3)
    assert sheet.running.checked.score == Fraction(140, 3)  # the gap is closed: it gives nothing twice


def test_the_trail_and_the_tables_say_the_same_of_a_plan(bureau: Respondent) -> None:
    begin_plan(bureau)
    finish(bureau, "q-1")
    check(bureau, "q-1")
    assert find(bureau.engine)[0] == []
    item = find_item(bureau, "q-1")
    change(bureau.engine, f"UPDATE planitem SET owner = 'x' WHERE id = {item.id}")
    assert find(bureau.engine)[0] == [Disagreement("item", bureau.response_id, str(item.id))]
