"""A notice taken apart into head, clauses and annex."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from questionnaires.drafting.outline.annex import is_task_table, read_annex
from questionnaires.drafting.outline.dates import squeeze
from questionnaires.drafting.outline.head import read_head
from questionnaires.drafting.outline.numbering import Style
from questionnaires.drafting.outline.sections import cut_sections
from questionnaires.drafting.outline.tree import Node, build_tree, is_wrapped
from questionnaires.drafting.outline.unasked import find_paragraphs, list_behind
from questionnaires.drafting.outline.units import UNITS_ALONE, find_units
from questionnaires.drafting.parts import Block, NoticeHead, Outline, OutlineClause, TableBlock, UnaskedText
from questionnaires.messages import Refused

LONGEST_HEADING, LONGEST_LINE = 40, 50
LONGEST_SCRAP = 3_000  # letters of a part of a notice that is looked at by itself
TITLE = re.compile(r"通知|意见|方案|措施|办法|规定|条例|细则|规划|计划|要点|决定|规范|标准|函|公告|制度|规则|指引|清单")
NAMED = re.compile(r"^[【〔\[（(]([^】〕\]）)]{2,30})[】〕\]）)]\s*")
SENTENCE = re.compile(r"^(.{2,60}?)[。．.]\s*(?=\S|$)")
COLON = re.compile(r"^([^，。；：:]{2,30})[：:]\s*(?=\S|$)")
SPACED = re.compile(r"^([^，。；：\s]{4,30})(?:\u3000+|[ \u00a0]{2,})(?=\S{8})")
OVERALL = re.compile(
    r"指导思想|总体要求|总体目标|总体思路|工作目标|主要目标|基本原则|工作原则|目标任务|总则|附则|适用范围|工作思路|总体部署|目标要求"
)
TARGET = re.compile(
    r"\d[^，。；]{0,6}(?:[%％‰]|以上|以内|达到)|(?:达到?|不低于|不少于|不超过|超过|至少)[^，。；]{0,6}\d|百分之"
)
# 各市县人民政府要…, 有关部门应当…: somebody is bound, with a figure or without.
BOUND = re.compile(
    r"(?:^|[。；,，])(?:各[级地市州县区盟旗]|[省市县]级|(?:各?(?:有关|相关))(?:部门|单位))[^。；,，]{0,30}?(?:要(?![求素点])|应当|必须|须)(?!以)"
)
INTRODUCES = re.compile(
    r"(?:制定|提出|现(?:就|将|印发)|通知|实施|如下)[^。]{0,24}(?:如下|通知|方案|措施|意见|办法|计划)"
)
FOREWORD = "引言"
WIDE = str.maketrans("()", "（）")
ITEM_END = re.compile(r"[；;]$")


def outline_notice(blocks: Sequence[Block]) -> Outline:
    """Take a notice apart: its head, its clauses in the order of print, and the tasks of its annex tables.

    Raises Refused for a long text that has nothing of a notice's head.
    """
    sections = cut_sections(blocks)
    tree = build_tree([one for one in sections.main if not (isinstance(one, TableBlock) and is_task_table(one))])
    width = is_wrapped(sections.main)
    read = [*_read_preamble(tree.preamble, width), *(one for root in tree.roots for one in _read_root(root, width))]
    clauses = _number_twins([one for one in read if isinstance(one, OutlineClause)])
    head = read_head(sections, tree.preamble)
    if _is_no_notice(head) and sum(len(one.body) for one in clauses) > LONGEST_SCRAP:
        raise Refused("The text has no number, issuer, date or title of a notice; it seems to be something else.")
    unasked = [*(one for one in read if isinstance(one, UnaskedText)), *list_behind(sections.back)]
    return Outline(head, tuple(clauses), read_annex(sections, clauses, head.issued), tuple(unasked))


def _is_no_notice(head: NoticeHead) -> bool:
    told = head.number, head.issuer, head.issued, head.implements
    return not any(told) and not TITLE.search(head.title)


def _read_preamble(lines: Sequence[str], width: int) -> Iterator[OutlineClause | UnaskedText]:
    """What stands before the first number: why the notice was made; a clause of its own where it binds somebody."""
    told = list(find_paragraphs(lines))
    if not width and told and _holds_duty(told[-1:]) and not INTRODUCES.search(told[-1]):
        yield OutlineClause(FOREWORD, FOREWORD, told[-1], find_units(told[-1]))
        told.pop()
    yield from (UnaskedText("introduction", one) for one in told)


def _read_root(root: Node, width: int) -> Iterator[OutlineClause | UnaskedText]:
    """The clauses under one outermost paragraph, or itself."""
    heading, _ = split_heading(root, width)
    if root.mark.style in (Style.CHAPTER, Style.SECTION) or (root.children and not _is_list(root)):
        if root.children and _holds_duty(root.lines):
            yield _make_clause(root, root.mark.printed or heading, "", width, own=True)
        elif root.children:
            yield from (UnaskedText("lead", one, heading) for one in root.lines)
        for child in root.children:
            yield from _read_child(child, [root], width)
        if root.children:
            return
    if not OVERALL.search(heading) or _holds_duty(root.all_lines()):
        yield _make_clause(root, root.mark.printed or heading, "", width)
    else:
        yield from (UnaskedText("aims", one, heading) for one in root.all_lines())


def _read_child(node: Node, above: list[Node], width: int) -> Iterator[OutlineClause | UnaskedText]:
    chapter, _ = split_heading(above[0], width)
    if node.mark.style is Style.SECTION or (node.children and _are_clauses(node, width)):
        if node.mark.style is not Style.SECTION and _holds_duty(node.lines):
            yield _make_clause(node, _join_path(node, above, width), chapter, width, own=True)
        else:
            yield from (UnaskedText("lead", one, chapter) for one in node.lines)
        for child in node.children:
            yield from _read_child(child, [*above, node], width)
    else:
        yield _make_clause(node, _join_path(node, above, width), chapter, width)


def _join_path(node: Node, above: Sequence[Node], width: int) -> str:
    """The path of a paragraph: 第九条 alone, 1.2 under 1 alone, otherwise all numbers from the top."""
    printed = node.mark.printed or split_heading(node, width)[0]
    if node.mark.style is Style.ARTICLE:
        return printed
    path = ""
    for one in above:
        if not (one.mark.style is Style.SECTION and path):
            path += one.mark.printed
    if node.mark.style is Style.DECIMAL and printed.startswith(path.rstrip("、.") + "."):
        return printed
    return path + printed


def _is_list(node: Node) -> bool:
    """Whether what stands under a paragraph is a list in a sentence, not paragraphs of their own."""
    own = squeeze("".join([node.mark.rest, *node.lines]))
    ends = [bool(ITEM_END.search("".join([one.raw, *one.lines]).strip())) for one in node.children]
    return own.endswith(("：", ":")) and sum(ends) >= max(1, len(ends) - 1)


def _are_clauses(node: Node, width: int) -> bool:
    """Whether the duties stand one step lower: each with units of its own, or, where no bracket closes the whole, each
    with a heading and a text, and nothing of their parent's own before them."""
    if _is_list(node):
        return False
    units = [bool(find_units("\n".join([one.mark.rest, *one.lines, *one.all_lines()]))) for one in node.children]
    if any(units):
        return units[0] and sum(units) >= 0.6 * len(units)
    if len(node.children) < 2 or split_heading(node, width)[1] or node.lines:
        return False
    split = [split_heading(one, width) for one in node.children]
    texts = [len("".join([body, *one.all_lines()])) for one, (_, body) in zip(node.children, split, strict=True)]
    return all(heading for heading, _ in split) and min(texts) >= LONGEST_HEADING


