"""A decision as it was typed: what each kind needs, what is kept of it, and at which field it says no."""

from datetime import date, timedelta
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from questionnaires.answers import read_stored
from survey.reviewing.decisions import DAYS_TO_MEND, MOST_DAYS, DecisionDraft, read_draft, start_draft
from survey.storage.states import Decision
from survey.storage.tables import MOST_REASON
from tests.survey.answering.sample_questions import make_question

AS_OF, TODAY = date(2026, 6, 30), date(2026, 11, 1)
QUESTION = make_question("number")
OWN = {"value": 40, "remark": "见档案"}
VALUE, WHY, MEND_BY = "q-number-value", "q-number-why-{}", "q-number-mend_by"


def read(decision: str, why: str = "不符", own: Any = OWN, **fields: str) -> DecisionDraft:
    """Read a decision on a question that asks for a number."""
    named = {f"q-number-{name}": typed for name, typed in fields.items()}
    typed = MultiDict({"decision": decision, WHY.format(decision): why, **named})
    return read_draft(QUESTION, read_stored(QUESTION, own, AS_OF), typed, AS_OF, TODAY)


def write(draft: DecisionDraft) -> Any:
    """The answer of a draft as it is stored."""
    return draft.answer.write(QUESTION)


def test_confirming_needs_and_keeps_nothing_more() -> None:
    draft = read("confirmed", why="多余的话", value="30", mend_by="下周")
    assert (draft.decision, draft.reason, write(draft), draft.last_day) == (Decision.CONFIRMED, "", None, None)
    assert draft.errors == {}


@pytest.mark.parametrize("junk", ["", "accepted", "CONFIRMED", "confirmed\x00"])
def test_what_is_no_decision_is_refused(junk: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Decision"):
        read(junk)


def test_another_answer_is_kept_with_its_reason() -> None:
    draft = read("set_aside", why="  档案只有30学时 ", value="３０学时")
    assert (write(draft), draft.reason, draft.errors) == ({"value": 30, "remark": ""}, "档案只有30学时", {})


def test_not_applicable_counts_as_another_answer() -> None:
    draft = read("set_aside", not_applicable="y", reason="无此业务")
    assert (write(draft), draft.errors) == ({"not_applicable": "无此业务", "remark": ""}, {})


@pytest.mark.parametrize(
    ("fields", "own", "message"),
    [
        ({"value": "三十"}, OWN, "is not a number"),
        ({"value": "-1"}, OWN, "."),
        ({"value": ""}, OWN, "Give the replacement answer."),
        ({"value": "", "remark": "只有备注"}, OWN, "Give the replacement answer."),
        ({"value": "", "clear": "y"}, OWN, "Give the replacement answer."),
        ({"not_applicable": "y", "reason": " "}, OWN, "Still missing: the reason"),
        ({"value": "40"}, OWN, "This is the bureau's own answer"),
        ({"value": "40.0", "remark": "另有备注"}, OWN, "This is the bureau's own answer"),
        ({"not_applicable": "y", "reason": "无"}, {"not_applicable": "无", "remark": ""}, "the bureau's own answer"),
    ],
)
def test_what_is_not_another_answer_is_said_at_its_field(fields: dict[str, str], own: Any, message: str) -> None:
    draft = read("set_aside", own=own, **fields)
    assert list(draft.errors) == [VALUE]
    assert message in draft.errors[VALUE]


def test_any_answer_is_another_where_the_bureau_gave_none() -> None:
    for own in (None, {"remark": "稍后填"}):
        assert read("set_aside", own=own, value="40").errors == {}


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=MOST_DAYS)])
def test_a_return_has_a_last_day_from_today_on_within_a_year(day: date) -> None:
    draft = read("returned", mend_by=f"{day:%Y%m%d}")
    assert (draft.last_day, draft.reason, write(draft), draft.errors) == (day, "不符", None, {})


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Choose a deadline."),
        (f"{TODAY - timedelta(days=1)}", "within the next year"),
        (f"{TODAY + timedelta(days=MOST_DAYS + 1)}", "within the next year"),
        ("2026-02-30", "is not a date"),
        ("下周", "is not a date"),
    ],
)
def test_no_other_last_day_is_taken(typed: str, message: str) -> None:
    draft = read("returned", mend_by=typed)
    assert (list(draft.errors), draft.last_day) == ([MEND_BY], None)
    assert message in draft.errors[MEND_BY]
    assert draft.mend_by == (typed or "2026-11-11")  # what was typed stays in the field


@pytest.mark.parametrize(
    ("why", "message"),
    [
        ("", "Say why, in words that the bureau understands."),
        (" \r\n ", "Say why, in words that the bureau understands."),
        ("长" * (MOST_REASON + 1), f"{MOST_REASON} characters at most"),
        ("长" * 5000, "5000 characters"),
        ("响铃\x07", "U+0007"),
    ],
)
@pytest.mark.parametrize("decision", ["set_aside", "returned"])
def test_a_reason_is_words_of_some_length(decision: str, why: str, message: str) -> None:
    draft = read(decision, why=why, value="30", mend_by="20261130")
    assert list(draft.errors) == [WHY.format(decision)]
    assert message in draft.errors[WHY.format(decision)]
    assert draft.reason.strip() == why.strip()


def test_the_longest_reason_is_taken() -> None:
    assert read("returned", why="长" * MOST_REASON, mend_by="20261130").errors == {}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert list(read("set_aside", why="", value="三十").errors) == [VALUE, WHY.format("set_aside")]
    assert list(read("returned", why="", mend_by="下周").errors) == [MEND_BY, WHY.format("returned")]


@pytest.mark.parametrize(("own", "value"), [(OWN, "40"), (None, None), ({"remark": "稍后填"}, None)])
def test_before_anything_is_typed_the_answer_that_counts_and_ten_days_stand_there(own: Any, value: str | None) -> None:
    draft = start_draft(QUESTION, read_stored(QUESTION, own, AS_OF), TODAY)
    assert (draft.decision, draft.reason, draft.errors) == (None, "", {})
    assert draft.mend_by == f"{TODAY + timedelta(days=DAYS_TO_MEND)}" == "2026-11-11"
    assert draft.form["value"].data == value
