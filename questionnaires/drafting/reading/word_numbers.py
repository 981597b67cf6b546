"""The numbers that Word puts before paragraphs: never in the text, only in what numbering.xml says of lists."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

DIGITS = "〇一二三四五六七八九"
UNITS = ("", "十", "百", "千")
LEGAL, LEGAL_UNITS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
LARGEST = 9_999
PLACE = re.compile(r"%([1-9])")
WORDED = re.compile(
    r"[0-9A-Za-z\u4e00-\u9fff]$"
)  # a number that ends in a word (第一条, 1.1) stands apart from the text


class ListPlace(NamedTuple):
    """Of which list a paragraph is, and how deep in it."""

    list_id: str
    depth: int


@dataclass(frozen=True)
class ListLevel:
    """How one depth of a list is numbered. `restart` is the depth (from 1) whose items begin it anew; 0 none."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True)
class NumberedList:
    """A list that paragraphs name; those with the same `counter` go on counting where the other stopped."""

    counter: str
    levels: Mapping[int, ListLevel]
    starts: Mapping[int, int] = field(default_factory=dict)

    def find_depth(self, style: str) -> int | None:
        """The depth that belongs to a style."""
        return next((depth for depth, level in self.levels.items() if style and level.style == style), None)


@dataclass
class NumberCounter:
    """Counts the paragraphs of a document in their order."""

    lists: Mapping[str, NumberedList]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def number(self, place: ListPlace) -> str:
        """The number of the next paragraph at a place, with the space behind it; empty for bullets."""
        found = self.lists.get(place.list_id)
        level = found.levels.get(place.depth) if found else None
        if found is None or level is None:
            return ""
        counts = self.counts.setdefault(found.counter, {})
        for depth in range(place.depth):
            counts.setdefault(depth, _find_start(found, depth))
        counts[place.depth] = counts.get(place.depth, _find_start(found, place.depth) - 1) + 1
        for depth in [deeper for deeper in counts if deeper > place.depth]:
            restart = found.levels[depth].restart if depth in found.levels else None
            if restart is None or place.depth < restart:
                del counts[depth]
        if level.format == "bullet":
            return ""
        return _finish(PLACE.sub(lambda match: _write_part(found, counts, level, int(match[1]) - 1), level.text), level)


def _find_start(found: NumberedList, depth: int) -> int:
    return found.starts.get(depth, found.levels[depth].start if depth in found.levels else 1)


def _write_part(found: NumberedList, counts: Mapping[int, int], level: ListLevel, depth: int) -> str:
    format = found.levels[depth].format if depth in found.levels else "decimal"
    return write_number(counts.get(depth, _find_start(found, depth)), "decimal" if level.legal else format)


def _finish(number: str, level: ListLevel) -> str:
    return f"{number} " if level.suffix != "nothing" and WORDED.search(number) else number


def read_lists(root: Element | None, style_lists: Mapping[str, str]) -> dict[str, NumberedList]:
    """The lists of numbering.xml by their ids. `style_lists`: which list a style of lists names."""
    if root is None:
        return {}
    kinds = {kind.get("abstractNumId", ""): kind for kind in root.iterfind("w.abstractNum")}
    named = {one.get("numId", ""): _get(one, "w.abstractNumId") for one in root.iterfind("w.num")}
    lists = {}
    for one in root.iterfind("w.num"):
        kind_id = named[one.get("numId", "")]
        kind = kinds.get(kind_id)
        link = _get(kind, "w.numStyleLink") if kind is not None else ""
        if link and (linked := kinds.get(named.get(style_lists.get(link, ""), ""))) is not None:
            kind, kind_id = linked, linked.get("abstractNumId", "")
        if kind is not None:
            lists[one.get("numId", "")] = _read_list(one, kind, kind_id)
    return lists


