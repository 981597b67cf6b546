"""The styles of a Word document, with all that they take over from those below them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from xml.etree.ElementTree import Element

from questionnaires.drafting.reading.packed import read_flag

HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
BODY = 9  # the outline level that says that a paragraph is no heading
DEEPEST_STYLE = 30
MOST_STYLES = 3_000


@dataclass(frozen=True)
class WordStyle:
    """What a style, or a paragraph itself, says of a paragraph; None where it says nothing."""

    list_id: str | None = None
    depth: int | None = None
    outline: int | None = None
    hidden: bool | None = None
    title: bool = False
    contents: bool = False
    list_style: str = ""  # the style of the chain that names the list

    def over(self, below: "WordStyle") -> "WordStyle":
        """This, and what is below where this says nothing."""
        return WordStyle(
            below.list_id if self.list_id is None else self.list_id,
            below.depth if self.depth is None else self.depth,
            below.outline if self.outline is None else self.outline,
            below.hidden if self.hidden is None else self.hidden,
            self.title or below.title,
            self.contents or below.contents,
            self.list_style or below.list_style,
        )

    @property
    def heading(self) -> int | None:
        """The depth of a heading as in a TextBlock."""
        if self.title:
            return 0
        return self.outline + 1 if self.outline is not None and self.outline < BODY else None


@dataclass(frozen=True)
class WordStyles:
    """The styles of a document by their ids; `standard` is the one of paragraphs that name none."""

    known: Mapping[str, WordStyle] = field(default_factory=dict)
    standard: str = ""

    def find(self, name: str) -> WordStyle:
        """The style of this id, or nothing."""
        return self.known.get(name, WordStyle())

    def list_lists(self) -> dict[str, str]:
        """The list that a style names, by the id of the style."""
        return {name: style.list_id for name, style in self.known.items() if style.list_id is not None}


def read_styles(root: Element | None) -> WordStyles:
    """Read styles.xml; one that goes in circles ends where it comes back."""
    styles = root.iterfind("w.style") if root is not None else iter(())
    written = {one.get("styleId", ""): one for one in islice(styles, MOST_STYLES)}
    standard = next(
        (name for name, one in written.items() if one.get("type") == "paragraph" and read_flag_of(one, "default")), ""
    )
    return WordStyles({name: _gather(name, written) for name in written}, standard)


def read_flag_of(element: Element, name: str) -> bool:
    """Whether an attribute says yes."""
    return element.get(name, "0") in ("1", "true", "on")


def _gather(name: str, written: Mapping[str, Element]) -> WordStyle:
    style, seen = WordStyle(), set[str]()
    while name in written and name not in seen and len(seen) < DEEPEST_STYLE:
        seen.add(name)
        style = style.over(_read_style(name, written[name]))
        below = written[name].find("w.basedOn")
        name = "" if below is None else below.get("val", "")
    return style


def _read_style(name: str, written: Element) -> WordStyle:
    named = written.find("w.name")
    called = ("" if named is None else named.get("val", "")).lower()
    own = read_properties(written.find("w.pPr"), written.find("w.rPr"))
    heading = HEADING.fullmatch(called)
    outline = int(heading[1]) - 1 if heading and own.outline is None else own.outline
    return WordStyle(
        own.list_id,
        own.depth,
        outline,
        own.hidden,
        called in ("title", "标题"),
        called.startswith("toc "),
        name if own.list_id is not None else "",
    )


def read_properties(paragraph: Element | None, run: Element | None) -> WordStyle:
    """What <w:pPr> and <w:rPr> say by themselves."""
    list_id = _get(paragraph, "w.numPr/w.numId")
    depth = _get(paragraph, "w.numPr/w.ilvl")
    outline = _get(paragraph, "w.outlineLvl")
    vanish = None if run is None else run.find("w.vanish")
    return WordStyle(
        list_id,
        int(depth) if depth is not None and re.fullmatch("[0-8]", depth) else None,
        int(outline) if outline is not None and re.fullmatch("[0-9]", outline) else None,
        None if vanish is None else read_flag(vanish),
    )


def _get(element: Element | None, path: str) -> str | None:
    found = None if element is None else element.find(path)
    return None if found is None else found.get("val")
