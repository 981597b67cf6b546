"""Printed lines joined to paragraphs: what one sentence is must not stay in two, and no word may be lost."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaires.drafting.reading.printed import PrintedLine

NUMBER = "[一二三四五六七八九十百零〇○]"
ITEM = re.compile(
    rf"第\s*(?:{NUMBER}{{1,5}}|\d{{1,3}})\s*(?:[章节编篇]|条(?![的第规款和至、，。]))"
    rf"|[（(]\s*(?:{NUMBER}{{1,4}}|\d{{1,2}})\s*[）)]|{NUMBER}{{1,4}}\s*[、.．]"
    r"|[\d０-９]{1,2}\s*(?:[.．](?![\d０-９])|[、)）])|[\d０-９]{1,2}(?:[.．][\d０-９]{1,2}){1,3}[\s　]"
    r"|[①-⑳㈠-㈩⑴-⒇⒈-⒛㊀-㊉Ⅰ-Ⅻ]|[A-Za-z][.．、)）]|[●■◆▲★○□◇▪•·]\s*"
)
WEAK_ITEM = re.compile(rf"{NUMBER}|第|\d|[A-Za-z●■◆▲★○□◇▪•·]")  # a comma before it says that a sentence goes on
OPENING = re.compile(
    r"附\s*件\s*(?:[\d０-９一二三四五六七八九十]|[:：]|$)|附\s*[:：]|抄\s*送|抄\s*报|主\s*送|[（(]此件|[（(]信息公开|[（(]联系人"
    r"|[〔（(【\[]?(?:责任|牵头|配合|主办|协办|承办)\s*(?:单位|部门|分工|领导)|完成时限|完成时间|时限要求"
)
DATE = re.compile(
    r"[\d０-９〇○零一二三四五六七八九十]{2,4}\s*年\s*[\d０-９一二三四五六七八九十]{1,3}\s*月\s*[\d０-９一二三四五六七八九十]{1,3}\s*日(?:印发)?"
)
ENDS = re.compile(r"[。！？!?：:；;…][”’\"）)》】〕\]]*$|[。！？!?；;][”’\"）)》】〕\]]*$")
CLAUSE_MARK = re.compile("[，,。；;]")
GOES_ON = re.compile(r"[，,、（(《〈“‘〔【\[]$")
CONTINUES = re.compile(r"[，,。、；;：:？！）)》〉”’〕】\]]")
PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}
DOUBLED = "人年月天日时处层个家件样步种户村代条点级环常往渐刚仅多大生世事字句声色面方各稳好早慢悄默频连屡深久满高短家"
TITLE_END = re.compile(
    r"(?:通知|意见|决定|公告|通告|批复|函|办法|规定|方案|措施|规划|计划|细则|要点|纲要)[》]?(?:[（(][^）)]*[）)])?$"
)
ISSUER = re.compile(r"(?:政府|办公[厅室]|委员会|[局厅署部办委])(?:关于)?$")
ISSUED_BY_IT = re.compile("印发|转发|发布|公布")
LONG = 40  # full-width characters: wider than any printed page, so that a line of them was not broken by a margin
NARROWEST, WIDEST = 15, 60  # lines of print
CLOSE = 2.5  # so much before the margin a line may stop, since no comma begins one; also the indent of a first line
MOST_TITLE_LINES = 5
LETTERS = re.compile(r"[A-Za-z][,.;:]?$")


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a text is set: the margin where lines are broken, if any, and what tells a paragraph from the one before."""

    margin: float | None
    blank_tells: bool
    indent_tells: bool


def join_lines(
    lines: Sequence[PrintedLine], whole: Sequence[PrintedLine] | None = None
) -> Iterator[tuple[str, int | None]]:
    """Paragraphs in their order, and the depth of those that are headings. `whole` shows how all of the text is set."""
    habits = _learn_habits(lines if whole is None else whole)
    paragraph: list[PrintedLine] = []
    text = ""
    for line in lines:
        if not line.text:
            continue
        if paragraph and _goes_on(text, paragraph, line, habits):
            text = _join(text, line, habits)
            paragraph.append(line)
            continue
        if paragraph:
            yield text, paragraph[0].heading
        text, paragraph = line.text, [line]
    if paragraph:
        yield text, paragraph[0].heading


def _learn_habits(lines: Sequence[PrintedLine]) -> _Habits:
    seen = [line for line in lines if line.text]
    apart = sum(line.apart for line in seen)
    indented = sum(line.indented is True for line in seen)
    return _Habits(_find_margin(seen), 0 < apart < 0.6 * len(seen), indented > 0.05 * len(seen))


