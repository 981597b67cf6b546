"""The text of a policy notice, cut into clauses as the document numbers them."""

import re
import unicodedata
from dataclasses import dataclass

NUMERALS = "一二三四五六七八九十"
CHAPTER = re.compile(rf"^\s*([{NUMERALS}]+)、")
CLAUSE = re.compile(rf"^\s*[（(]\s*([{NUMERALS}]+)\s*[）)]")
CLOSING = re.compile(r"^\s*(\d{4}\s*年\s*\d+\s*月\s*\d+\s*日|[（(]此件公开发布[）)]|抄送)")
DASHES = str.maketrans({"—": "-", "－": "-", "“": '"', "”": '"', "、": ",", "。": "."})


@dataclass(frozen=True)
class ClauseText:
    """One numbered paragraph: its path, such as 二（八）, and everything that stands under it."""

    path: str
    text: str


def split_clauses(text: str) -> list[ClauseText]:
    """Cut a notice into its （一） clauses, in order; chapters without any are passed over.

    Brackets may be half or full width; a clause ends where the next heading, or the closing of the notice, begins.
    """
    clauses: list[ClauseText] = []
    chapter, path, lines = "", "", list[str]()
    for line in [*text.splitlines(), "抄送"]:
        heading, number = CHAPTER.match(line), CLAUSE.match(line)
        if heading or number or CLOSING.match(line):
            if path:
                clauses.append(ClauseText(path, "\n".join(lines)))
            path, lines = "", []
        if heading:
            chapter = heading[1]
        elif number and chapter:
            path = f"{chapter}（{number[1]}）"
        lines.append(line)
    return clauses


def flatten(text: str) -> str:
    """Take away what may differ between prints of one text: white space, line breaks, width of punctuation."""
    narrow = unicodedata.normalize("NFKC", text).translate(DASHES)
    return "".join(narrow.split())


def holds_phrase(clause: ClauseText, phrase: str) -> bool:
    """Whether an anchor phrase stands in its clause, however the text is broken and spaced."""
    return flatten(phrase) in flatten(clause.text)
