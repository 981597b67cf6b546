"""The text of one paragraph of Word: what is printed of it, and the boxes that hang on it."""

from xml.etree.ElementTree import Element

from questionnaires.drafting.reading.decoding import clean_text
from questionnaires.drafting.reading.packed import read_flag
from questionnaires.drafting.reading.word_styles import WordStyles

# Deleted or moved away, said in the margin or below, the pronunciation above a word.
NOT_TEXT = {
    "w.del", "w.moveFrom", "w.instrText", "w.delText", "w.delInstrText", "w.pPr", "w.rPr", "w.rt", "w.sdtPr", "w.tbl",
}  # fmt: skip
PRINTED = {"w.tab": " ", "w.ptab": " ", "w.cr": "\n", "w.noBreakHyphen": "-"}
OF_THE_PAGE = {"page", "column"}  # breaks that are none of the text
PRIVATE = range(0xE000, 0xF900)  # signs of fonts such as Wingdings
TABLE_OF_CONTENTS = "Table of Contents"


class RunReader:
    """Reads paragraphs in their order, for a field may go over several: its code is not text, its result is."""

    def __init__(self, styles: WordStyles) -> None:
        self.styles = styles
        self.in_code: list[bool] = []

    def read(self, paragraph: Element, hidden: bool) -> tuple[str, list[Element]]:
        """The text, with breaks that were made by hand, and the contents of text boxes."""
        pieces: list[str] = []
        boxes: list[Element] = []
        self._walk(paragraph, hidden, pieces, boxes)
        return clean_text("".join(pieces)), boxes

    def _walk(self, parent: Element, hidden: bool, pieces: list[str], boxes: list[Element]) -> None:
        for child in parent:
            tag = child.tag
            if tag == "w.r":
                self._walk(child, self._is_hidden(child, hidden), pieces, boxes)
            elif tag == "w.fldChar":
                self._mark_field(child.get("fldCharType", ""))
            elif tag == "w.txbxContent":
                boxes.append(child)
            elif tag == "mc.AlternateContent":
                self._walk(choose(child), hidden, pieces, boxes)
            elif tag not in NOT_TEXT and not is_contents(child):
                if not hidden and not any(self.in_code):
                    pieces.append(_print(child))
                self._walk(child, hidden, pieces, boxes)

    def _is_hidden(self, run: Element, otherwise: bool) -> bool:
        own = run.find("w.rPr/w.vanish")
        if own is not None:
            return read_flag(own)
        named = run.find("w.rPr/w.rStyle")
        by_style = None if named is None else self.styles.find(named.get("val", "")).hidden
        return otherwise if by_style is None else by_style

    def _mark_field(self, kind: str) -> None:
        if kind == "begin":
            self.in_code.append(True)
        elif kind == "separate" and self.in_code:
            self.in_code[-1] = False
        elif kind == "end" and self.in_code:
            self.in_code.pop()


def choose(alternatives: Element) -> Element:
    """What is read of <mc.AlternateContent>: the same is said twice in it, for newer and for older programs."""
    found = [child for child in alternatives if child.tag in ("mc.Choice", "mc.Fallback")]
    worded = [child for child in found if any(each.tag in ("w.t", "m.t") and each.text for each in child.iter())]
    return next(iter(worded or found), Element("none"))


def is_contents(control: Element) -> bool:
    """Whether a content control holds the table of contents, which says all headings once more."""
    if control.tag != "w.sdt":
        return False
    gallery = control.find("w.sdtPr/w.docPartObj/w.docPartGallery")
    return gallery is not None and gallery.get("val") == TABLE_OF_CONTENTS


def _print(element: Element) -> str:
    if element.tag in ("w.t", "m.t"):
        return (element.text or "").replace("\n", " ").replace("\t", " ")
    if element.tag == "w.br":
        return "" if element.get("type") in OF_THE_PAGE else "\n"
    if element.tag == "w.sym":
        code = int(element.get("char", ""), 16) if len(element.get("char", "")) == 4 else 0
        return chr(code) if code and code not in PRIVATE else ""
    return PRINTED.get(element.tag, "")
