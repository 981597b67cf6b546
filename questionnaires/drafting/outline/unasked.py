"""The paragraphs of a notice that stand around its clauses, so that none goes unnamed."""

import re
from collections.abc import Iterator, Sequence

from questionnaires.drafting.outline.dates import squeeze
from questionnaires.drafting.outline.sections import ANNEX, COPIES, OPEN_TO_ALL, PRINTED_ON, SITE, STARTS
from questionnaires.drafting.parts import Block, TextBlock, UnaskedText

SHORTEST = 20  # letters of a paragraph; what is shorter is a title, a signer, a date or a heading
SENTENCE = re.compile(r"[。；：:]$|，")
HEADED = re.compile(r"^[^，。；]{2,60}[：:]$")  # 各市、县人民政府：
NO_CELLS = re.compile(r"\t|[|｜│]")
AROUND = (OPEN_TO_ALL, COPIES, PRINTED_ON, SITE, ANNEX)


def find_paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The paragraphs among the lines before the first clause: no title, number, or to whom it is sent."""
    for line in lines:
        flat = squeeze(line)
        if len(flat) >= SHORTEST and SENTENCE.search(flat) and not (HEADED.match(flat) or NO_CELLS.search(line)):
            yield line


def list_behind(back: Sequence[Block]) -> Iterator[UnaskedText]:
    """The paragraphs behind the clauses: what the notice says of itself, and the texts of its annexes."""
    copied = False
    for block in back:
        flat = squeeze(block.text) if isinstance(block, TextBlock) else ""
        copied = COPIES.match(flat) is not None or (copied and not ANNEX.match(flat))  # 抄送 goes over several lines
        if STARTS.match(flat):
            yield UnaskedText("itself", flat)
        elif (
            isinstance(block, TextBlock)
            and len(flat) >= SHORTEST
            and SENTENCE.search(flat)
            and not NO_CELLS.search(block.text)
            and not copied
            and not any(one.search(flat) for one in AROUND)
        ):
            yield UnaskedText("annex", flat)
