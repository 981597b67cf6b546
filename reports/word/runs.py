"""Words with their looks as the runs of a Word paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cssselect2 import ElementWrapper

from reports.word.looks import Chain, Look, LookSheet, name_element
from reports.word.styles import OfficialStyle

SPACES, SPACES_IN_A_LINE = re.compile(r"[ \t\r\n]+"), re.compile(r"[ \t\r]+")
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_OF_SIZE = 1.3
NARROW = 80  # per cent of the width of letters, where a stylesheet sets them closer
ALIGNED = {"left": "left", "center": "center", "right": "right", "justify": "both"}
EMU_PER_MM = 36_000
PICTURE = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
    '<wp:docPr id="{number}" name="{name}" descr="{words}"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" '
    'name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
    '</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of one look; empty words are a new line."""

    words: str
    look: Look


@dataclass(frozen=True, slots=True)
class StyledElement:
    """An element with its look and the tags and classes of it and of all around it."""

    element: ElementWrapper
    chain: Chain
    look: Look
    sheet: LookSheet

    @property
    def tag(self) -> str:
        return str(self.element.local_name)

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    def get(self, name: str) -> str:
        return str(self.element.etree_element.get(name, ""))

    def list_below(self) -> Iterator["StyledElement"]:
        """The elements in it that are shown."""
        for child in self.element.iter_children():
            chain = (*self.chain, name_element(child.etree_element))
            look = self.sheet.find(child, chain, self.look)
            if look.is_shown:
                yield StyledElement(child, chain, look, self.sheet)


def clean_words(words: str) -> str:
    """Words that people typed, with the code in place of what no XML file may hold."""
    return NO_XML.sub(lambda found: f"〔U+{ord(found[0]):04X}〕", words)


def list_runs(node: StyledElement) -> list[Run]:
    """The words of an element and of all in it, white space as HTML has it."""
    runs: list[Run] = []
    _collect(node, runs)
    return _trim(runs)


def _collect(node: StyledElement, runs: list[Run]) -> None:
    _add_words(node.element.etree_element.text, node.look, runs)
    below = {child.element.etree_element: child for child in node.list_below()}
    for each in node.element.etree_element:
        child = below.get(each)
        if child is not None and child.tag == "br":
            runs.append(Run("", node.look))
        elif child is not None and child.tag != "img":
            _collect(child, runs)
        _add_words(each.tail, node.look, runs)


def _add_words(words: str | None, look: Look, runs: list[Run]) -> None:
    if not words:
        return
    if not look.keeps_lines:
        runs.append(Run(SPACES.sub(" ", words), look))
        return
    for place, line in enumerate(SPACES_IN_A_LINE.sub(" ", words).split("\n")):
        if place:
            runs.append(Run("", look))
        if line:
            runs.append(Run(line, look))


def _trim(runs: Sequence[Run]) -> list[Run]:
    """Without spaces at the ends of lines, without the second of two, and runs of one look joined."""
    kept: list[Run] = []
    for run in runs:
        at_start = not kept or kept[-1].words == "" or kept[-1].words.endswith(" ")
        words = run.words.lstrip(" ") if at_start else run.words
        if run.words == "":
            _end_line(kept)
            kept.append(run)
        elif words and kept and kept[-1].words and kept[-1].look == run.look:
            kept[-1] = Run(kept[-1].words + words, run.look)
        elif words:
            kept.append(Run(words, run.look))
    _end_line(kept)
    while kept and kept[-1].words == "":
        kept.pop()
    return kept


def _end_line(kept: list[Run]) -> None:
    if kept and kept[-1].words:
        words = kept[-1].words.rstrip(" ")
        kept[-1:] = [Run(words, kept[-1].look)] if words else []


def write_runs(runs: Sequence[Run], style: OfficialStyle, keeps_style: bool = False) -> str:
    """The runs of a paragraph; where the style is to hold, nothing but what is bold is said beside it."""
    return "".join(_write_run(run, style, keeps_style) for run in runs)


def _write_run(run: Run, style: OfficialStyle, keeps_style: bool) -> str:
    look, said = run.look, ""
    if look.bold and not style.is_bold:
        said += "<w:b/>"
    if look.color and not keeps_style:
        said += f'<w:color w:val="{look.color}"/>'
    if look.is_narrow:
        said += f'<w:w w:val="{NARROW}"/>'
    if look.size and not keeps_style and round(2 * look.size) != style.size:
        size = round(2 * look.size)
        said += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    words = f'<w:t xml:space="preserve">{escape(run.words)}</w:t>' if run.words else "<w:br/>"
    return f"<w:r><w:rPr>{said}</w:rPr>{words}</w:r>" if said else f"<w:r>{words}</w:r>"


def write_paragraph(
    inside: str,
    style: str,
    *,
    keeps: bool = False,
    breaks: bool = False,
    line: int = 0,
    align: str = "",
    is_picture: bool = False,
    edges: str = "",
    right: float = 0,
) -> str:
    """A paragraph of a style, by its id; `line` in twentieths of a point where the style's own is not to hold; `edges`
    are lines around it and tabs in it, as XML; `right` is how many characters stay free on its right."""
    said = f'<w:pStyle w:val="{style}"/>'
    said += "<w:keepNext/>" if keeps else ""
    said += "<w:pageBreakBefore/>" if breaks else ""
    said += edges
    said += f'<w:spacing w:line="{line}" w:lineRule="exact"/>' if line else ""
    said += '<w:spacing w:line="240" w:lineRule="auto"/>' if is_picture else ""
    said += f'<w:ind w:rightChars="{round(100 * right)}" w:right="{round(320 * right)}"/>' if right else ""
    said += f'<w:jc w:val="{ALIGNED[align]}"/>' if align in ALIGNED else ""
    return f"<w:p><w:pPr>{said}</w:pPr>{inside}</w:p>"


def keep_with_next(paragraph: str) -> str:
    """The paragraph, to stand on the page of what follows it."""
    if "<w:keepNext/>" in paragraph:
        return paragraph
    return re.sub(r'(<w:pStyle w:val="[^"]*"/>)', r"\1<w:keepNext/>", paragraph, count=1)


def find_line(runs: Sequence[Run], style: OfficialStyle) -> int:
    """How high the lines are, where the stylesheet says; 0 where the style's own hold."""
    sizes = {round(2 * run.look.size) if run.look.size else style.size for run in runs}
    lines = {run.look.line for run in runs if run.look.line}
    if not lines and not sizes - {style.size}:
        return 0
    return round(max(sizes, default=style.size) * 10 * max(lines, default=LINE_OF_SIZE))


def write_picture(relation: str, number: int, wide: float, high: float, words: str) -> str:
    """A picture among words; lengths in millimetres."""
    return PICTURE.format(
        relation=relation,
        number=number,
        name=f"图{number}",
        words=escape(words, {'"': "&quot;"}),
        wide=round(wide * EMU_PER_MM),
        high=round(high * EMU_PER_MM),
    )
