"""The numbers that paragraphs of a notice begin with: 第一章, 第九条, 一、, （一）, 1., 1.1, （1）, ①."""

import re
from dataclasses import dataclass
from enum import IntEnum

from questionnaires.drafting.numerals import NUMERAL_SIGNS, read_numeral


class Style(IntEnum):
    """A way of numbering, from the outermost to the innermost as official documents nest them."""

    PLAIN = 0  # a heading without a number
    CHAPTER = 1
    SECTION = 2
    ARTICLE = 3
    COMMA = 4
    BRACKET = 5
    DIGIT = 6
    DECIMAL = 7
    DIGIT_BRACKET = 8
    HALF_BRACKET = 9
    CIRCLE = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a paragraph: its style and value, as a path prints it, and the text behind it."""

    style: Style
    value: int
    printed: str
    rest: str


NARROW = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９（）．"} | dict.fromkeys(
    map(ord, "\u3000\u00a0\u2002\u2003\u2009\t"), " "
)
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_H = f"[{NUMERAL_SIGNS}]+(?: *[{NUMERAL_SIGNS}]+)?"
WORDED = re.compile(rf"第 *({_H}|\d+) *([章节条]) *")
COMMA = re.compile(rf"({_H}) *[、.] *")
BRACKET = re.compile(rf"\( *({_H}) *\) *[、.]? *")
DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)[、.]? *(?=[^\d\s%])")
DIGIT = re.compile(r"(\d{1,3}) *[.、] *(?=[^\d\s.])")
BARE = re.compile(r"(\d{1,2}) +(?=[^\d\s.%])")
DIGIT_BRACKET = re.compile(r"\( *(\d{1,2}) *\) *[、.]? *")
HALF_BRACKET = re.compile(r"(\d{1,2})\) *")
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ENCLOSED = {chr(0x3220 + at): f"({sign})" for at, sign in enumerate("一二三四五六七八九十")} | {
    chr(start + at): form.format(at + 1) for start, form in ((0x2474, "({})"), (0x2488, "{}.")) for at in range(20)
}
CITED = re.compile(r"(?:规定|第|所称|[的至到和与及、，,]|项|款|中所?|明确|要求)")
MEASURED = re.compile(r"[万亿个名项家批次份年月日倍所元人种类条件%％]")
WORDED_STYLES = {"章": Style.CHAPTER, "节": Style.SECTION, "条": Style.ARTICLE}


def clean_line(text: str) -> str:
    """A line without what cannot be seen, and without white space at its ends."""
    return INVISIBLE.sub("", text).strip()


def read_mark(text: str) -> Mark | None:
    """The number that a line begins with, whatever its width; None for running text and for what is only cited.

    “一是…”, “第三条规定…”, “1.5万” and “3个” begin no paragraph.
    """
    line = clean_line(text)
    if line[:1] in ENCLOSED:
        line = ENCLOSED[line[0]] + line[1:]
    narrow = line.translate(NARROW)
    if line[:1] and line[0] in CIRCLES:
        return Mark(Style.CIRCLE, CIRCLES.index(line[0]) + 1, line[0], line[1:].strip())
    return _read_worded(narrow, line) or _read_other(narrow, line)


def _read_worded(narrow: str, line: str) -> Mark | None:
    found = WORDED.match(narrow)
    if found is None or (value := read_numeral(found[1].replace(" ", ""))) is None:
        return None
    rest = line[found.end() :].strip()
    if not found[0].endswith(" ") and CITED.match(rest):
        return None
    return Mark(WORDED_STYLES[found[2]], value, found[0].replace(" ", ""), rest)


def _read_other(narrow: str, line: str) -> Mark | None:
    for style, pattern, form in (
        (Style.COMMA, COMMA, "{}"),
        (Style.BRACKET, BRACKET, "（{}）"),
        (Style.DECIMAL, DECIMAL, "{}"),
        (Style.DIGIT, DIGIT, "{}"),
        (Style.DIGIT, BARE, "{}"),
        (Style.DIGIT_BRACKET, DIGIT_BRACKET, "（{}）"),
        (Style.HALF_BRACKET, HALF_BRACKET, "{}）"),
    ):
        if found := pattern.match(narrow):
            rest, word = line[found.end() :].strip(), found[1].replace(" ", "")
            if pattern in (DECIMAL, BARE) and MEASURED.match(rest):
                return None
            if pattern is BARE and (len(rest) > 30 or re.search(r"[。；，].", rest) or rest.endswith("；")):
                return None
            value = read_numeral(word.rsplit(".", 1)[-1])
            return None if value is None else Mark(style, value, form.format(word), rest)
    return None