def _find_margin(lines: Sequence[PrintedLine]) -> float | None:
    """The width at which the lines of a text were broken; None where its paragraphs are whole."""
    widths = [line.width for line in lines if line.width >= NARROWEST / 2]
    counts = Counter(width for width in widths if NARROWEST <= width <= WIDEST)
    near = {width: sum(count for other, count in counts.items() if width - CLOSE < other <= width) for width in counts}
    best = max(near, key=lambda width: (near[width], width), default=None)
    if best is None or near[best] < 0.35 * len(widths) or near[best] < 4:
        return None
    wider = sum(width > best + CLOSE for width in widths)
    return best if wider <= 0.05 * len(widths) else None


def _goes_on(text: str, paragraph: list[PrintedLine], line: PrintedLine, habits: _Habits) -> bool:
    """Whether a line goes on with the paragraph of which `text` stands already."""
    before = paragraph[-1]
    if line.heading != before.heading or _begins(before.text, line.text):
        return False
    if _is_title_so_far(text, paragraph, line):
        return True
    if GOES_ON.search(before.text) or CONTINUES.match(line.text) or _closes(text, line.text):
        return True
    if (line.indented and habits.indent_tells) or DATE.fullmatch(line.text):
        return False
    if ENDS.search(text):
        divided = text[-1] in ":：" or (line.apart and habits.blank_tells)
        return not divided and habits.margin is not None and _is_full(paragraph, habits)
    return _is_full(paragraph, habits) or _is_sentence(text)


def _begins(before: str, text: str) -> bool:
    """Whether a line begins something, whatever is before it."""
    if OPENING.match(text):
        return True
    return ITEM.match(text) is not None and not (GOES_ON.search(before) and WEAK_ITEM.match(text))


def _is_title_so_far(text: str, paragraph: list[PrintedLine], line: PrintedLine) -> bool:
    """Whether two lines are of one title: 某某政府办公厅关于 / 印发…… / 的通知."""
    if len(paragraph) >= MOST_TITLE_LINES or CLAUSE_MARK.search(text + line.text) or ENDS.search(line.text):
        return False
    if ITEM.match(text) or OPENING.match(text) or text[0] in PAIRS or paragraph[0].text.endswith(("文件", "号")):
        return False
    if DATE.fullmatch(text):
        return False
    if ISSUER.search(text) and len(paragraph) == 1 and line.text.startswith(("关于", "印发", "转发")):
        return True
    if re.search(r"(?:^|[府厅室局委部署办会])\s*关于", text):
        ended = re.search("的(?:通知|函|公告|决定)$", text) if ISSUED_BY_IT.search(text) else TITLE_END.search(text)
        return not ended
    return TITLE_END.search(line.text) is not None and not (TITLE_END.search(text) or ISSUER.search(text))


def _is_sentence(text: str) -> bool:
    """Whether words without an end are of a sentence: headings have no marks, items and their headings no full stop."""
    return CLAUSE_MARK.search(text) is not None and ("。" in text or not ITEM.match(text))


def _closes(text: str, following: str) -> bool:
    """Whether a bracket or a quotation that is open at the end of a text is closed in what follows."""
    for opening, closing in PAIRS.items():
        if text.count(opening) > text.count(closing) and closing in following:
            at = following.index(closing)
            return opening not in following[:at]
    return False


def _is_full(paragraph: list[PrintedLine], habits: _Habits) -> bool:
    """Whether the last line stops at the margin, so that it need not be the end; or, without margins, is long."""
    last = paragraph[-1]
    if habits.margin is None:
        return last.width >= LONG
    indent = 2 if len(paragraph) == 1 and last.indented is not False else 0
    return last.width + indent >= habits.margin - CLOSE


def _join(text: str, line: PrintedLine, habits: _Habits) -> str:
    following = line.text
    if line.turned or habits.margin is None:
        following = following[_count_repeated(text, following) :]
    between = " " if LETTERS.search(text) and following[:1].isascii() and following[:1].isalnum() else ""
    return text + between + following


def _count_repeated(text: str, following: str) -> int:
    """How many characters at the end of a page were printed again at the beginning of the next: none, one, or two.

    Words that are doubled by themselves (层层, 处处), digits and letters are left alone.
    """
    if len(text) > 3 and text[-2:] == following[:2] and not following[:2].isascii() and text[-1] not in PAIRS.values():
        return 2
    once = text[-1:]
    alone = once == following[:1] and not once.isascii() and once not in DOUBLED and following[1:2] != once
    return 1 if alone and once.isalpha() else 0
