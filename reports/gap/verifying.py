"""Hold a gap report against itself: everything is computed and printed again from what it carries, then compared."""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from questionnaires.answer_files import parse_json
from reports.gap.attachments import QUESTIONNAIRE, NoReport, UnreadableReport, attach, parse_attached, read_attached
from reports.gap.report import build_gap_report, write_gap_report
from reports.printing.findings import Finding
from reports.printing.judging import quote_difference
from reports.printing.pdf import PdfFile
from reports.printing.pdf_reading import NotReadable, ReadPdf

PROOF = "校验信息"  # what the section with them is headed
DIGEST = re.compile(r"[0-9a-f]{64}")
TABLE_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
PAGE_NUMBER = re.compile(r"—\d+—")
MOST_SHOWN = 60
# What a questionnaire does that has the right shape and makes no sense, such as grades that go nowhere.
SENSELESS = (ArithmeticError, AttributeError, LookupError, RuntimeError, StopIteration, TypeError, ValueError)


def verify_report(content: bytes) -> Finding | None:
    """The first difference between a gap report and what its attachments make of themselves; None: it is identical.

    In this order: the attachments against the digests on the last page, the scorecards against the answers, the text of
    every page, then every other thing in the file. Raises Unreadable where the attachments make no report,
    NoReport for what is none.
    """
    given = ReadPdf(content)
    try:
        files = _list_files(given)
        if found := _compare_digests(given, files):
            return found
        report = read_attached(files)
        expected = attach(report)
        if found := _compare_files(files, expected):
            return found
        again = write_gap_report(report)
        if again == content:
            return None
        return _compare_printed(given, ReadPdf(again), build_gap_report(report, attached=expected))
    except NotReadable as error:
        raise NoReport("PDF", "It cannot be read: %(why)s", why=error) from None
    except SENSELESS as error:
        raise UnreadableReport(QUESTIONNAIRE, "No report can be made of it: %(why)s", why=repr(error)) from None


def _list_files(given: ReadPdf) -> dict[str, bytes]:
    if not given.files:
        raise NoReport("PDF", "It carries no data; only gap reports of this program can be verified.")
    twins = [name for name, contents in given.files.items() if len(contents) > 1]
    if twins:
        raise UnreadableReport(twins[0], "This attachment is there twice.")
    return {name: contents[0] for name, contents in given.files.items()}


def _compare_digests(given: ReadPdf, files: Mapping[str, bytes]) -> Finding | None:
    """The digests that the end of the report prints, against the attachments that are there."""
    last = "".join(given.pages[-2:])  # the list of the attachments may go on from one page to the last
    last = last[max(last.rfind(PROOF), 0) :]
    for name, content in sorted(files.items()):
        printed = DIGEST.search(last, last.find(name) + 1) if name in last else None
        digest = PdfFile(name, "", content, "").digest.replace(" ", "")
        if printed is None or printed[0] != digest:
            return Finding(
                "attachment %(name)s: its SHA-256 is %(digest)s; the end of the report prints %(printed)s",
                {"name": name, "digest": digest, "printed": printed[0] if printed else "–"},
            )
    return None


def _compare_files(files: Mapping[str, bytes], expected: tuple[PdfFile, ...]) -> Finding | None:
    """The attachments against those of the report that they make: a scorecard is computed again from its answers."""
    if strange := sorted(set(files) - {one.name for one in expected}):
        return Finding("attachment %(name)s: it does not belong to such a report", {"name": strange[0]})
    for one in expected:
        if files[one.name] != one.content:
            pairs = _compare_json(parse_attached(files, one.name), parse_json(one.content))
            path, says, should = next(pairs, ("", "", ""))
            return Finding(
                "attachment %(name)s: %(path)s says %(says)s; computed again it is %(should)s",
                {"name": one.name, "path": path or "JSON", "says": _cut(says), "should": _cut(should)},
            )
    return None


def _compare_json(given: Any, expected: Any, path: str = "") -> Iterator[tuple[str, object, object]]:
    """Where two values differ, with what each has there."""
    if isinstance(given, dict) and isinstance(expected, dict):
        for key in [*given, *(key for key in expected if key not in given)]:
            yield from _compare_json(given.get(key), expected.get(key), f"{path}.{key}" if path else key)
    elif isinstance(given, list) and isinstance(expected, list):
        for at, (one, other) in enumerate(zip_longest(given, expected)):
            name = other.get("id", at) if isinstance(other, dict) else at
            yield from _compare_json(one, other, f"{path}[{name}]")
    elif given != expected:
        yield path, given, expected


def _compare_printed(given: ReadPdf, again: ReadPdf, html: str) -> Finding | None:
    """Two files that are not the same bytes: where their text differs, else whatever else does."""
    if given.maker != again.maker:
        return _compare_loosely(given, again, html)
    for number, (one, other) in enumerate(zip_longest(given.pages, again.pages, fillvalue=""), 1):
        if one != other:
            return Finding(
                "page %(page)s: it says “%(says)s”; computed again it is “%(should)s”",
                {"page": number, **quote_difference(one, other)},
            )
    place = given.find_difference(again)
    return (
        None if place is None else Finding("%(place)s: drawn otherwise, though the text is the same", {"place": place})
    )


def _compare_loosely(given: ReadPdf, again: ReadPdf, html: str) -> Finding:
    """Pages that other fonts or another edition broke elsewhere: the text as one, without what each page repeats."""
    heads = {"".join(TAG.sub("", head).split()) for head in TABLE_HEAD.findall(html)}
    one, other = (_join(read.pages, heads) for read in (given, again))
    makers = {"given": ", ".join(given.maker), "again": ", ".join(again.maker)}
    if one != other:
        return Finding(
            "the data are right; the text says “%(says)s”, computed again it is “%(should)s”, which may be due to "
            "other makers: %(given)s instead of %(again)s. Verify where the makers are those of the file.",
            {**quote_difference(one, other), **makers},
        )
    return Finding(
        "the data and the text are right; the drawing was not compared, because the file names other makers: "
        "%(given)s instead of %(again)s",
        makers,
    )


def _join(pages: list[str], heads: set[str]) -> str:
    text = "".join(PAGE_NUMBER.sub("", page) for page in pages)
    for head in sorted(heads, key=len, reverse=True):
        text = text.replace(head, "")
    return text


def _cut(value: object) -> str:
    words = str(value)
    return words if len(words) <= MOST_SHOWN else words[:MOST_SHOWN] + "…"
