"""What people type, read by the same rules as answer files: kind by kind, with what is refused and how it is said."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from questionnaires.answers import UNANSWERED, read_answer, read_stored
from survey.answering.builders import FIELD_BUILDERS
from survey.answering.forms import Reading, answer_of, build_form, fields_of, fingerprint
from survey.installing.settings import Settings
from survey.responses.saving import Saved
from survey.web.languages import init_words
from survey.web.typed import read_figure, read_typed_day, write_typed
from tests.survey.answering.sample_questions import CRITERIA, make_question

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module", autouse=True)
def english() -> Iterator[None]:
    app = Flask(__name__)
    init_words(app, Settings(language="en"))
    with app.app_context():
        yield


def read(kind: str, **fields: Any) -> Reading:
    question = make_question(kind)
    typed: MultiDict[str, str] = MultiDict({f"q-{kind}-version": "0"})
    for name, value in fields.items():
        typed.setlist(f"q-{kind}-{name}", value if isinstance(value, list) else [value])
    return answer_of(build_form(question, typed=typed), AS_OF)


READ = [
    ("yes_no", {"value": "yes"}, True),
    ("yes_no", {"value": "no"}, False),
    ("stage", {"value": "C"}, "C"),
    ("grade", {"value": "none"}, "none"),
    ("number", {"value": "38"}, 38),
    ("number", {"value": "３８．５学时"}, 38.5),
    ("number", {"value": "1,234"}, 1234),
    ("number", {"value": "\u200b36\ufeff"}, 36),
    ("number", {"value": "33.300000000000004"}, 33.3),
    ("rate", {"count": "1，234", "base": "1，234，567"}, {"count": 1234, "base": 1234567}),
    ("number", {"value": " 1 234 学时 "}, 1234),
    ("number", {"value": "0"}, 0),
    ("number", {"value": "0.125"}, 0.125),
    ("number", {"value": "12.50"}, 12.5),
    ("number", {"value": "3。5"}, 3.5),
    ("share", {"part": "38人", "whole": "52"}, {"part": 38, "whole": 52}),
    ("rate", {"count": "260", "base": "２５０，０００ 人"}, {"count": 260, "base": 250000}),
    ("growth", {"baseline": "20天", "current": "0"}, {"baseline": 20, "current": 0}),
    ("recency", {"value": "20260630"}, "2026-06-30"),
    ("recency", {"value": "2026-6-3"}, "2026-06-03"),
    ("recency", {"value": "2026.6.30"}, "2026-06-30"),
    ("recency", {"value": "2026/06/30"}, "2026-06-30"),
    ("recency", {"value": "２０２６年６月３日"}, "2026-06-03"),
    ("recency", {"value": "2024 年 2 月 29 日"}, "2024-02-29"),
    ("recency", {"never": "y"}, None),
    ("done_by", {"value": "20251231"}, "2025-12-31"),
    ("done_by", {"never": "y", "value": " "}, None),
    ("checklist", {"items": ["team", "plan"]}, ["team", "plan"]),
    ("checklist", {"none": "y"}, []),
    ("text", {"value": " 两行\r\n文字 "}, "两行\n文字"),
]


@pytest.mark.parametrize(("kind", "fields", "value"), READ)
def test_it_reads_what_is_typed(kind: str, fields: dict[str, Any], value: object) -> None:
    assert read(kind, **fields) == Reading(read_answer(make_question(kind), {"value": value, "remark": ""}, AS_OF))


@pytest.mark.parametrize(
    ("choice", "words", "reason"),
    [
        ("absent", "本县没有", "本县没有"),
        ("absent", "未发生过，没有", "不涉及：未发生过，没有"),
        ("no_occasion", "", "未发生"),
        ("no_occasion", "全年无移送", "未发生：全年无移送"),
    ],
)
def test_an_item_is_set_apart_beside_those_in_place_and_stands_in_its_fields_again(
    choice: str, words: str, reason: str
) -> None:
    question = make_question("checklist")
    answer = read("checklist", items=["plan"], apart_team=choice, why_team=words).answer
    told = {"value": ["plan"], "set_apart": {"team": reason}}
    assert answer == read_answer(question, told, AS_OF)
    fields = fields_of(question, answer)
    assert (fields["items"], fields["none"], fields["apart_team"]) == (["plan"], False, choice)
    assert read("checklist", items=["plan"], apart_team=choice, why_team=fields["why_team"]).answer == answer


@pytest.mark.parametrize(
    ("fields", "words", "place"),
    [
        ({"items": ["plan", "team"], "apart_team": "absent", "why_team": "无"}, "ticked and set apart at once", ""),
        ({"items": ["plan"], "apart_team": "absent"}, "why “队伍” does not exist here", "why_team"),
        ({"items": ["plan"], "why_team": "无"}, "choose whether it is not here", "apart_team"),
        ({"apart_team": "no_occasion"}, "tick the items that are in place", "items"),
        ({"items": ["plan"], "apart_team": "never"}, "not offered", ""),
    ],
)
def test_what_is_half_set_apart_is_told_in_words(fields: dict[str, Any], words: str, place: str) -> None:
    reading = read("checklist", **fields)
    assert words in " ".join([reading.missing, *reading.errors.get("answer", ())])
    assert reading.place == place


@pytest.mark.parametrize("kind", CRITERIA)
def test_untouched_fields_are_no_answer(kind: str) -> None:
    assert read(kind) == Reading(UNANSWERED)


REFUSED = [
    ("number", {"value": "四十"}, "value", "not a number"),
    ("number", {"value": "-5"}, "value", "negative"),
    ("number", {"value": "1e5"}, "value", "not a number"),
    ("number", {"value": "NaN"}, "value", "not a number"),
    ("number", {"value": "5²"}, "value", "not a number"),
    ("number", {"value": "٣"}, "value", "not a number"),
    ("number", {"value": "12,34"}, "value", "not a number"),
    ("number", {"value": "25万"}, "value", "not a number"),
    ("number", {"value": "40天"}, "value", "not a number"),
    ("number", {"value": "1.2345"}, "value", "3 decimals"),
    ("number", {"value": "9" * 13}, "value", "too large"),
    ("number", {"value": "9" * 100_000}, "value", "not a number"),
    ("number", {"value": "12345678901"}, "answer", "from 0 to 8760学时"),
    ("share", {"part": "0.1", "whole": "7"}, "answer", "give 0 or 1"),
    ("share", {"part": "3.5", "whole": "7"}, "answer", "give 3 or 4"),
    ("rate", {"count": "235", "base": "21.53"}, "answer", "not in 万人: give all digits, such as 215300"),
    ("rate", {"count": "120", "base": "36.5万"}, "base", "365000"),
    ("share", {"part": "5", "whole": "4"}, "answer", "larger than the whole"),
    ("share", {"part": "0", "whole": "0"}, "answer", "not applicable"),
    ("share", {"part": "x", "whole": "4"}, "part", "not a number"),
    ("rate", {"count": "5", "base": "0"}, "answer", "larger than 0"),
    ("growth", {"baseline": "0", "current": "1"}, "answer", "larger than 0"),
    ("recency", {"value": "2026-02-30"}, "value", "not a date"),
    ("recency", {"value": "6月30日"}, "value", "not a date"),
    ("recency", {"value": "2026年6月"}, "value", "not a date"),
    ("recency", {"value": "20260701"}, "answer", "after the reference date"),
    ("recency", {"value": "19480101"}, "answer", "before"),
    ("done_by", {"value": "20250101", "never": "y"}, "answer", "not both"),
    ("checklist", {"items": ["plan"], "none": "y"}, "answer", "none of the above"),
    ("checklist", {"items": ["plan", "plan"]}, "answer", "twice"),
    ("checklist", {"items": ["<script>"]}, "answer", "not offered"),
    ("yes_no", {"value": "perhaps"}, "answer", "yes"),
    ("stage", {"value": "D"}, "answer", "not offered"),
    ("text", {"value": "字" * 2001}, "answer", "2000"),
    ("text", {"value": "a\x00b"}, "answer", "cannot be kept"),
    ("yes_no", {"value": "yes", "remark": "字" * 2001}, "answer", "2000"),
    ("yes_no", {"not_applicable": "y", "reason": "字" * 501}, "answer", "500"),
]


@pytest.mark.parametrize(("kind", "fields", "place", "words"), REFUSED)
def test_it_refuses_nonsense_at_its_field(kind: str, fields: dict[str, Any], place: str, words: str) -> None:
    reading = read(kind, **fields)
    assert list(reading.errors) == [place]
    assert words in " ".join(reading.errors[place])
    assert len(" ".join(reading.errors[place])) < 200


MISSING = [
    ("share", {"part": "5"}, "在岗人员总数"),
    ("rate", {"base": "250000"}, "报告数"),
    ("yes_no", {"not_applicable": "y"}, "reason"),
    ("yes_no", {"not_applicable": "y", "reason": " \r\n "}, "reason"),
]


@pytest.mark.parametrize(("kind", "fields", "words"), MISSING)
def test_half_an_answer_is_neither_an_answer_nor_an_error(kind: str, fields: dict[str, Any], words: str) -> None:
    reading = read(kind, **fields)
    assert (reading.answer, reading.errors) == (UNANSWERED, {})
    assert words in reading.missing


def test_a_remark_alone_is_kept_and_is_no_answer() -> None:
    reading = read("number", remark="正在统计")
    assert (reading.answer.write(make_question("number")), reading.ready) == ({"remark": "正在统计"}, True)
    assert not reading.answer.is_given


def test_not_applicable_wins_over_what_else_is_typed() -> None:
    answer = read("number", value="nonsense", not_applicable="y", reason="无此业务").answer
    assert answer.write(make_question("number")) == {"not_applicable": "无此业务", "remark": ""}


def test_not_applicable_is_not_there_where_the_question_does_not_allow_it() -> None:
    form = build_form(
        make_question("yes_no", allow_not_applicable=False),
        typed=MultiDict({"q-yes_no-not_applicable": "y", "q-yes_no-reason": "无"}),
    )
    assert "not_applicable" not in form
    assert answer_of(form, AS_OF).answer == UNANSWERED


def test_clearing_takes_the_answer_back() -> None:
    assert read("yes_no", value="yes", clear="y") == Reading(UNANSWERED)


def test_what_was_typed_stays_in_the_field_beside_the_error() -> None:
    form = build_form(make_question("number"), typed=MultiDict({"q-number-value": "四十"}))
    answer_of(form, AS_OF)
    assert (form["value"].data, form.first_id) == ("四十", "q-number-value")
    assert "四十" in form.all_errors[0]


@pytest.mark.parametrize(("kind", "fields", "value"), READ)
def test_what_is_stored_fills_the_fields_and_reads_back(kind: str, fields: dict[str, Any], value: object) -> None:
    question, answer = make_question(kind), read(kind, **fields).answer
    filled = {name: typed for name, typed in fields_of(question, answer).items() if typed not in (False, "")}
    typed = MultiDict({f"q-{kind}-{name}": "y" if given is True else given for name, given in filled.items()})
    assert answer_of(build_form(question, typed=typed), AS_OF).answer == answer
    assert read_stored(question, answer.write(question), AS_OF) == answer and answer.remark == ""


def test_a_form_says_on_top_of_which_answer_it_was_drawn() -> None:
    question = make_question("number")
    answer = read_stored(question, {"value": 38, "remark": "约数"}, AS_OF)
    form = build_form(question, Saved(7, answer, None, ""))
    assert (form.version, form.seen, form["value"].data, form["remark"].data) == (
        "7",
        fingerprint(question, answer),
        "38",
        "约数",
    )


@pytest.mark.parametrize(
    ("kind", "stored", "mark"),
    [
        ("number", {"value": 38, "remark": "约数"}, "767be63fe803fabf"),
        ("number", {"not_applicable": "无此业务", "remark": ""}, "1d3cef95247b2181"),
        ("number", {"remark": "待核实"}, "febd925aadbe81e4"),
        ("number", None, "74234e98afe7498f"),
        ("share", {"value": {"part": 38.5, "whole": 52}, "remark": ""}, "81508ef8b38846e9"),
        ("checklist", {"value": ["plan", "stock"], "remark": ""}, "d83adc89c203feba"),
    ],
)
def test_a_page_that_was_drawn_before_an_upgrade_is_not_taken_for_changed(
    kind: str, stored: dict[str, Any] | None, mark: str
) -> None:
    question = make_question(kind)
    assert fingerprint(question, read_stored(question, stored, AS_OF)) == mark


def test_every_kind_of_criterion_has_its_fields() -> None:
    assert set(FIELD_BUILDERS) == set(CRITERIA)


@given(st.integers(0, 10**12 - 1) | st.decimals(0, 10**9, places=3).map(float))
def test_any_number_that_is_kept_can_be_typed_again(number: int | float) -> None:
    assert read_figure(write_typed(number)) == number


@given(st.dates(date(1949, 10, 1)))
def test_any_day_can_be_typed_with_or_without_separators(day: date) -> None:
    assert read_typed_day(f"{day:%Y%m%d}") == read_typed_day(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    for kind in ("number", "recency", "yes_no", "text"):
        reading = read(kind, value=text)
        assert reading.ready == (not reading.errors)
