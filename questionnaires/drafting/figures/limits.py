"""Where in a text due dates stand, and which: 2025年底前, “十五五”末, 3年内, 自施行之日起六个月内."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from questionnaires.calendar import add_months
from questionnaires.drafting.numerals import read_numeral

N = r"(?:\d+|[一二两三四五六七八九十]+)"
BEFORE = r"(?P<before>(?:以前|之前|前|止)?)"
YEAR = r"(?P<year>\d{4}年?|二[〇零][一二三四五六七八九〇零]{2}年|今年|本年度?|当年|明年|次年|后年)"
# What makes a date one of a paper or a beginning; behind 前, 底 and 内 it is a limit whatever follows.
NOT_DUE = (
    r"(?!已)(?!(?<![前底末内])\d|[日季底末年度前止]|[上下]半年|[上中下]旬|以前|之前|[第度]?[^,;。]{0,6}号)"
    r"(?:(?<=[前底末内])|(?!起|以来|版|(?:修订|修正|公布|印发|发布|出台|施行|通过)(?!不少于|不低于|至少|\d)|开始|启动|以后|之后|后|基础|的?基数|相比))"
)
SINCE = (
    r"(?:(?:自[^,。;“”]{0,10}?)?(?P<since>印发|发布|公布|下发|出台|施行|实施|生效)"
    r"(?:之日起|之日后|后|起|以后|之后)的?,?)?"
)
# A period that counts from a case, or is itself what is limited.
OF_CASES = re.compile(
    r"(?:受理|接到|收到|发现|立案|申请|届满|期满|取得|发生|确认|接报|知悉|作出)[^,。;]{0,8}(?:之日起|后|起)$"
    r"|(?:控制|压缩|缩短|缩减|压减|限定|减少)(?:在|至|到|为)$|不(?:得)?超过$|不迟于$|不得在?$|(?<!起)的$"
)
ACHIEVED = re.compile(
    r"(?:要|须|应|将|全部|基本|全面|力争|率先){0,3}(?:完成|建成|达到?|实现|落地|上线|投用|启用|投入使用|见效|配齐)(?!的|后)"
)
EVERY_YEAR = re.compile(r"每年的?[^,。;]*$")  # 每年6月底、12月底前 comes again
INSPECTED = re.compile(r"(?:检查|抽检|抽查|巡查)[^。;\n]{0,40}$")
ROUND = re.compile(r"[二两三四五2-5]年(?:实现)?(?:检查|抽检)?全覆盖")
TIMES_IN = re.compile(  # 一年内检查两次
    r"[一二两三四五1-5]年内?(?:至少)?(?:监督|飞行|全面|日常)?(?:检查|抽检|抽查|巡查)[^,。;]{0,6}[一二两三四五\d](?:次|遍|轮)"
    r"|[一两二三四五1-5]年[一1](?:次|遍|轮)"
)
REACH = 64
LOOK_BACK = 24  # characters before a date that may say what it is


@dataclass(frozen=True, slots=True)
class Due:
    """A date from `start` to `end` of a flat text; `marked`: by its words a limit (前, 底, 内, 到), not only a date.

    `day` is None where it counts from a day that the notice does not tell, which `since` names.
    """

    start: int
    end: int
    day: date | None
    marked: bool
    since: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    issued: date | None
    effective: date | None


_Read = Callable[[re.Match[str], _Known], date | None]


def find_dues(text: str, issued: date | None, effective: date | None = None) -> list[Due]:
    """All dates of a flat text that may be limits, in order, none inside another."""
    known = _Known(issued, effective)
    found = list[Due]()
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.extend(_make_due(match, read, known))
    return sorted(found, key=lambda one: one.start)


def _make_due(match: re.Match[str], read: _Read, known: _Known) -> Iterator[Due]:
    groups = match.groupdict()
    before = match.string[max(0, match.start() - LOOK_BACK) : match.start()]
    if OF_CASES.search(before) or _comes_again(match, before) or _is_round(match):
        return
    try:
        day = read(match, known)
    except ValueError:  # 2月30日, or no limit of the notice
        return
    leads = bool(re.search(r"(?:到|至|截至|截止|力争|不迟于)$", before))
    limited = bool(re.search(r"前|底|末|内|止|期间|时期|时间|努力|收官|半年|季度", match[0])) or "span" in groups
    since = "施行" if groups.get("since") in ("施行", "实施", "生效") else "印发"
    leads = leads or bool(ACHIEVED.match(match.string, match.end()))
    yield Due(match.start(), match.end(), day, limited or leads, "" if day else since)


def _is_round(match: re.Match[str]) -> bool:
    """监督检查覆盖率每年不低于50%，两年实现全覆盖: a round of inspections takes as long."""
    start = match.start()
    if TIMES_IN.match(match.string, start):
        return True
    return bool(ROUND.match(match.string, start) and is_inspected(match.string, start))


def is_inspected(text: str, place: int) -> bool:
    """Whether inspections are what is spoken of before a place."""
    return INSPECTED.search(text, max(0, place - REACH), place) is not None


def _comes_again(match: re.Match[str], before: str) -> bool:
    """每年6月底前; 每年开展1次评估，于次年1月底前报告."""
    year = match.groupdict().get("year")
    sentence = re.split("[。;\n]", match.string[: match.start()])[-1]
    return bool("year" not in match.groupdict() and EVERY_YEAR.search(before)) or (
        year in ("次年", "当年", "本年") and "每年" in sentence
    )


def _read_year(match: re.Match[str], known: _Known) -> int | None:
    """The year of a match; 今年 and a month without year count from the day of issue."""
    written = match.groupdict().get("year")
    if written and (digits := read_numeral(written.rstrip("年"))) is not None:
        return digits
    if known.issued is None:
        return None
    return known.issued.year + {"明年": 1, "次年": 1, "后年": 2}.get(written or "", 0)


def _end_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _read_day(match: re.Match[str], known: _Known) -> date | None:
    year, month = _read_year(match, known), _count(match["month"])
    if year is None:
        return None
    if not match.groupdict().get("year") and known.issued and month < known.issued.month:
        year += 1
    if match.groupdict().get("day"):
        return date(year, month, _count(match["day"]))
    part = match.groupdict().get("part") or ""
    tens = {"上旬": 10, "中旬": 20}.get(part[:2])
    if not part and match["before"] not in ("", "止"):  # 6月前, as dates.read_due reads it
        return date(year, month, 1) - timedelta(days=1)
    return date(year, month, tens) if tens else _end_month(year, month)


def _read_part(match: re.Match[str], known: _Known) -> date | None:
    year = _read_year(match, known)
    if year is None:
        return None
    if quarter := match.groupdict().get("quarter"):
        return _end_month(year, 3 * _count(quarter))
    if match["before"] not in ("", "止") and not re.search("[底末内半]", match[0]):  # 2025年前
        return date(year - 1, 12, 31)
    return _end_month(year, 6 if "上半年" in match[0] else 12)


def _read_plan(match: re.Match[str], known: _Known) -> date:
    """The last day of a five-year plan; the first one ended in 1957, and the years have been regular since 1966."""
    return date(1955 + 5 * _count(match["plan"]), 12, 31)


def _read_span(match: re.Match[str], known: _Known) -> date | None:
    since = match.groupdict().get("since")
    start = known.effective if since in ("施行", "实施", "生效") else known.issued
    if match["unit"] in ("日", "天") and since is None:
        raise ValueError("days count from a case")
    if start is None:
        return None
    amount = match["most"] or match["amount"]
    if amount == "半":
        return add_months(start, 6)
    count, unit = _count(amount), match["unit"]
    if unit in ("日", "天"):
        return start + timedelta(days=count)
    return add_months(start, count * (12 if unit == "年" else 1))


def _count(numeral: str) -> int:
    return read_numeral(numeral) or 0


PARTS = r"(?P<part>上旬末?|中旬末?|下旬末?|底|末|份)?"
QUARTER = r"第?(?P<quarter>[一二三四1-4])季度(?:底|末|内)?|(?:上|下)半年|年?底|年?末|内"
AMOUNT = rf"(?:(?P<amount>{N}|半)(?:-|至|到)?(?P<most>{N})?)个?(?P<unit>年|月|日|天)"
RULES: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (re.compile(rf"{YEAR}(?P<month>{N})月(?P<day>{N})日{BEFORE}{NOT_DUE}"), _read_day),
    (
        re.compile(r"(?P<year>20\d\d)[./-](?P<month>\d{1,2})(?:[./-](?P<day>\d{1,2}))?(?!\d|[./-]\d|%|年)" + BEFORE),
        _read_day,
    ),
    (
        re.compile(rf"(?P<span>\d{{4}}年?(?:{N}月)?(?:-+|至|到)){YEAR}(?P<month>{N})月{PARTS}{BEFORE}{NOT_DUE}"),
        _read_day,
    ),
    (re.compile(rf"{YEAR}{N}月(?P<span>-+|至|到)(?P<month>{N})月{PARTS}{BEFORE}{NOT_DUE}"), _read_day),
    (re.compile(rf"{YEAR}(?P<month>{N})月{PARTS}{BEFORE}{NOT_DUE}"), _read_day),
    (re.compile(rf"(?<![\d年])(?P<month>{N})月(?:(?P<day>{N})日|{PARTS})(?P<before>以前|之前|前)"), _read_day),
    (re.compile(rf"(?P<span>\d{{4}}年?(?:-+|至|到)){YEAR}(?:{QUARTER})?{BEFORE}{NOT_DUE}"), _read_part),
    (
        re.compile(
            rf"(?P<year>\d{{4}}年|二[〇零].{{2}}年|今年|本年|当年|明年|次年|后年)(?:{QUARTER})?{BEFORE}{NOT_DUE}"
        ),
        _read_part,
    ),
    (re.compile(r"(?<=[至到])(?P<year>20\d\d)(?P<before>)(?=,)"), _read_part),
    (
        re.compile(r"(?<![\d一二两三四五六七八九十半近每])年(?P<before>)(?:底(?:以前|之前|前)?|内)(?!部|容|涵|在)"),
        _read_part,
    ),
    (
        re.compile(
            r"[“\"]?(?P<plan>十[一二三四五六七八九]?)五[”\"]?(?:规划)?(?:末期|末|期末|期间|时期|期内|收官|结束)"
            r"(?:之年)?(?:以前|之前|前|内)?(?!以来)"
        ),
        _read_plan,
    ),
    (
        re.compile(
            rf"{SINCE}(?<![近每续满去前]){AMOUNT}(?:左右)?(?:之内|以内|内)(?!不得|禁|不予|不受|未|无|累计(?=[\d二两三四五]|发生|被|受)|连续|两次|2次|因|被|受到|再次|发生)"
        ),
        _read_span,
    ),
    (re.compile(rf"(?:利用|再用|用|通过|经过|力争|花){AMOUNT}(?:左右)?的?(?:时间|努力)"), _read_span),
    (
        re.compile(
            rf"(?<![近每续满去前第]){AMOUNT}(?=(?:要|基本|全面|总体|力争)?(?:达到|实现|建成|完成|翻|(?:培养|培育|引进)(?!期|计划|方案|工程)|累计(?=培|完|建|投|引|检|抽|新|达|不少|不低|安排|制)))"
        ),
        _read_span,
    ),
    (re.compile(rf"力争{AMOUNT}(?:左右)?(?!行动|计划|规划|期|级|攻坚|以)(?=[\u4e00-\u9fff])"), _read_span),
    (re.compile(rf"(?:未来|今后){AMOUNT}(?:之内|以内|内|时间)?"), _read_span),
)
