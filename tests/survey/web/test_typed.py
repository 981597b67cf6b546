"""Figures and days as people type them: what is understood, and what is sent back with words."""

import pytest

from questionnaires.criteria import InvalidAnswer
from questionnaires.messages import Refused
from survey.web.typed import LONGEST, read_figure, read_ids, read_line, read_typed_day, write_typed


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        (" \u3000\xa0", None),
        ("1200", 1200),
        ("007", 7),
        ("-3", -3),
        ("−3", -3),
        ("—3", -3),
        ("1,200", 1200),
        ("1, 200, 000", 1200000),
        ("1 200.5", 1200.5),
        ("1\u2009200", 1200),
        ("1，200", 1200),
        ("１２．５", 12.5),
        ("12。5", 12.5),
        ("5.", 5),
        ("2.000", 2),
        ("0.125", 0.125),
        ("12.5000", 12.5),
        *[(f"{unseen}36", 36) for unseen in "\u200b\ufeff\u200e\u00ad\u2060"],
        ("1\u200b2\ufeff", 12),
        ("12\xa0学时", 12),
        ("‒3", -3),
        ("1﹐200", 1200),
        ("99.89999999999999", 99.9),  # 33.3 × 3 in a spreadsheet
        ("0.30000000000000004", 0.3),
        ("3.0000000000000004", 3),
        ("12学时", 12),
        (" 12 学时 ", 12),
        ("9" * LONGEST, int("9" * LONGEST)),
    ],
)
def test_a_figure_is_understood_as_it_is_typed(typed: str, number: int | float | None) -> None:
    found = read_figure(typed, "学时")
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    "typed", ["三十", "12%", "1,20", "1,2000", "1,200 000", "1e3", ".5", "+5", "--5", "12 学", "学时"]
)
def test_what_is_no_figure_is_said_with_the_unit(typed: str) -> None:
    with pytest.raises(InvalidAnswer, match="is not a number") as refused:
        read_figure(typed, "学时")
    assert refused.value.details == {"typed": typed, "unit": "学时"}
    assert "12.5" in str(refused.value)


def test_no_fraction_is_named_as_right_where_only_whole_ones_are() -> None:
    with pytest.raises(InvalidAnswer, match="is not a number") as refused:
        read_figure("abc", "份")
    assert "12.5" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "character", "code"),
    [
        ("12\u202e", "–", "202E"),
        ("\u200f12", "–", "200F"),
        ("5²", "²", "00B2"),
        ("٣", "٣", "0663"),
        ("1、200", "、", "3001"),
    ],
)
def test_a_character_that_is_not_what_it_looks_like_is_named(typed: str, character: str, code: str) -> None:
    with pytest.raises(InvalidAnswer, match="is not a number") as refused:
        read_figure(typed, "学时")
    assert refused.value.details == {"typed": typed, "character": character, "code": code}


@pytest.mark.parametrize(
    ("typed", "unit", "right"),
    [
        ("36.5万", "人", "365000"),
        ("36.5 万人", "人", "365000"),
        ("３６．５万", "人", "365000"),
        ("2.4亿", "元", "240000000"),
        ("1,200万", "人", "12000000"),
        ("3千", "份", "3000"),
        ("5百万", "份", "5000000"),
        ("36.5万", "万元", "36.5"),
    ],
)
def test_a_number_in_ten_thousands_is_written_out_for_who_typed_it(typed: str, unit: str, right: str) -> None:
    with pytest.raises(InvalidAnswer, match="without") as refused:
        read_figure(typed, unit)
    assert refused.value.details["right"] == right


def test_a_unit_is_understood_in_either_width_and_a_missing_one_has_a_dash() -> None:
    assert read_figure("5％", "%") == read_figure("5%", "％") == 5
    with pytest.raises(InvalidAnswer) as refused:
        read_figure("5%")
    assert refused.value.details["unit"] == "–"


def test_of_what_is_much_too_long_the_beginning_is_shown() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        read_figure("1" * 5000)
    assert refused.value.details["typed"] == "1" * LONGEST


@pytest.mark.parametrize("typed", ["0.1234", "12.0001", "-0.00001"])
def test_more_than_three_decimals_are_to_be_rounded_by_who_knows(typed: str) -> None:
    with pytest.raises(InvalidAnswer, match="At most 3 decimals"):
        read_figure(typed)


@pytest.mark.parametrize(
    ("number", "words"), [(1200, "1200"), (12.5, "12.5"), (0.001, "0.001"), (1e16, "10000000000000000")]
)
def test_a_stored_number_is_written_without_an_exponent(number: int | float, words: str) -> None:
    assert write_typed(number) == words


@pytest.mark.parametrize(
    "typed",
    [
        *("20260605", "2026-6-5", "2026-06-05", "2026/6/5", "2026.6.5", "2026。6。5", "2026年6月5日", "2026年6月5"),
        *(
            "２０２６－６－５",
            " 2026 年 6 月 5 日 ",
            "2026—6—5",
            "\u200b2026-6-5\ufeff",
            "2026‑6‑5",
            "2026\u2009年6月5日",
        ),
    ],
)
def test_a_day_is_understood_as_it_is_typed(typed: str) -> None:
    assert read_typed_day(typed) == "2026-06-05"


def test_where_nothing_is_typed_there_is_no_day() -> None:
    assert read_typed_day("") is read_typed_day(" \u3000 ") is None


@pytest.mark.parametrize(
    "typed", ["下周", "2026-6", "2026-02-30", "20261301", "26-6-5", "0000-1-1", "2026605", "6/5/2026", "-20260605"]
)
def test_what_is_no_day_is_said_with_two_that_are(typed: str) -> None:
    with pytest.raises(InvalidAnswer, match="is not a date") as refused:
        read_typed_day(typed)
    assert refused.value.details == {"typed": typed}


def test_a_character_in_a_day_is_named_too() -> None:
    with pytest.raises(InvalidAnswer, match="is not a date") as refused:
        read_typed_day("2026\u202e-6-5")
    assert refused.value.details == {"typed": "2026\u202e-6-5", "character": "–", "code": "202E"}


def test_of_a_day_that_is_much_too_long_the_beginning_is_shown() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        read_typed_day("2026-6-5" * 100)
    assert len(str(refused.value.details["typed"])) == LONGEST


@pytest.mark.parametrize("typed", ["a\0b", "a\x07", "a\u202eb", "甲\n乙"])
def test_a_line_with_what_nobody_sees_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="cannot be seen"):
        read_line(typed)
    assert read_line(" 甲\u3000乙 ") == "甲乙"


@pytest.mark.parametrize("typed", ["", "²", "٢", "-1", "1.0", "1e3", "\udcff", "9" * 5000])
def test_what_is_the_id_of_no_row_is_passed_over(typed: str) -> None:
    assert read_ids([typed, "7", "7", "2147483647"]) == {7, 2147483647}
