"""Answer files: what is taken, and what is refused with its place and reason."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from questionnaires.answer_files import AnswerFile, read_answer_file
from questionnaires.answers import AnswersRefused
from questionnaires.criteria import Items
from questionnaires.questionnaire import Question, Questionnaire

AS_OF = date(2026, 6, 30)
Read = Callable[[Any], AnswerFile]
ITEMS = [{"value": "a", "label": "甲"}, {"value": "b", "label": "乙"}]


@pytest.fixture
def asked(question: Callable[..., Question], questionnaire: Callable[..., Questionnaire]) -> Questionnaire:
    return questionnaire(
        question("committee", allow_not_applicable=False),
        question("hours", kind="number", target=40, unit="学时"),
        question("staff", kind="share", target=75, part="甲", whole="乙", unit="人"),
        question("drill", kind="recency", period_months=36),
        question("list", kind="checklist", items=ITEMS),
        question("words", kind="text"),
        question("laboratory", applies_if="has_laboratory"),
    )


@pytest.fixture
def read(asked: Questionnaire, tmp_path: Path) -> Read:
    def write_and_read(content: Any) -> AnswerFile:
        path = tmp_path / "answers.json"
        text = content if isinstance(content, str | bytes) else json.dumps(content, ensure_ascii=False)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_answer_file(path, asked, AS_OF)

    return write_and_read


def refuse(read: Read, content: Any) -> list[tuple[str, str]]:
    with pytest.raises(AnswersRefused) as refused:
        read(content)
    return [(one.place, str(one.why)) for one in refused.value.refusals]


def test_it_takes_every_kind_of_answer(read: Read) -> None:
    values = {
        "committee": True,
        "hours": 35.5,
        "staff": {"part": 38, "whole": 52},
        "drill": "2025-01-31",
        "list": ["b"],
        "words": " 已办 ",
        "laboratory": False,
    }
    file = read(
        {"bureau": {"name": "某旗局", "code": "150121"}, "answers": {id: {"value": one} for id, one in values.items()}}
    )
    assert (file.bureau, file.code, file.answers["hours"].value) == ("某旗局", "150121", Fraction(71, 2))
    assert [one.value for one in file.answers.values()][3:] == [date(2025, 1, 31), Items(("b",)), "已办", False]


def test_it_reads_figures_exactly(read: Read) -> None:
    assert read('{"answers": {"hours": {"value": 0.1}}}').answers["hours"].value == Fraction(1, 10)


def test_null_is_never_for_a_date(read: Read) -> None:
    answer = read({"answers": {"drill": {"value": None}}}).answers["drill"]
    assert (answer.value, answer.not_applicable) == (None, None)


def test_it_keeps_remarks_and_reasons(read: Read) -> None:
    file = read(
        {
            "answers": {
                "hours": {"not_applicable": " 无人员 ", "remark": "见附件"},
                "drill": {"value": None, "remark": None},
            }
        }
    )
    assert (file.answers["hours"].not_applicable, file.answers["hours"].remark) == ("无人员", "见附件")
    assert file.answers["drill"].remark == ""


def test_an_empty_file_of_answers_answers_nothing(read: Read) -> None:
    file = read({"answers": {}})
    assert (file.bureau, file.code, file.answers, len(file.questionnaire.questions)) == ("", "", {}, 7)


def test_it_takes_a_byte_order_mark(read: Read) -> None:
    assert read(b'\xef\xbb\xbf{"answers": {"committee": {"value": true}}}').answers["committee"].value is True


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"value": 1}, "Answer true"),
        ({}, "and not both"),
        ({"value": True, "not_applicable": "无"}, "and not both"),
        (True, "and not both"),
        ([], "and not both"),
        (None, "and not both"),
        ({"value": True, "note": 1}, 'The key "note" is unknown'),
        ({"value": True, "remark": 5}, "Give words"),
        ({"value": True, "remark": "字" * 2001}, "2001 characters"),
        ({"value": True, "remark": "\x1b"}, "U+001B"),
        ({"not_applicable": "无"}, "applies to everyone"),
    ],
)
def test_it_refuses_an_answer_with_its_question_and_reason(read: Read, answer: Any, reason: str) -> None:
    [(place, message)] = refuse(read, {"answers": {"committee": answer}})
    assert place == "committee"
    assert reason in message


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Say why"),
        (" \n", "Say why"),
        (None, "Give words"),
        (True, "Give words"),
        ("字" * 501, "501 characters"),
        ("\x00", "U+0000"),
    ],
)
def test_not_applicable_needs_a_written_reason(read: Read, reason: Any, words: str) -> None:
    [(place, message)] = refuse(read, {"answers": {"hours": {"not_applicable": reason}}})
    assert (place, words in message) == ("hours", True)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("NaN", "finite"),
        ("Infinity", "finite"),
        ("-Infinity", "finite"),
        ("1e999999", "too large"),
        ("1e-999999", "decimals"),
        ("1e9999999999999999999", "finite"),
        ("-1", "negative"),
        ("true", "not a number"),
        ("null", "not a number"),
        ('"40"', "not a number"),
        ("[" * 500 + "]" * 500, "not a number"),
        ("9" * 5000, "too large"),
        ('"' + "a" * 10_000_000 + '"', "not a number"),
    ],
)
def test_it_refuses_figures_that_are_none(read: Read, value: str, reason: str) -> None:
    [(place, message)] = refuse(read, f'{{"answers": {{"hours": {{"value": {value}}}}}}}')
    assert (place, reason in message, len(message) < 200) == ("hours", True, True)


def test_it_reports_every_refusal_at_once(read: Read) -> None:
    values = {
        "committee": 1,
        "hours": -1,
        "staff": {"part": 5, "whole": 4},
        "drill": "2026-07-01",
        "list": ["a", "a"],
        "words": 5,
    }
    refusals = refuse(
        read, {"answers": {**{id: {"value": one} for id, one in values.items()}, "nonsense": {"value": 1}}}
    )
    assert [place for place, _ in refusals] == [*values, "nonsense"]


def test_it_refuses_a_question_that_the_profile_excludes(read: Read) -> None:
    answers = {"laboratory": {"value": True}}
    assert [place for place, _ in refuse(read, {"profile": {"has_laboratory": False}, "answers": answers})] == [
        "laboratory"
    ]
    assert "laboratory" in read({"profile": {"has_laboratory": True}, "answers": answers}).answers


def test_it_refuses_it_even_when_the_whole_was_looked_at_before(read: Read, asked: Questionnaire) -> None:
    assert "laboratory" in asked.by_id
    assert refuse(read, {"profile": {"has_laboratory": False}, "answers": {"laboratory": {"value": True}}})


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ({"answers": {}, "profile": []}, "profile", "true or false"),
        ({"answers": {}, "profile": None}, "profile", "true or false"),
        ({"answers": {}, "profile": {"has_laboratory": 1}}, "profile.has_laboratory", "Say true or false"),
        ({"answers": {}, "profile": {"has_laboratory": "no"}}, "profile.has_laboratory", "Say true or false"),
        ({"answers": {}, "profile": {"has_luck": True}}, "profile.has_luck", "there are: has_laboratory"),
        ({"answers": {}, "bureau": "某局"}, "bureau", "name"),
        ({"answers": {}, "bureau": {"phone": "1"}}, "bureau", "name"),
        ({"answers": {}, "bureau": {"code": 150121}}, "bureau.code", "Give words"),
        ({"answers": {}, "bureau": {"name": "某" * 101}}, "bureau.name", "101 characters"),
        ({"answers": {}, "as_of": "x"}, "as_of", "Nothing else"),
        ({}, "answers", "must be"),
        ([], "answers", "must be"),
        ({"answers": []}, "answers", "must be"),
        ("5", "answers", "must be"),
        ("", "line 1, column 1", "not JSON"),
        ("{'answers': {}}", "line 1, column 2", "not JSON"),
        ('{"answers": {}', "line 1", "not JSON"),
        ("\x00", "line 1, column 1", "not JSON"),
        ('{"answers": {}} 5', "line 1, column 17", "not JSON"),
        ('{"a\nb": 1}', "line 1", "not JSON"),
        ('{"answers": {"hours": {"value": 1}, "hours": {"value": 2}}}', "hours", "stands twice"),
        ('{"answers": {"hours": {"value": 1, "value": 2}}}', "value", "stands twice"),
        ("答".encode("gb18030"), "byte 0", "not UTF-8"),
        ('{"answers": {}}'.encode("utf-16"), "byte 0", "not UTF-8"),
        ('{"answers": {"hours": {"value": %s}}}' % ("[" * 100_000), "file", "nests too deep"),
        ('{"answers": %s' % ('{"a": ' * 100_000), "file", "nests too deep"),
    ],
)
def test_it_refuses_a_file_that_is_no_answer_file(read: Read, content: Any, place: str, reason: str) -> None:
    [(found, message)] = refuse(read, content)
    assert found.startswith(place)
    assert reason in message


@pytest.mark.parametrize("name", ["missing.json", ".", "missing/answers.json"])
def test_it_refuses_a_file_that_cannot_be_read(asked: Questionnaire, tmp_path: Path, name: str) -> None:
    with pytest.raises(AnswersRefused, match="file: The file cannot be read: "):
        read_answer_file(tmp_path / name, asked, AS_OF)


def test_it_refuses_a_huge_file_before_reading_it(asked: Questionnaire, tmp_path: Path) -> None:
    with (tmp_path / "huge.json").open("wb") as huge:
        huge.truncate(64_000_001)
    with pytest.raises(AnswersRefused, match="larger than 64000000 bytes"):
        read_answer_file(tmp_path / "huge.json", asked, AS_OF)


def test_a_strange_question_id_is_named_shortly(read: Read) -> None:
    [(place, _)] = refuse(read, {"answers": {"%(x)s" + "a" * 10_000: {"value": 1}}})
    assert (place[:5], len(place)) == ("%(x)s", 80)


def test_a_decimal_from_elsewhere_counts_like_a_number(read: Read) -> None:
    assert read({"answers": {"hours": {"value": 40.0}}}).answers["hours"].value == Decimal(40)


@pytest.mark.parametrize(
    ("id", "value", "words"),
    [
        ("hours", 12_345_678_901, "from 0 to 8760学时"),
        ("staff", {"part": 3.5, "whole": 7}, "give 3 or 4"),
        ("staff", {"part": 0.1, "whole": 7}, "give 0 or 1"),
    ],
)
def test_a_figure_that_cannot_be_true_is_refused_by_name(read: Read, id: str, value: Any, words: str) -> None:
    with pytest.raises(AnswersRefused, match=words) as refused:
        read({"answers": {id: {"value": value}}})
    assert [one.place for one in refused.value.refusals] == [id]


def test_the_dust_of_a_spreadsheet_is_read_as_it_was_typed(read: Read) -> None:
    assert read('{"answers": {"hours": {"value": 99.89999999999999}}}').answers["hours"].value == Fraction(999, 10)
