"""The paragraphs of a notice as they stand under one another by their numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from questionnaires.drafting.outline.glued import unglue
from questionnaires.drafting.outline.numbering import Mark, Style, clean_line, read_mark
from questionnaires.drafting.parts import Block, TableBlock, TextBlock

STRONG = (Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.COMMA, Style.BRACKET)
CHAPTERS = (Style.CHAPTER, Style.ARTICLE, Style.COMMA)
INNER = re.compile(r"[，。；：！？,;:!?]")
ENDED = re.compile(r"[。；：！？;:.!?）)〕】\]”]$")
SHORTEST, LONGEST = 4, 30
# Chapters that a notice leaves without a number before its first one, and behind its last one.
OPENS = re.compile(r"(?:总体|目标|工作|基本)(?:要求|目标|思路|任务|原则)|指导思想|主要目标|目标任务")
CLOSES = re.compile(
    r"(?:组织|工作|实施|保障)(?:保障|实施|措施|要求|机制|落实)|(?:有关|其他|其它)(?:要求|事项)|组织领导|附则|(?:强化|加强|落实)(?:组织)?(?:保障|领导|落实)(?:措施)?"
)


@dataclass(slots=True)
class Node:
    """A paragraph with a number or a heading, the lines under it, and the paragraphs under it."""

    mark: Mark
    raw: str
    lines: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    def all_lines(self) -> list[str]:
        """Every line under the paragraph's own first one, in the order of print."""
        below = [line for child in self.children for line in (child.raw, *child.all_lines())]
        return [*self.lines, *below]


@dataclass(slots=True)
class Tree:
    """A whole main part: what stands before its first number, and its outermost paragraphs."""

    preamble: list[str] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)


def is_wrapped(blocks: Sequence[Block]) -> int:
    """The width of a line where the text is broken by lines and not by paragraphs; 0 where it is not."""
    lengths = [len(one.text.strip()) for one in blocks if isinstance(one, TextBlock)]
    width = sorted(lengths)[int(len(lengths) * 0.8)] if len(lengths) > 9 else 0
    full = [one.text.strip()[-1:] for one in blocks if isinstance(one, TextBlock) and len(one.text) > 0.85 * width]
    open_ends = sum(end not in "。；：！？）〕】" for end in full)
    return width if width < 80 and open_ends > 0.4 * len(lengths) else 0


def build_tree(blocks: Sequence[Block]) -> Tree:
    """Put the blocks of a main part under one another; where nothing is numbered, short lines are the headings."""
    blocks = unglue(blocks)
    tree = _build(blocks, frozenset())
    if headings := _find_headings(blocks, tree):
        return _build(blocks, frozenset(headings))
    return tree


def _build(blocks: Sequence[Block], headings: frozenset[int]) -> Tree:
    tree, stack, last = Tree(), list[Node](), dict[Style, int]()
    opener: Node | None = None
    for at, block in enumerate(blocks):
        raw = clean_line(block.text) if isinstance(block, TextBlock) else _print_table(block)
        mark = read_mark(raw) if isinstance(block, TextBlock) else None
        if mark and mark.style in CHAPTERS and stack and stack[0] is opener:
            stack = []
        if at in headings:
            around = _is_around(blocks, at)
            mark, stack = Mark(Style.PLAIN, 1, "", raw), [] if around else _place_heading(blocks, at, headings, stack)
        elif mark is None or (place := _find_place(mark, stack, last)) is None:
            (stack[-1].lines if stack else tree.preamble).append(raw)
            continue
        else:
            stack = stack[:place]
        last[mark.style] = mark.value
        node = Node(mark, raw)
        opener = node if at in headings and not stack and OPENS.fullmatch(raw) and _is_around(blocks, at) else opener
        (stack[-1].children if stack else tree.roots).append(node)
        stack = [*stack, node]
    return tree


def _find_place(mark: Mark, stack: Sequence[Node], last: dict[Style, int]) -> int | None:
    """How many of the open paragraphs a number stands under; None if it does not carry any count on."""
    for at in range(len(stack) - 1, -1, -1):
        if (one := stack[at].mark).style is mark.style and _same_depth(one, mark):
            follows = _follows(one.value, mark, stack[at].mark)
            restarts = mark.value == 1 and one.value > 1 and at > 0 and mark.style in STRONG
            return at if follows or restarts else None
    before = last.get(mark.style)
    if mark.value != 1 and (before is None or not _follows(before, mark, None)):
        return None
    place = len(stack)
    while place and stack[place - 1].mark.style > mark.style:
        place -= 1
    if mark.style is Style.ARTICLE and stack and stack[0].mark.style is Style.COMMA:
        place = max(place, 1)
    return place


