"""Letters and notices as Word files, each from its template."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from jinja2 import Environment

from questionnaires.messages import Refused
from reports.printing.templates import open_templates
from reports.word.circular import Circular
from reports.word.office import LateBureau, LateLetters, OpeningNotice
from reports.word.package import MADE
from reports.word.runs import clean_words
from reports.word.titles import divide_title
from reports.word.writing import WordPaper, write_docx
from survey.evidence.file_names import clean_name
from survey.sheets.writing import write_csv

STYLESHEET = Path(__file__).parents[1] / "static" / "office.css"
NUMERALS = (*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十")
MOST_LETTERS, MOST_BYTES = 500, 64_000_000  # of one ZIP, made while somebody waits
LIST = "清单.csv"
HEADERS = ("单位代码", "单位名称", "依据文件", "层级", "状态", "应提交日期", "逾期天数", "文件")


def write_letters(letters: LateLetters, letterhead: bytes | None = None) -> bytes:
    """All letters in one file, each on a page of its own."""
    return write_office_paper("word/letters.html", vars(letters), letterhead)


def write_notice(notice: OpeningNotice, letterhead: bytes | None = None) -> bytes:
    """The notice that a round opens, with the list of bureaus."""
    return write_office_paper("word/notice.html", vars(notice), letterhead)


def write_circular(circular: Circular, letterhead: bytes | None = None, office: str = "") -> bytes:
    """The circular of an office about a round, with ranks and reasons."""
    return write_office_paper("word/circular.html", vars(circular) | {"office": office}, letterhead)


def write_sample(letterhead: bytes | None = None) -> bytes:
    """Every style once, to be looked at."""
    return write_office_paper("word/sample.html", {}, letterhead)


def pack_letters(letters: LateLetters, letterhead: bytes | None = None) -> bytes:
    """A file for each bureau, and a list of them. Raises Refused where they are too many, or too large together."""
    if len(letters.late) > MOST_LETTERS:
        raise _too_many()
    packed, rows = BytesIO(), []
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for one in letters.late:
            name = f"{one.code}{clean_name(one.name)}催办函.docx"
            written = write_letters(replace(letters, late=[one]), letterhead)
            archive.writestr(ZipInfo(name, MADE), written)
            if packed.tell() > MOST_BYTES:
                raise _too_many()
            rows.append(_list_letter(one, name))
        archive.writestr(ZipInfo(LIST, MADE), write_csv(HEADERS, rows))
    return packed.getvalue()


def _too_many() -> Refused:
    return Refused("So many letters are not packed one by one. Take the one file with all letters.")


def _list_letter(one: LateBureau, name: str) -> list[str]:
    return [one.code, one.name, one.notice, one.level, one.state, one.due, str(one.days), name]


def write_office_paper(template: str, words: dict[str, Any], letterhead: bytes | None) -> bytes:
    """A paper of an office from its template; what people typed is cleaned of what no XML file may hold."""
    html = clean_words(_open_templates().get_template(template).render(words, has_letterhead=letterhead is not None))
    return write_docx(WordPaper(html, STYLESHEET, has_letters="late" in words), letterhead)


@cache
def _open_templates() -> Environment:
    return open_templates(numerals=NUMERALS, divide_title=divide_title)
