"""The amounts of a flat text: each with its value, its unit and its place; ranges, fractions and ratios among them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from questionnaires.drafting.figures.amounts import ARABIC, CHINESE, read_amount

UNITS = (
    "个百分点|百分点|个工作日|工作日|个月|[人批场户家例台件项车班条站款轮店所份篇]次|台套|人日|人份|学分|平米|学时|课时|小时|平方米|立方米|公顷|公斤|千克|平方公里|公里|分钟|万元|亿元"
    "|周岁|大类|种类|个|名|人|家|项|次|批|件|套|台|辆|支|处|所|座|间|本|张|期|种|类|条|份|篇|例|场|户|村|县|年|月|日|天|元|岁|级|倍|番|遍|轮|回|位"
    "|门|册|届|讲|款|组|株|艘|架|部|笔|宗|单(?!位)|幅|块|枚|瓶|盒|袋|栋|幢|集(?![中聚成体约散团])|亩|吨|秒|分(?![之钟别类])|点(?=[,。;、及以])|起(?![来始草步诉])|%|‰|成(?![立为员果本效功熟长品都绩])"
)
_WIDE = rf"(?:{ARABIC})[十百千万亿]*|{CHINESE}"
# 百 alone is no amount, 百万人口 neither; 一致, 十分, 万一 have no unit behind them.
TOKEN = re.compile(
    rf"百分之(?P<percent>{_WIDE})"
    rf"|(?P<whole>[二两三四五六七八九十])分之(?P<part>[一二两三四五六七八九十])"
    r"|(?P<tenths>[一二三四五六七八九])成(?P<hundredths>[一二三四五六七八九])"
    rf"|(?P<upper>[1-9])/(?P<lower>[2-9]|10)(?!\d|/)"
    rf"|(?P<half>半数|一半|(?<=过)半(?!数))"
    rf"|(?<![\d:])(?P<one>\d+(?:\.\d+)?)(?::|比)(?P<base>\d+(?:\.\d+)?)(?![\d.]*:)"
    r"|(?<![个\d])(?P<half_of>半)个?(?P<half_unit>小时|工作日)"
    r"|(?<=翻)(?P<doubled>番)"
    rf"|(?P<number>{_WIDE})(?:余|多)?(?P<unit>{UNITS})?(?P<plus>余|多)?(?:/(?P<per>\d*[十百千万]+)(?:常住|户籍)?(?:人口|人))?"
)
RANGED = re.compile(rf"[至到-](?:{CHINESE})(?:{UNITS})")  # 一 of 一至两次
COUNTED_ALONE = frozenset("百千万亿")
ROUND_SUM = re.compile(r"(?:突破|达到|超过|不低于|不少于)$")  # 突破千亿元


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit ("" where none stands); `base` of 1:5 or 4批次/千人; `arabic`: printed in digits; `about`:
    of 280多种."""

    start: int
    end: int
    value: Decimal
    unit: str
    arabic: bool
    base: Decimal | None = None
    about: bool = False


def find_amounts(text: str, taken: list[tuple[int, int]]) -> list[Amount]:
    """The amounts outside of what is taken, in order; Chinese numerals only before a word that counts."""
    found = list[Amount]()
    for match in TOKEN.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            found.extend(_rescue(text, match, taken))
        else:
            found.extend(_make(match))
    return _lend_units(text, found)


def _rescue(text: str, match: re.Match[str], taken: list[tuple[int, int]]) -> Iterator[Amount]:
    """What of a match stands outside of the spans that are taken: 十 of 十二 is not, 98 behind 3年内 is."""
    start = max((end for begin, end in taken if begin <= match.start() < end), default=match.start())
    again = TOKEN.match(text, start) if start < match.end() else None
    if again and not any(begin < again.end() and again.start() < end for begin, end in taken):
        yield from _make(again)


def _make(match: re.Match[str]) -> Iterator[Amount]:
    start, end = match.span()
    arabic = bool(re.search(r"\d", match[0]))
    if match["number"]:
        yield from _make_plain(match, arabic)
    elif match["half_of"]:
        yield Amount(start, end, Decimal("0.5"), match["half_unit"], arabic)
    elif match["doubled"]:
        yield Amount(start, end, Decimal(1), "番", arabic)
    elif match["one"]:
        yield Amount(start, end, Decimal(match["one"]), ":", True, Decimal(match["base"]))
    elif (percentage := _read_percentage(match)) is not None:
        yield Amount(start, end, percentage, "%", arabic)


def _read_percentage(match: re.Match[str]) -> Decimal | None:
    """百分之九十, 三分之二, 1/3, 九成五, 半数 as per cent."""
    if match["upper"]:
        return 100 * Decimal(match["upper"]) / Decimal(match["lower"])
    if match["percent"]:
        return read_amount(match["percent"])
    if match["half"]:
        return Decimal(50)
    first, second = read_amount(match["part"] or match["tenths"]), read_amount(match["whole"] or match["hundredths"])
    if not first or not second:
        return None
    return 100 * first / second if match["part"] else 10 * first + second


def _make_plain(match: re.Match[str], arabic: bool) -> Iterator[Amount]:
    number, unit = match["number"], match["unit"] or ""
    if not arabic and not (unit or RANGED.match(match.string, match.end())):
        return
    if set(number) <= COUNTED_ALONE and not (unit == "元" and ROUND_SUM.search(match.string, 0, match.start())):
        return
    if unit == "元" and number.endswith(("万", "亿")):  # money is kept in the books by 万元 and 亿元
        number, unit = number[:-1] or "一", number[-1] + "元"
    value = read_amount(number)
    if value is None:
        return
    if unit == "成":
        value, unit = value * 10, "%"
    unit = unit.removeprefix("个") if len(unit) > 1 and unit != "个月" else unit
    base = read_amount(match["per"]) if match["per"] else None
    yield Amount(match.start(), match.end(), value, unit, arabic, base, bool(re.search("余|多", match[0])))


def _lend_units(text: str, amounts: list[Amount]) -> list[Amount]:
    """98、95%: a number without unit before a list mark or a dash has the unit of the next."""
    for place in range(len(amounts) - 2, -1, -1):
        one, following = amounts[place], amounts[place + 1]
        if not one.unit and following.unit and re.fullmatch(r"[、和及或至到-]{1,2}", text[one.end : following.start]):
            amounts[place] = replace(one, unit=following.unit, base=following.base)
    return amounts
