"""The commands that need the domain only: questionnaire, coverage and score."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from questionnaires.accounting import TextPart, list_parts
from questionnaires.answer_files import AnswerFile, read_answer_file
from questionnaires.answers import AnswersRefused
from questionnaires.applying import SchemeRefused, apply_scheme
from questionnaires.aside import write_aside
from questionnaires.calendar import default_year
from questionnaires.catalogue import Library
from questionnaires.coverage import cover
from questionnaires.crosswalk import compare_notices
from questionnaires.documents import split_clauses
from questionnaires.entry_reading import read_entries
from questionnaires.generator import build_questionnaire
from questionnaires.ledger_text import write_crosswalk, write_ledger
from questionnaires.loading import CatalogueError, load_library
from questionnaires.messages import Refused, say, say_why
from questionnaires.proof import prove_document
from questionnaires.publishing import publish_coverage, publish_crosswalk, publish_questionnaire, publish_scorecard
from questionnaires.questionnaire import Questionnaire
from questionnaires.schema import build_duty_schema, build_schema
from questionnaires.scheme_reading import read_scheme
from questionnaires.scheme_schema import build_scheme_schema
from questionnaires.scoring import score
from questionnaires.totals import Entries

DONE, CALLERS_FAULT = 0, 2
SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "catalogue": build_schema,
    "library": build_duty_schema,
    "scheme": lambda: build_scheme_schema(load_library()),
}
Run = Callable[[argparse.Namespace], int]


def add_commands(commands: Any) -> None:
    """Register the commands with argparse's sub-parsers."""
    asked = commands.add_parser("questionnaire")
    _add_document(asked)
    add_scheme(asked)
    asked.add_argument("--format", choices=["json", "xlsx", "pdf"], default="json")
    asked.add_argument("-o", "--output", type=Path)
    _add_year(asked)
    asked.set_defaults(run=print_questionnaire)
    covered = commands.add_parser("coverage")
    covered.add_argument("document", nargs="?")
    covered.add_argument("--format", choices=["text", "json"], default="text")
    covered.add_argument("--check", type=Path, metavar="DOCUMENTS_DIR")
    covered.add_argument("--gaps", action="store_true")
    covered.add_argument("--schema", nargs="?", choices=list(SCHEMAS), const="catalogue")
    covered.set_defaults(run=print_coverage)
    compared = commands.add_parser("crosswalk")
    compared.add_argument("--format", choices=["text", "json"], default="text")
    compared.set_defaults(run=print_crosswalk)
    scored = commands.add_parser("score")
    add_answer_file(scored)
    add_scheme(scored)
    scored.set_defaults(run=print_score)


def _add_year(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=read_year, metavar="YYYY")


def _add_document(parser: argparse.ArgumentParser, required: bool = True) -> None:
    parser.add_argument("document")
    parser.add_argument("--level", required=required)


def add_answer_file(parser: argparse.ArgumentParser, required: bool = True) -> argparse.Action:
    """Add the arguments that name an answer file and what it answers; give back the one for the file.

    `required` is not meant for the document, which is always to be named.
    """
    _add_document(parser, required)
    parser.add_argument("--as-of", required=required, type=read_date, metavar="YYYY-MM-DD")
    _add_year(parser)
    return parser.add_argument("answers", type=Path, metavar="ANSWERS.json", nargs=None if required else "?")


def add_scheme(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the file of a scheme."""
    parser.add_argument("--scheme", type=Path, metavar="FILE")


def read_date(text: str) -> date:
    """Read a date argument; argparse prints the error with its exit code 2."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            say("%(text)s is not a date; write it as 2026-06-30", text=repr(text))
        ) from None


def read_year(text: str) -> int:
    """Read the argument of an assessment year; as above."""
    if re.fullmatch(r"(19|20)[0-9]{2}", text) is None:
        raise argparse.ArgumentTypeError(say("%(text)s is not a year; write it as 2025", text=repr(text)))
    return int(text)


def explain(error: Exception) -> list[str] | None:
    """The lines that tell a caller what is wrong and what would be right; None where it is not the caller's fault."""
    if isinstance(error, CatalogueError):
        return [str(fault) for fault in error.faults]
    if isinstance(error, AnswersRefused | SchemeRefused):
        return [f"{one.place}: {say_why(one.why)}" for one in error.refusals]
    if isinstance(error, Refused):
        return [say_why(error)]
    if isinstance(error, OSError) and error.filename:
        return [f"{error.filename}: {_say_system(error)}"]
    return None


def _say_system(error: OSError) -> str:
    """What the system refused, in our words where it is what people meet."""
    if isinstance(error, FileNotFoundError):
        return say("there is no such file or folder")
    if isinstance(error, IsADirectoryError):
        return say("this is a folder; name a file")
    if isinstance(error, PermissionError):
        return say("it may not be read or written by this user")
    return error.strerror or str(error)


