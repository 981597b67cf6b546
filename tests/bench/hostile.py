"""What people send, spoilt: for each reader a maker of inputs and the reading of them, for `tests.bench.fuzz`."""

import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from questionnaires.answer_files import parse_json
from questionnaires.answers import read_answer, read_answers
from questionnaires.catalogue import Library
from questionnaires.drafting.drafting import draft_notice
from questionnaires.drafting.reading.notice import read_notice
from questionnaires.generator import build_questionnaire, list_levels
from questionnaires.loading import CATALOGUES, load_library
from questionnaires.questionnaire import Questionnaire
from questionnaires.scheme_reading import SCHEMES, read_scheme
from reports.gap.report import write_gap_report
from reports.gap.verifying import verify_report
from survey.answering.forms import answer_of, build_form
from survey.bureaus.bureau_import import COLUMNS
from survey.evidence.file_types import identify
from survey.sheets.reading import read_sheet
from survey.sheets.writing import write_blank
from survey.workbooks.cell_answers import read_given
from survey.workbooks.reading import read_file
from survey.workbooks.safe_opening import open_file
from survey.workbooks.writing import write_empty
from tests.questionnaires.drafting.word_files import make_word, paragraph
from tests.reports.samples import AS_OF, make_rich_report

Target = Callable[[random.Random], object]
WORDS = [
    "", "是", "１２", "36.5万", "-1", "1e999", "NaN", "∞", "\u200b36", "2026-02-30", "0x1F", "９９９９-１２-３１",
    "\x00", "_x000D_", "𠮷" * 300, "=1+1", "<script>", "%s{}%(a)s", "\ud83d", "٣", "1" * 5000, "\u3000", "null",
    "done", "true", "2026-06-30", "12345678901", "0.1", "99999999999999999999999999", "1/3", "±5", "2026/6/30",
    "46203", "（无）", "\ufffd", "\u202e12",
]  # fmt: skip
BYTES = [
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"&",
    b'"',
    b"endobj",
    b"%%EOF",
    b"\xe4",
    b"0" * 40,
    b'<!ENTITY a "b">',
    b"]]>",
]


def list_targets() -> Iterator[tuple[str, float, Target]]:
    """Name, share of all inputs, and what makes and reads one."""
    library = load_library()
    forms = [build_questionnaire(library, id, level) for id in library.documents for level in list_levels(library, id)]
    report = write_gap_report(make_rich_report())
    small = min(forms, key=lambda form: len(form.questions))
    yield "answer", 0.556, lambda chance: _answer(chance, forms)
    yield "form", 0.2, lambda chance: _type(chance, forms)
    yield "answer file", 0.1, lambda chance: _read_file(chance, forms)
    yield "table", 0.08, _make_table_target()
    yield "evidence", 0.05, _make_evidence_target(report)
    yield "workbook", 0.005, _make_workbook_target(small)
    yield "report", 0.003, lambda chance: verify_report(_spoil(chance, report))
    yield "catalogue", 0.002, _read_catalogue
    yield "scheme", 0.003, lambda chance: _read_scheme(chance, library)
    yield "notice", 0.001, _make_notice_target(library, report)


def _make_value(chance: random.Random, depth: int = 0) -> Any:
    """Anything that JSON can say."""
    kind = chance.randrange(9 if depth < 4 else 6)
    if kind < 6:
        number = chance.choice([0, -1, 1, 0.5, 1e308, -1e-9, 10**30, float("nan"), float("inf"), 38, 52])
        return chance.choice([None, True, False, number, chance.choice(WORDS), chance.choice(WORDS)])
    if kind < 8:
        keys = [
            "value",
            "remark",
            "part",
            "whole",
            "count",
            "base",
            "baseline",
            "current",
            "set_apart",
            "not_kept",
            *WORDS[:4],
        ]
        return {chance.choice(keys): _make_value(chance, depth + 1) for _ in range(chance.randrange(4))}
    return [_make_value(chance, depth + 1) for _ in range(chance.randrange(5))]


def _answer(chance: random.Random, forms: list[Questionnaire]) -> None:
    question = chance.choice(chance.choice(forms).questions)
    pairs = {"part": 3, "whole": 4, "count": 5, "base": 6, "baseline": 2, "current": 3}
    values = [_make_value(chance), chance.choice(WORDS), {name: _make_value(chance) for name in pairs}]
    listed = [item.value for item in getattr(question.criterion, "items", ())] + ["nothing"]
    values += [pairs, chance.choices(listed, k=3), chance.choice([5, 40, True, "2026-01-31", None])]
    read_answer(question, {"value": chance.choice(values), "remark": chance.choice(WORDS)}, AS_OF)


def _type(chance: random.Random, forms: list[Questionnaire]) -> None:
    question = chance.choice(chance.choice(forms).questions)
    typed: MultiDict[str, str] = MultiDict({f"{question.id}-version": "0"})
    for field in build_form(question):
        if chance.random() < 0.7:
            typed.setlist(field.name, chance.choices([*WORDS, "y", "true", "done", "C"], k=chance.randrange(1, 3)))
    answer_of(build_form(question, typed=typed), AS_OF)


