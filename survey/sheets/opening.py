"""XLSX files opened by openpyxl: what one would cost is counted first, and what it is instead is said."""

from collections import Counter
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries

from questionnaires.messages import Refused

STRICT = b"http://purl.oclc.org/ooxml/"
MOST_NAMED = 3  # times that a part may be named: each time openpyxl reads it anew
AREAS = {"mergeCell", "hyperlink", "comment"}  # openpyxl goes through each cell of one, by its `ref`
AN_AREA, A_CELL = 7, 3  # elements that take as long as an area, and as a cell of one
DOCTYPE = b"<!DOCTYPE"


class TooCostly(Exception):
    """More elements, cells or references than a reader should be given."""


class _Reader(ExcelReader):
    """openpyxl's reader without the properties of a document: nobody asks for them, and a bare date stops it."""

    def read_properties(self) -> None:
        """Pass over them."""

    def read_custom(self) -> None:
        """Pass over them."""


def open_xlsx(content: bytes, read_only: bool = False) -> Any:
    """Open a file whose cost was counted. Raises what openpyxl raises."""
    reader = _Reader(BytesIO(content), read_only=read_only)
    reader.read()
    return reader.wb


def refuse_strict(content: bytes) -> None:
    """Refuse the format of which openpyxl finds no sheet, and name it."""
    with ZipFile(BytesIO(content)) as parts:
        if "_rels/.rels" in parts.namelist() and STRICT in parts.read("_rels/.rels"):
            raise Refused(
                "The file was saved as “Strict Open XML Spreadsheet”. Save it as “Excel Workbook (*.xlsx)” and send it "
                "again."
            )


def count_cost(content: bytes, most: int) -> None:
    """Count what opening would take: elements, cells of areas, references.

    Raises TooCostly above `most`, and ValueError where XML has entities of its own.
    """
    with ZipFile(BytesIO(content)) as parts:
        cost = _Cost(most)
        for name in set(parts.namelist()):
            written = parts.read(name)
            if DOCTYPE in written.replace(b"\0", b""):
                raise ValueError(name)
            cost.count(written)


class _Cost:
    """What the parts of a file would cost, so far."""

    def __init__(self, most: int) -> None:
        self.most, self.sum = most, 0
        self.named: Counter[str] = Counter()
        self.formula, self.longest, self.in_formula = 0, 0, False

    def count(self, written: bytes) -> None:
        """Count a part; what follows where it is no XML is not read by openpyxl either."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add_words
        self.longest = 0
        try:
            parser.Parse(written, True)
        except expat.ExpatError:
            return

    def _add(self, cost: int) -> None:
        self.sum += cost
        if self.sum > self.most:
            raise TooCostly

    def _begin(self, name: str, given: dict[str, str]) -> None:
        tag = name.rpartition("}")[2]
        self._add(1)
        if tag in AREAS and "ref" in given:
            self._add(AN_AREA + A_CELL * _measure_area(given["ref"]))
        if "sqref" in given:  # each of its areas is compared with all before it
            self._add(given["sqref"].count(" ") ** 2 // 10)
        if tag == "Relationship" and given.get("TargetMode") != "External":
            self._name(given.get("Target", "").rpartition("/")[2])
        elif tag == "sheet":
            self._name(next((f"sheet {value}" for key, value in given.items() if key.endswith("}id")), ""))
        elif tag == "f":
            self.formula, self.in_formula = 0, True
            if given.get("t") == "shared":  # written anew for each cell from the first
                self._add(self.longest // 10)

    def _end(self, name: str) -> None:
        if self.in_formula:
            self.longest, self.in_formula = max(self.longest, self.formula), False

    def _add_words(self, words: str) -> None:
        if self.in_formula:
            self.formula += len(words)

    def _name(self, part: str) -> None:
        self.named[part] += 1
        if self.named[part] > MOST_NAMED:
            raise TooCostly


def _measure_area(area: str) -> int:
    first_column, first_row, last_column, last_row = (bound or 1_000_000 for bound in range_boundaries(area))
    return int((last_column - first_column + 1) * (last_row - first_row + 1))