def _read_list(one: Element, kind: Element, kind_id: str) -> NumberedList:
    levels = {_read_int(level.get("ilvl"), 0): _read_level(level) for level in kind.iterfind("w.lvl")}
    starts = {}
    for override in one.iterfind("w.lvlOverride"):
        depth = _read_int(override.get("ilvl"), 0)
        anew = override.find("w.lvl")
        if anew is not None:
            levels[depth] = replace(_read_level(anew), style=levels.get(depth, ListLevel()).style)
        if override.find("w.startOverride") is not None:
            starts[depth] = _read_int(_get(override, "w.startOverride"), 1)
    return NumberedList(f"list {one.get('numId')}" if starts else kind_id, levels, starts)


def _read_level(level: Element) -> ListLevel:
    restart = level.find("w.lvlRestart")
    legal = level.find("w.isLgl")
    return ListLevel(
        format=_get(level, "w.numFmt") or _get(level, "mc.AlternateContent/mc.Fallback/w.numFmt") or "decimal",
        text=_get(level, "w.lvlText"),
        start=_read_int(_get(level, "w.start"), 0),
        suffix=_get(level, "w.suff") or "tab",
        restart=None if restart is None else _read_int(restart.get("val"), 0),
        legal=legal is not None and legal.get("val", "1") not in ("0", "false", "off"),
        style=_get(level, "w.pStyle"),
    )


def _get(element: Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get("val", "")


def _read_int(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch("-?[0-9]{1,6}", text) else otherwise


def write_number(count: int, format: str) -> str:
    """A count as Word writes it in a format; in figures where the format is not known or has no sign for it."""
    if not 0 <= count <= LARGEST:
        return str(count)
    return WRITERS.get(format, str)(count)


def _write_chinese(count: int, digits: str = "零" + DIGITS[1:], units: tuple[str, ...] = UNITS) -> str:
    text = ""
    for place, digit in enumerate(map(int, reversed(str(count)))):
        text = (digits[digit] + units[place] if digit else digits[0]) + text
    text = re.sub(f"{digits[0]}+", digits[0], text).rstrip(digits[0]) or digits[0]
    return text[1:] if units is UNITS and 10 <= count < 20 else text


def _write_legal(count: int) -> str:
    return _write_chinese(count, LEGAL, LEGAL_UNITS)


def _write_digits(count: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(count))


def _write_counting(count: int) -> str:
    return _write_chinese(count) if count < 100 else _write_digits(count)


def _write_roman(count: int) -> str:
    text = ""
    for value, letters in ROMAN:
        text, count = text + letters * (count // value), count % value
    return text + ROMAN_ONES[count]


def _write_letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count else ""


def _take(signs: str) -> Callable[[int], str]:
    return lambda count: signs[count - 1] if 0 < count <= len(signs) else str(count)


def _row(first: str, length: int) -> str:
    return "".join(chr(ord(first) + at) for at in range(length))


CIRCLED = _take(_row("①", 20) + _row("㉑", 15) + _row("㊱", 15))
WRITERS: Mapping[str, Callable[[int], str]] = {
    "none": lambda count: "",
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: str(count).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalFullWidth2": lambda count: str(count).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "numberInDash": lambda count: f"- {count} -",
    "upperRoman": lambda count: _write_roman(count).upper(),
    "lowerRoman": _write_roman,
    "upperLetter": lambda count: _write_letters(count).upper(),
    "lowerLetter": _write_letters,
    "decimalEnclosedCircle": CIRCLED,
    "decimalEnclosedCircleChinese": CIRCLED,
    "decimalEnclosedParen": _take(_row("⑴", 20)),
    "decimalEnclosedFullstop": _take(_row("⒈", 20)),
    "ideographEnclosedCircle": _take(_row("㊀", 10)),
    "ideographTraditional": _take(STEMS),
    "ideographZodiac": _take(BRANCHES),
    "chineseLegalSimplified": _write_legal,
    "ideographLegalTraditional": _write_legal,
    "chineseCounting": _write_counting,
    "taiwaneseCounting": _write_counting,
    **dict.fromkeys(
        ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting"), _write_chinese
    ),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2"), _write_digits
    ),
}