def _read_file(chance: random.Random, forms: list[Questionnaire]) -> None:
    form = chance.choice(forms)
    asked = chance.sample(form.questions, min(5, len(form.questions)))
    content = json.dumps({one.id: {"value": _make_value(chance)} for one in asked}).encode()
    raw = parse_json(_spoil(chance, content) if chance.random() < 0.5 else content)
    if isinstance(raw, dict):
        read_answers(form, raw, AS_OF)


def _spoil(chance: random.Random, content: bytes) -> bytes:
    """Some bytes changed, put in, doubled or cut away."""
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        at = chance.randrange(len(spoilt) + 1)
        match chance.randrange(5):
            case 0:
                spoilt[at : at + chance.randrange(1, 200)] = b""
            case 1:
                spoilt[at:at] = chance.choice(BYTES)
            case 2:
                spoilt[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                spoilt[at:at] = spoilt[at : at + chance.randrange(1, 400)]
            case _:
                spoilt[at : at + 4] = chance.choice([*WORDS[1:10], "9" * 12]).encode("utf-8", "surrogatepass")
    return bytes(spoilt)


def _spoil_zip(chance: random.Random, content: bytes) -> bytes:
    """A part of an Office file spoilt, left out or kept twice; or the file as bytes."""
    if chance.random() < 0.3:
        return _spoil(chance, content)
    spoilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as file:
        parts = given.namelist()
        bad = chance.choice(parts)
        for name in parts:
            part = given.read(name)
            if name != bad:
                file.writestr(name, part)
            elif chance.random() < 0.9:
                file.writestr(name, _spoil(chance, part))
    return spoilt.getvalue()


def _make_table_target() -> Target:
    xlsx = write_blank(COLUMNS)
    lines = [",".join(str(column.header) for column in COLUMNS), "140581,高平市市场监督管理局,县,140500,a@b.cn"]
    text = "\r\n".join(lines + [lines[1]] * 5)
    encoded = [text.encode(name, "replace") for name in ("utf-8-sig", "gb18030", "utf-16", "utf-8")]

    def read(chance: random.Random) -> object:
        content = _spoil_zip(chance, xlsx) if chance.random() < 0.3 else _spoil(chance, chance.choice(encoded))
        return [str(fault.why) for fault in read_sheet(content, COLUMNS).faults]

    return read


def _make_evidence_target(report: bytes) -> Target:
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w") as file:
        file.writestr("[Content_Types].xml", '<Types><Override PartName="/word/document.xml" ContentType="w"/></Types>')
        file.writestr("word/document.xml", "<w/>")
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(2000)
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(60)
    given = [report, office.getvalue(), ole, picture, b"\xff\xd8\xff\xe0" + bytes(300), b"%PDF-1.4\n%%EOF", b"", b"PK"]
    return lambda chance: identify(io.BytesIO(_spoil(chance, chance.choice(given))))


def _make_workbook_target(form: Questionnaire) -> Target:
    content = write_empty(form)

    def read(chance: random.Random) -> None:
        filled = read_file(open_file(_spoil_zip(chance, content)), form, AS_OF)
        read_given(filled, form.questions, AS_OF)

    return read


def _read_catalogue(chance: random.Random) -> None:
    """A folder of catalogues, one of them spoilt."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = CATALOGUES / "jincheng-2022-42.yaml"
        for name in ("domains.yaml", "facts.yaml", "bands.yaml", "scales.yaml", "shanxi-2021-101.yaml"):
            (Path(folder) / name).write_bytes((CATALOGUES / name).read_bytes())
        (Path(folder) / chosen.name).write_bytes(_spoil(chance, chosen.read_bytes()))
        load_library.__wrapped__(Path(folder))


def _read_scheme(chance: random.Random, library: Library) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scheme.yaml"
        path.write_bytes(_spoil(chance, chance.choice(list(SCHEMES.glob("*.yaml"))).read_bytes()))
        read_scheme(path, library)


def _make_notice_target(library: Library, report: bytes) -> Target:
    """The first clauses of the notices as text, page and Word file, and a PDF; each spoilt, read and drafted."""
    given: list[tuple[str, bytes]] = [("n.pdf", report)]
    for document in library.documents.values():
        lines = [document.title]
        for clause in document.clauses[:6]:
            lines.append(f"{clause.path}{clause.heading}。{'；'.join(one.duty for one in clause.measures)}。")
        page = "".join(f"<p>{line}</p>" for line in lines)
        given += [("n.txt", "\n".join(lines).encode(code, "replace")) for code in ("utf-8", "gb18030", "utf-16")]
        given += [("n.html", f"<!doctype html><meta charset=utf-8><body>{page}".encode())]
        given += [("n.docx", make_word("".join(map(paragraph, lines))))]

    def read(chance: random.Random) -> None:
        name, content = chance.choice(given)
        spoilt = _spoil_zip(chance, content) if name == "n.docx" else _spoil(chance, content)
        draft_notice(read_notice(spoilt, name), library, None)

    return read
