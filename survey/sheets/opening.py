"""XLSX files opened by openpyxl: what one would cost is counted first, and what it is instead is said."""

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries

from questionnaires.macros import CONTENT_TYPES, refuse_macros
from questionnaires.messages import Refused

STRICT = b"http://purl.oclc.org/ooxml/"
MOST_NAMED = 3  # times that a part may be named: each time openpyxl reads it anew
AREAS = {"mergeCell", "hyperlink", "comment"}  # openpyxl goes through each cell of one, by its `ref`
AN_AREA, A_CELL = 7, 3  # elements that take as long as an area, and as a cell of one
DOCTYPE = b"<!DOCTYPE"
MOST_PARTS = 200
# Bytes of an XLSX file when unpacked: ten thousand rows of six columns take three million. openpyxl builds a tree of
# the styles: fifteen million bytes of them cost 68 s and 1.2 GB, half a million 2 s.
MOST_UNPACKED = 8_000_000
MOST_BESIDES = 500_000  # of XML other than rows and words
ROWS_AND_WORDS = ("xl/worksheets/", "xl/sharedStrings")


class TooCostly(Exception):
    """More elements, cells or references than a reader should be given."""


class _Reader(ExcelReader):
    """openpyxl's reader without the properties of a document: nobody asks for them, and a bare date stops it."""

    def read_properties(self) -> None:
        """Pass over them."""

    def read_custom(self) -> None:
        """Pass over them."""


@contextmanager
def reading_rows(content: bytes, most_cost: int, values: bool = False) -> Iterator[Any]:
    """A workbook whose rows are read one after the other; `values`: what a formula came to, in place of the formula.

    Raises Refused, in place of whatever goes wrong inside the block, too.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of openpyxl, about things in a workbook that it leaves out
        try:
            _check_parts(content)
            refuse_kinds(content)
            count_cost(content, most_cost)
            yield open_xlsx(content, read_only=True, values=values)
        except (Refused, GeneratorExit):
            raise
        except TooCostly:
            raise _too_large() from None
        except Exception:  # openpyxl lets through whatever went wrong inside it
            raise Refused("The XLSX file is damaged. Open it, save it again as XLSX, and send that.") from None


def _check_parts(content: bytes) -> None:
    """Refuse what would grow when unpacked. zipfile holds a part to its size."""
    with ZipFile(BytesIO(content)) as parts:
        listed = parts.infolist()
        besides = [one for one in listed if ".xml" in one.filename and not one.filename.startswith(ROWS_AND_WORDS)]
        if len(listed) > MOST_PARTS or _sum_sizes(listed) > MOST_UNPACKED or _sum_sizes(besides) > MOST_BESIDES:
            raise _too_large()


def _too_large() -> Refused:
    return Refused("The XLSX file is too large when unpacked. Copy the table alone into a new file and send that.")


def _sum_sizes(parts: list[ZipInfo]) -> int:
    return sum(one.file_size for one in parts)


def open_xlsx(content: bytes, read_only: bool = False, values: bool = False) -> Any:
    """Open a file whose cost was counted. Raises what openpyxl raises."""
    reader = _Reader(BytesIO(content), read_only=read_only, data_only=values)
    reader.read()
    return reader.wb


def refuse_kinds(content: bytes) -> None:
    """Refuse files with macros, and the format of which openpyxl finds no sheet, and name them."""
    with ZipFile(BytesIO(content)) as parts:
        names = parts.namelist()
        refuse_macros(names, parts.read(CONTENT_TYPES) if CONTENT_TYPES in names else b"", ".xlsx")
        if "_rels/.rels" in names and STRICT in parts.read("_rels/.rels"):
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