def _same_depth(one: Mark, other: Mark) -> bool:
    return one.printed.count(".") == other.printed.count(".")


def _follows(before: int, mark: Mark, sibling: Mark | None) -> bool:
    if mark.style is Style.DECIMAL and sibling is not None:
        return mark.value == before + 1 or (mark.value == 1 and mark.printed != sibling.printed)
    return mark.value == before + 1 or (mark.style in STRONG and before < mark.value <= before + 2)


def _print_table(table: TableBlock) -> str:
    return "\n".join("\t".join(clean_line(cell) for cell in row) for row in table.rows)


def _place_heading(blocks: Sequence[Block], at: int, headings: frozenset[int], stack: list[Node]) -> list[Node]:
    """Which paragraphs an unnumbered heading stands under: none if numbers or another heading follow it at once."""
    opens = at + 1 in headings or (at + 1 < len(blocks) and _mark_of(blocks[at + 1]) is not None)
    numbered = [one for one in stack if one.mark.style in (Style.CHAPTER, Style.COMMA)]
    if opens:
        return []
    above = [one for one in stack if one.mark.style is Style.PLAIN and not one.lines]
    return numbered[:1] or above[:1]


def _mark_of(block: Block) -> Mark | None:
    return read_mark(block.text) if isinstance(block, TextBlock) else None


def _find_headings(blocks: Sequence[Block], tree: Tree) -> tuple[int, ...]:
    """Which blocks are headings without a number.

    What the file says to be one is one; short lines are where numbers go straight through or restart under them, or
    where nothing below the chapters is numbered and there are three at least.
    """
    said = tuple(
        at
        for at, one in enumerate(blocks)
        if isinstance(one, TextBlock) and one.heading and read_mark(one.text) is None and at > 0
    )
    if said and _mark_count(tree) == 0:
        return said
    chaptered = any(one.mark.style in (Style.CHAPTER, Style.COMMA) and one.children for one in tree.roots)
    if chaptered or any(one.mark.style is Style.ARTICLE for one in tree.roots):
        around = () if said or is_wrapped(blocks) else (at for at in range(len(blocks)) if _is_around(blocks, at))
        return (*said, *around)
    short = () if is_wrapped(blocks) else _find_short(blocks)
    if any(one.mark.style in (Style.BRACKET, Style.DIGIT) for one in tree.roots):
        return tuple(at for at in short if at + 1 < len(blocks) and _mark_of(blocks[at + 1]) is not None)
    return short if len(short) > 2 else said


def _is_around(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block is a chapter without a number before the first numbered one or behind the last one."""
    block = blocks[at]
    text = clean_line(block.text) if isinstance(block, TextBlock) else ""
    opens, closes = OPENS.fullmatch(text), CLOSES.fullmatch(text)
    if not (opens or closes) or at + 1 >= len(blocks):
        return False
    before, behind = (
        any((mark := _mark_of(one)) is not None and mark.style in CHAPTERS for one in part)
        for part in (blocks[:at], blocks[at + 1 :])
    )
    return (behind and not before) if opens else (before and not behind)


def _is_whole(text: str) -> bool:
    return all(text.count(one) == text.count(other) for one, other in ("（）", "()", "〔〕", "《》", "“”"))


def _mark_count(tree: Tree) -> int:
    return sum(1 + len(one.children) for one in tree.roots)


def _find_short(blocks: Sequence[Block]) -> tuple[int, ...]:
    found = list[int]()
    for at, block in enumerate(blocks[:-1]):
        text = clean_line(block.text) if isinstance(block, TextBlock) else ""
        before = blocks[at - 1] if at else None
        ended = found[-1:] == [at - 1] or (
            isinstance(before, TextBlock) and ENDED.search(before.text.strip()) is not None
        )
        ended = ended or (isinstance(before, TextBlock) and _mark_of(before) is not None and len(before.text) < LONGEST)
        longer = isinstance(blocks[at + 1], TextBlock) and text
        if (
            ended
            and longer
            and SHORTEST <= len(text) <= LONGEST
            and not INNER.search(text)
            and _mark_of(block) is None
            and _is_whole(text)
        ):
            found.append(at)
    return tuple(found)
