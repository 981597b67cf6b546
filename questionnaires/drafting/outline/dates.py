"""The dates of head and annex; which words are a limit, and which day that is, the figures' limits say for all."""

import re
import unicodedata
from datetime import date

from questionnaires.drafting.figures.flat import flatten_text
from questionnaires.drafting.figures.limits import find_dues
from questionnaires.drafting.numerals import NUMERAL_SIGNS, read_numeral

_N = rf"(?:\d+|[{NUMERAL_SIGNS}]+)"
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇零○0O一二三四五六七八九]{3})年"
DAY = re.compile(rf"{_YEAR}(?P<month>{_N})月(?P<day>{_N})[日号]")
DIGIT_DAY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?=\D|$|\d\d:)")
PARTS = ("year", "month", "day")


def squeeze(text: str) -> str:
    """A text with widths normalised and white space and invisible characters taken away, for reading only."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if not sign.isspace() and unicodedata.category(sign) != "Cf")


def read_date(text: str) -> date | None:
    """The first full date of a text (2021年12月3日, 二〇二一年十二月三日, 2021-12-03); None where none stands."""
    word = squeeze(text)
    found = sorted((one for one in (DAY.search(word), DIGIT_DAY.search(word)) if one), key=lambda one: one.start())
    return next((day for one in found if (day := _make_day(one))), None)


def read_due(text: str, issued: date | None) -> date | None:
    """Until when, by the words of a cell (2025年底前, 2024年6月底, 2024年上半年, “十五五”末, 今年底, 六个月内).

    The last day that is still in time, of the first date that is a limit by its words, or else of the first one. None
    for 长期, 持续, 每年, where nothing is said, and for what counts from a day that is not known.
    """
    days = [one for one in find_dues(flatten_text(text).text, issued) if one.day]
    return next((one.day for one in [*(one for one in days if one.marked), *days]), None)


def _make_day(found: re.Match[str]) -> date | None:
    year, month, day = (read_numeral(found[part].replace("O", "〇").replace("○", "〇")) for part in PARTS)
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:  # a slip of the pen, such as 2月30日
        return None