def guard(run: Run) -> Run:
    """Turn the caller's faults into a message on standard error and exit code 2."""

    @wraps(run)
    def guarded(args: argparse.Namespace) -> int:
        try:
            return run(args)
        except (CatalogueError, AnswersRefused, SchemeRefused, Refused, OSError) as error:
            lines = explain(error)
            if lines is None:
                raise
            place = ""
            if isinstance(error, AnswersRefused | SchemeRefused):
                place = f"{args.answers if isinstance(error, AnswersRefused) else args.scheme}: "
        for line in lines:
            print(place + line, file=sys.stderr)
        return CALLERS_FAULT

    return guarded


def open_answers(args: argparse.Namespace) -> tuple[Questionnaire, AnswerFile, Entries]:
    """The whole questionnaire that the arguments name, the answer file read against it, and its entries."""
    library = load_library()
    year = default_year(args.as_of) if args.year is None else args.year
    if year > args.as_of.year:
        raise Refused(
            "The assessment year %(year)s begins after the reference date %(as_of)s.", year=year, as_of=args.as_of
        )
    questionnaire = open_questionnaire(library, args, year)
    file = read_answer_file(args.answers, questionnaire, args.as_of, library.facts)
    return questionnaire, file, read_entries(questionnaire.scheme, file.beside)


def open_questionnaire(library: Library, args: argparse.Namespace, year: int | None) -> Questionnaire:
    """The questionnaire that the arguments name for an assessment year, under their scheme if there is one."""
    questionnaire = build_questionnaire(library, args.document, args.level, year)
    return questionnaire if args.scheme is None else apply_scheme(read_scheme(args.scheme, library), questionnaire)


@guard
def print_questionnaire(args: argparse.Namespace) -> int:
    questionnaire = open_questionnaire(load_library(), args, args.year)
    if args.format == "xlsx":
        put_out(args.write_workbook(questionnaire), args.output)
    elif args.format == "pdf":
        put_out(args.write_sheet(questionnaire), args.output)
    else:
        _print_json(publish_questionnaire(questionnaire), args.output)
    return DONE


@guard
def print_coverage(args: argparse.Namespace) -> int:
    if args.schema:
        _print_json(SCHEMAS[args.schema](), None)
        return DONE
    ledger = cover(load_library(), args.document)
    if args.check is not None:
        return check_texts([document.id for document in ledger], args.check, args.gaps)
    if args.format == "json":
        _print_json(publish_coverage(ledger), None)
    else:
        print("\n\n".join(write_ledger(document) for document in ledger))
    return DONE


@guard
def print_crosswalk(args: argparse.Namespace) -> int:
    rows = compare_notices(load_library())
    if args.format == "json":
        _print_json(publish_crosswalk(rows), None)
    else:
        print(write_crosswalk(rows))
    return DONE


def check_texts(document_ids: list[str], folder: Path, list_gaps: bool = False) -> int:
    """Hold catalogues against the texts of their notices, one `ID.txt` each, and say where they differ.

    What no phrase names is counted, and listed where that is asked for; it is no difference.
    """
    library, differences, parts = load_library(), 0, list[TextPart]()
    for id in document_ids:
        clauses = split_clauses((folder / f"{id}.txt").read_text(encoding="utf-8-sig"))
        for difference in prove_document(library.documents[id], clauses):
            differences += 1
            print(f"{id}.yaml: {difference}", file=sys.stderr)
        found = list(list_parts(library.documents[id], clauses))
        for part in found if list_gaps else []:
            if not part.named_by:
                print(
                    f"{id}.yaml: "
                    + say("clause %(clause)s: no phrase names %(words)s", clause=part.clause, words=part.words)
                )
        parts += found
    print(say("%(documents)s notices held against their texts: %(differences)s differences",
              documents=len(document_ids), differences=differences))  # fmt: skip
    print(say("%(parts)s parts of their sentences, %(unnamed)s of them named by no phrase",
              parts=len(parts), unnamed=sum(not part.named_by for part in parts)))  # fmt: skip
    return CALLERS_FAULT if differences else DONE


@guard
def print_score(args: argparse.Namespace) -> int:
    _, file, entries = open_answers(args)
    card = score(file.questionnaire, file.answers, args.as_of, entries)
    _print_json(publish_scorecard(file.questionnaire, card), None)
    return DONE


def _print_json(content: dict[str, Any], output: Path | None) -> None:
    put_out((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(), output)


def put_out(content: bytes, output: Path | None) -> None:
    """Write to standard output or to a file, which is never half a result.

    A link is followed; what is no regular file, such as a pipe or /dev/stdout, is written to as it is.
    """
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    path = output.resolve()
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            write_aside(path, content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
