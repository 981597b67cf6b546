"""Lines as they were printed, page by page, without what is printed on every page: running heads and page numbers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

PAGE_NUMBER = re.compile(
    r"[-—–―－·•~～\s]*(?:第\s*)?[\d０-９]{1,4}\s*(?:页)?[-—–―－·•~～\s]*(?:[/／,，]?\s*共\s*[\d０-９]{1,4}\s*页|/\s*\d{1,4})?"
)
PLAIN_NUMBER = re.compile(r"\s*[\d０-９]{1,3}\s*")
SENTENCE = re.compile("[，。；：]")
DIGITS = re.compile(r"[\d０-９]+")
OFTEN = 0.5  # of the pages

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line without the white space around it.

    `indented` is None where the file does not tell; `apart` says that more than the usual room is before it, `turned`
    that it is the first of a page, `edge` that it stands highest or lowest on its page, where running heads are;
    `heading` is as in a TextBlock; a table has no text but `rows`.
    """

    text: str
    indented: bool | None = None
    apart: bool = False
    turned: bool = False
    edge: bool = False
    heading: int | None = None
    rows: Rows = ()

    @property
    def width(self) -> float:
        """In full-width characters."""
        return measure_width(self.text)


def measure_width(text: str) -> float:
    """The width of a text in full-width characters."""
    return sum(1 if east_asian_width(each) in "WFA" else 0.5 for each in text)


def join_pages(pages: Sequence[Sequence[PrintedLine]]) -> list[PrintedLine]:
    """The lines of all pages without what is printed on each; the first of a page is marked as such."""
    repeated = _find_repeated(pages)
    kept: list[PrintedLine] = []
    for page in pages:
        body = [line for line in page if not (line.edge and line.text and _is_of_page(line.text, repeated))]
        kept += [replace(line, turned=at == 0 or line.turned) for at, line in enumerate(body)]
    return kept


def _is_of_page(text: str, repeated: set[str]) -> bool:
    return is_page_number(text) or _mask(text) in repeated


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but the number of a page."""
    return PAGE_NUMBER.fullmatch(text) is not None


def drop_page_numbers(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Lines of a text without pages: what follows a page number begins a page.

    A bare number is one only if all bare numbers count upwards, for it may be an entry of a table.
    """
    bare = [int(line.text) for line in lines if PLAIN_NUMBER.fullmatch(line.text)]
    counting = len(bare) > 1 and bare == list(range(bare[0], bare[0] + len(bare))) and len(lines) > 10 * len(bare)
    kept: list[PrintedLine] = []
    turned = False
    for line in lines:
        plain = PLAIN_NUMBER.fullmatch(line.text)
        if is_page_number(line.text) and (counting or not plain):
            turned = True
            continue
        kept.append(replace(line, turned=turned or line.turned))
        turned = False
    return kept


def _find_repeated(pages: Sequence[Sequence[PrintedLine]]) -> set[str]:
    seen = Counter(mask for page in pages for mask in {_mask(line.text) for line in page if line.edge})
    return {mask for mask, count in seen.items() if count >= max(2, OFTEN * len(pages)) and not SENTENCE.search(mask)}


def _mask(text: str) -> str:
    return DIGITS.sub("0", "".join(text.split()))