def _holds_duty(lines: Sequence[str]) -> bool:
    body = "\n".join(lines)
    return bool(TARGET.search(squeeze(body)) or BOUND.search(squeeze(body)) or find_units(body))


def _make_clause(node: Node, path: str, chapter: str, width: int, *, own: bool = False) -> OutlineClause:
    heading, first = split_heading(node, width)
    lines = node.lines if own else node.all_lines()
    if width and not first and lines and _runs_over(node, heading, lines[0], width):
        head, _, tail = lines[0].partition("。")
        heading, lines = heading + head, [tail.strip(), *lines[1:]]
    body = "\n".join(line for line in [first, *lines] if line)
    return OutlineClause(path, heading, body, find_units(body), chapter)


def _runs_over(node: Node, heading: str, after: str, width: int) -> bool:
    """Whether a heading fills its line and ends with the full stop of the next one."""
    full = len(node.raw) >= width - 2 and not node.raw.endswith(("。", "："))
    return full and 0 < after.find("。") <= LONGEST_HEADING - len(heading)


def split_heading(node: Node, width: int) -> tuple[str, str]:
    """A paragraph's heading and what follows it in the same line; no heading where the line is a sentence."""
    rest, more = node.mark.rest, bool(node.lines or node.children)
    if named := NAMED.match(rest):
        return named[1], rest[named.end() :]
    for pattern in (SPACED, COLON):
        if found := pattern.match(rest):
            return found[1], rest[found.end() :].strip()
    sentence = SENTENCE.match(rest)
    if sentence and (rest[sentence.end() :] or more) and _is_heading(sentence[1], node):
        tail = rest[sentence.end() :].strip()
        return (sentence[1], tail) if tail or not _is_sentence(node) else ("", rest)
    if node.mark.style is Style.ARTICLE and not _is_heading(rest, node):
        return "", rest
    if not re.search(r"[。；;]", rest) and len(rest) <= LONGEST_LINE and (more or node.mark.style < Style.DIGIT):
        return rest.rstrip("：:，,、 "), ""
    return "", rest


def _is_heading(words: str, node: Node) -> bool:
    flat = squeeze(words)
    limit = 24 if re.search(r"[，,；;：:]", flat) else LONGEST_HEADING
    if node.mark.style is Style.ARTICLE:
        limit = 16 if "," in flat or "应当" in flat else 20
    return len(flat) <= limit and not TARGET.search(flat) and not re.match(r"每|到?20\d\d年|本", flat)


def _is_sentence(node: Node) -> bool:
    """Whether a line with a full stop is all that the paragraph says, but for its line of units."""
    told = [UNITS_ALONE.match("".join(line.split())) and find_units(line) for line in node.lines]
    return bool(told) and all(told) and not node.children


def _number_twins(clauses: list[OutlineClause]) -> list[OutlineClause]:
    """Keep every path different: where （一） begins anew under headings without a number, these are put before it.

    A heading that is a path loses its white space, and its brackets are wide as those of numbers are.
    """
    counts = Counter(one.path for one in clauses)
    seen, told = set[str](), list[OutlineClause]()
    for one in clauses:
        path = one.path if counts[one.path] == 1 else f"{one.chapter}{one.path}"
        path = "".join(path.split()).translate(WIDE)
        while path in seen:
            path += "′"
        seen.add(path)
        told.append(OutlineClause(path, one.heading, one.body, one.responsible, one.chapter))
    return told
