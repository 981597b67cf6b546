"""What a paper's stylesheet says that Word has to know: sizes, widths, breaks. The rest is the styles' own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import tinycss2
from cssselect2 import ElementWrapper, Matcher, compile_selector_list

from reports.printing.pdf import read_style

INHERITED = ("font-size", "line-height", "font-weight", "text-align", "color", "white-space", "letter-spacing")
OWN = ("width", "height", "break-before", "break-after", "break-inside", "background", "border", "display")
LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(mm|pt)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MM_OF_PT = 25.4 / 72
Chain = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks: sizes in points, lines in sizes, lengths in millimetres; None where nothing is said."""

    size: float | None = None
    line: float | None = None
    bold: bool = False
    align: str = ""
    color: str = ""
    keeps_lines: bool = False
    is_narrow: bool = False
    width: float | None = None
    height: float | None = None
    breaks_before: bool = False
    breaks_after: bool = False
    keeps_next: bool = False
    keeps_whole: bool = False
    may_split: bool = False
    fill: str = ""
    has_lines: bool = True
    is_shown: bool = True


class LookSheet:
    """A stylesheet that is asked for the look of elements; elements alike in tag and class, as are all around them,
    are looked up once."""

    def __init__(self, style: str) -> None:
        self._matcher = Matcher()
        for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                said = dict(_read_declarations(rule.content))
                for selector in compile_selector_list(rule.prelude):
                    if said and selector.pseudo_element is None:
                        self._matcher.add_selector(selector, said)
        self._known: dict[Chain, Look] = {}

    def find(self, element: ElementWrapper, chain: Chain, above: Look) -> Look:
        """The look of an element whose tags and classes, and those around it, are `chain`."""
        look = self._known.get(chain)
        if look is None:
            said: dict[str, str] = {}
            for _, _, _, declared in sorted(self._matcher.match(element), key=lambda one: one[:2]):
                said |= declared
            look = self._known[chain] = _make_look(element.local_name, said, above)
        return look


@cache
def load_looks(stylesheet: Path) -> LookSheet:
    """The looks of a paper: what its stylesheet adds to that of every paper."""
    return LookSheet(read_style(stylesheet))


def name_element(element: Any) -> tuple[str, ...]:
    """All of an element that a selector of ours may ask for."""
    return (element.tag, element.get("class", ""), element.get("scope", ""))


def _read_declarations(content: Any) -> Iterator[tuple[str, str]]:
    for one in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        if one.type == "declaration" and one.lower_name in (*INHERITED, *OWN):
            yield one.lower_name, tinycss2.serialize(one.value).strip()


def _make_look(tag: str, said: dict[str, str], above: Look) -> Look:
    inherited = replace(
        Look(),
        size=_read_size(said.get("font-size")) or above.size,
        line=_read_number(said["line-height"]) if "line-height" in said else above.line,
        bold=_read_bold(said.get("font-weight"), tag == "b" or above.bold),
        align=said.get("text-align", above.align),
        color=_read_color(said.get("color")) or above.color,
        keeps_lines=above.keeps_lines or said.get("white-space") == "pre-line",
        is_narrow=above.is_narrow or said.get("letter-spacing", "").startswith("-"),
    )
    return replace(
        inherited,
        width=_read_length(said.get("width")),
        height=_read_length(said.get("height")),
        breaks_before=said.get("break-before") == "page",
        breaks_after=said.get("break-after") == "page",
        keeps_next=said.get("break-after") == "avoid",
        keeps_whole=said.get("break-inside") == "avoid",
        may_split=said.get("break-inside") == "auto",
        fill=_read_color(said.get("background")),
        has_lines=said.get("border") != "0",
        is_shown=said.get("display") != "none",
    )


def _read_size(said: str | None) -> float | None:
    length = _read_length(said)
    return length / MM_OF_PT if length else None


def _read_number(said: str) -> float | None:
    return float(said) if NUMBER.fullmatch(said) else None


def _read_length(said: str | None) -> float | None:
    found = LENGTH.fullmatch(said or "")
    if found is None:
        return None
    number = float(found[1])
    return number if found[2] == "mm" else number * MM_OF_PT


def _read_bold(said: str | None, otherwise: bool) -> bool:
    return otherwise if said is None else said in ("bold", "600")


def _read_color(said: str | None) -> str:
    """Six hexadecimal digits; empty where no colour is said."""
    digits = (said or "").removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * one for one in digits)
    return digits if re.fullmatch("[0-9a-fA-F]{6}", digits) else ""
