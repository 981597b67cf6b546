"""Dates and due dates, as notices write them."""

from datetime import date

import pytest

from questionnaires.drafting.numerals import read_numeral
from questionnaires.drafting.outline.dates import read_date, read_due

ISSUED = date(2023, 5, 9)
DUE = {
    "2025年底前": date(2025, 12, 31),
    "2024 年 6 月底": date(2024, 6, 30),
    "２０２４年１０月底前完成": date(2024, 10, 31),
    "2024年上半年": date(2024, 6, 30),
    "2024年第三季度": date(2024, 9, 30),
    "2024年6月15日前": date(2024, 6, 15),
    "二〇二六年底": date(2026, 12, 31),
    "2024.9": date(2024, 9, 30),
    "“十五五”末": date(2030, 12, 31),
    "到“十四五”末期，力争": date(2025, 12, 31),
    "今年年底前": date(2023, 12, 31),
    "明年6月底前": date(2024, 6, 30),
    "3年内": date(2026, 5, 9),
    "自印发之日起六个月内": date(2023, 11, 9),
    "长期坚持": None,
    "持续推进": None,
    "每年年底": None,
}


@pytest.mark.parametrize("text", DUE)
def test_a_due_date_is_the_last_day_in_time(text: str) -> None:
    assert read_due(text, ISSUED) == DUE[text]


def test_what_counts_from_an_unknown_day_is_not_guessed() -> None:
    assert read_due("3年内", None) is None and read_due("今年底前", None) is None


@pytest.mark.parametrize(
    "text", ["2021年12月3日", "二〇二一年十二月三日", "２０２１ 年１２月 ３日", "2021-12-03 17:20", "2021/12/3"]
)
def test_a_date_is_read_in_every_writing(text: str) -> None:
    assert read_date(f"发布日期：{text}") == date(2021, 12, 3)


def test_a_day_that_no_month_has_is_none() -> None:
    assert read_date("2021年2月30日") is None


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("十", 10),
        ("廿三", 23),
        ("一百二十", 120),
        ("二〇二一", 2021),
        ("三千五百", 3500),
        ("两万", 20_000),
        ("１２", 12),
        ("若干", None),
    ],
)
def test_a_numeral_is_read(word: str, number: int | None) -> None:
    assert read_numeral(word) == number
