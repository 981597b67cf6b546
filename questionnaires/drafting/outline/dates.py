"""Dates and due dates as notices write them.

One module for all of drafting: the outline reads the dates of head and annex by it, the figures their own.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from questionnaires.calendar import add_months
from questionnaires.drafting.numerals import NUMERAL_SIGNS, read_numeral

_N = rf"(?:\d+|[{NUMERAL_SIGNS}]+)"
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇零○0O一二三四五六七八九]{3})年"
_THIS = r"(?P<this>今年|本年度?|当年|明年|次年)"
_MONTH = rf"(?P<month>{_N})月"
DAY = re.compile(rf"{_YEAR}{_MONTH}(?P<day>{_N})[日号]")
DIGIT_DAY = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?=\D|$|\d\d:)")
DUE_DAY = re.compile(rf"(?:{_YEAR}|{_THIS}){_MONTH}(?P<day>{_N})[日号]")
DUE_MONTH = re.compile(rf"(?:{_YEAR}|{_THIS}){_MONTH}份?(?P<edge>之前|以前|前)?")
DUE_PART = re.compile(
    rf"(?:{_YEAR}|{_THIS})(?:(?P<half>[上下])半年|第?(?P<quarter>[一二三四1-4])季度|(?P<quarters>前三)季度)"
)
DUE_YEAR = re.compile(rf"(?:{_YEAR}|{_THIS})(?P<edge>之前|以前|前(?!半|三))?")
DIGIT_MONTH = re.compile(r"(?<!\d)(?P<year>20\d\d)[-/.](?P<month>\d{1,2})(?![-/.\d])")
PLAN = re.compile(
    rf"[“\"'‘]?(?P<plan>十[{NUMERAL_SIGNS}]?)五[”\"'’]?(?:规划)?(?:期?末|期间|时期|期内|末期|收官|以?来?内|$)"
)
WITHIN = re.compile(rf"(?P<count>{_N}|半)个?(?P<unit>年|月|季度)(?:之内|以内|内)")
OPEN_YEAR = re.compile(r"(?:今年|本年度?|当年|(?<!每)年)(?:底|末|内|终)")
RECURRING = re.compile(r"每[年月季半周日]|每\S{0,3}年|长期|持续|常年|经常")


def squeeze(text: str) -> str:
    """A text with widths normalised and white space and invisible characters taken away, for reading only."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if not sign.isspace() and unicodedata.category(sign) != "Cf")


def read_date(text: str) -> date | None:
    """The first full date of a text (2021年12月3日, 二〇二一年十二月三日, 2021-12-03); None where none stands."""
    word = squeeze(text)
    found = sorted((one for one in (DAY.search(word), DIGIT_DAY.search(word)) if one), key=lambda one: one.start())
    return next((day for one in found if (day := _make_day(one, None))), None)


def read_due(text: str, issued: date | None) -> date | None:
    """Until when, by the words of a text (2025年底前, 2024年6月底, 2024年上半年, “十五五”末, 今年底, 六个月内).

    The last day that is still in time; years of the text's own come first, then the plan, then what counts from
    `issued`. None for 长期, 持续, 每年 and where nothing is said, and for what counts from a day that is not known.
    """
    word = squeeze(text)
    for pattern, make in ((DUE_DAY, _make_day), (DIGIT_DAY, _make_day), (DUE_PART, _end_part), (DUE_MONTH, _end_month)):
        if (found := pattern.search(word)) and (day := make(found, issued)):
            return day
    for pattern, make in ((DIGIT_MONTH, _end_month), (DUE_YEAR, _end_year), (PLAN, _end_plan), (WITHIN, _end_period)):
        if (found := pattern.search(word)) and (day := make(found, issued)):
            return day
    if issued and OPEN_YEAR.search(word) and not RECURRING.search(word):
        return date(issued.year, 12, 31)
    return None


def _find_year(found: re.Match[str], issued: date | None) -> int | None:
    parts = found.groupdict()
    if parts.get("year"):
        return read_numeral(parts["year"].replace("O", "〇").replace("○", "〇"))
    if issued is None:
        return None
    return issued.year + (1 if parts["this"] in ("明年", "次年") else 0)


def _make_day(found: re.Match[str], issued: date | None) -> date | None:
    year, month, day = _find_year(found, issued), read_numeral(found["month"]), read_numeral(found["day"])
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:  # a slip of the pen, such as 2月30日
        return None


def _end_month(found: re.Match[str], issued: date | None) -> date | None:
    year, month = _find_year(found, issued), read_numeral(found["month"])
    if year is None or month is None or not 1 <= month <= 12:
        return None
    if found.groupdict().get("edge"):
        return date(year, month, 1) - timedelta(days=1)
    return date(year, month, monthrange(year, month)[1])


def _end_part(found: re.Match[str], issued: date | None) -> date | None:
    if (year := _find_year(found, issued)) is None:
        return None
    if found["half"]:
        month = 6 if found["half"] == "上" else 12
    else:
        month = 9 if found["quarters"] else 3 * (read_numeral(found["quarter"]) or 4)
    return date(year, month, monthrange(year, month)[1])


def _end_year(found: re.Match[str], issued: date | None) -> date | None:
    year = _find_year(found, issued)
    return date(year - (1 if found["edge"] else 0), 12, 31) if year else None


def _end_plan(found: re.Match[str], issued: date | None) -> date | None:
    return date(1955 + 5 * (read_numeral(found["plan"]) or 0), 12, 31)  # 十四五 ended with 2025


def _end_period(found: re.Match[str], issued: date | None) -> date | None:
    if issued is None:
        return None
    months = {"年": 12, "月": 1, "季度": 3}[found["unit"]]
    count = read_numeral(found["count"])
    return add_months(issued, 6 if count is None else count * months)
