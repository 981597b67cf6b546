"""The commands that make something to read, and the one that proves it: report, verify, export, demo."""

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from questionnaires.commands import CALLERS_FAULT, DONE, add_answer_file, add_scheme, guard, open_answers, put_out
from questionnaires.loading import load_library
from questionnaires.messages import Refused, say
from questionnaires.scoring import score
from reports.gap.content import Annex, GapReport, find_false_facts
from reports.gap.ledger_annex import list_ledgers
from reports.gap.report import write_gap_report
from reports.making.commands import find_named, report_round
from reports.rounds.exporting import export_files, export_workbook
from reports.sample_folder import find_demo_folder, make_demo
from reports.signing.commands import add_verify
from reports.word.papers import write_gap_docx
from survey.commands import find_port_problem, run_site
from survey.installing.settings import load_settings
from survey.rounds.rounds import name_round
from survey.storage.database import closing_engine, is_missing, reading_at_once, writing
from survey.storage.installation import open_installation
from survey.storage.trail import record

USAGE = """run.py report DOCUMENT --level LEVEL --as-of YYYY-MM-DD [--year YYYY] ANSWERS.json -o FILE.pdf|FILE.docx
           [--annex …] [--scheme FILE]
       run.py report ROUND --all [-o FOLDER]"""
WORD = ".docx"
FORMATS = {"csv": export_files, "xlsx": export_workbook}


class ReportParser(argparse.ArgumentParser):
    """Two commands under one name: where `--all` does not stand, an answer file is named.

    Told before anything is parsed: argparse takes an optional argument for missing once options stand before it.
    """

    answers: argparse.Action

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.answers.nargs = "?" if "--all" in (args or ()) else None
        return super().parse_known_args(args, namespace)


def add_commands(commands: Any) -> None:
    """Register the commands with argparse's sub-parsers."""
    commands.add_parser("report")
    reported = commands.choices["report"] = ReportParser("run.py report", usage=USAGE)
    reported.answers = add_answer_file(reported, required=False)
    add_scheme(reported)
    reported.add_argument("-o", "--output", type=Path, metavar="FILE.pdf|FILE.docx|FOLDER")
    reported.add_argument("--annex", choices=[annex.value for annex in Annex], action="append", default=[])
    reported.add_argument(
        "--all",
        action="store_true",
        help=say("all reports of the round DOCUMENT, as one ZIP in FOLDER; stopped and begun again, it goes on"),
    )
    reported.set_defaults(run=report, refuse=reported.error)
    add_verify(commands)
    exported = commands.add_parser("export")
    exported.add_argument("round", metavar="ROUND", help=say("the short name of the round, as in its address"))
    exported.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER")
    exported.add_argument("--format", choices=FORMATS, default="csv")
    exported.set_defaults(run=export_round)
    shown = commands.add_parser("demo")
    shown.add_argument("--no-serve", action="store_true", help=say("end when the files are written"))
    shown.set_defaults(run=show_demo)


@guard
def report(args: argparse.Namespace) -> int:
    """The gap report of an answer file, or all of a round."""
    of_a_file = {"--level": args.level, "--as-of": args.as_of, "ANSWERS.json": args.answers}
    if args.all:
        given = [name for name, value in of_a_file.items() if value is not None]
        if given or args.annex or args.scheme or args.year is not None:
            args.refuse(say("with --all goes the short name of a round and -o alone"))
        return report_round(args)
    if missing := [name for name, value in (of_a_file | {"-o": args.output}).items() if value is None]:
        args.refuse(say("missing: %(names)s", names=", ".join(missing)))
    return write_report(args)


def write_report(args: argparse.Namespace) -> int:
    """Write the gap report as PDF, or by the name of its file as Word.

    Raises FontProblem: a font or a glyph that is missing is the caller's to mend.
    """
    whole, file, entries = open_answers(args)
    report = GapReport(
        bureau=file.bureau,
        code=file.code,
        questionnaire=file.questionnaire,
        scorecard=score(file.questionnaire, file.answers, args.as_of, entries),
        facts=find_false_facts(whole, file.profile),
        annexes=frozenset(map(Annex, args.annex)),
        ledgers=list_ledgers(load_library(), file.questionnaire) if Annex.LEDGER in args.annex else (),
    )
    write = write_gap_docx if args.output.suffix.lower() == WORD else write_gap_report
    put_out(write(report), args.output)
    return DONE


@guard
def export_round(args: argparse.Namespace) -> int:
    """Write the tables of a round and their dictionary into a folder, as CSV files or as one workbook."""
    settings = load_settings(makes_key=False)
    with closing_engine(settings.database_url) as engine:
        if is_missing(engine):  # and none is made by asking
            raise Refused("There is no round %(slug)s; there are: %(known)s.", slug=args.round, known="–")
    open_installation(settings.database_url, settings.data_folder)
    with closing_engine(settings.database_url) as engine, reading_at_once(engine) as session:
        round = find_named(engine, args.round)
        args.output.mkdir(parents=True, exist_ok=True)
        for name in FORMATS[args.format](session, round, args.output, settings.time_zone):
            print(args.output / name)
        with writing(engine) as writer:
            record(writer, None, "round.export", name_round(round), None, {"format": args.format})
    return DONE


@guard
def show_demo(args: argparse.Namespace) -> int:
    """Make the sample round where there is none yet, write its reports and CSV, say where they are, and serve."""
    os.umask(0o077)  # the sample's password is for this account only
    given = load_settings()
    folder = find_demo_folder(given)
    settings = replace(given, data_folder=folder, database_url=f"sqlite:///{folder / 'survey.sqlite3'}", is_demo=True)
    if not args.no_serve and (problem := find_port_problem(settings)):
        print(problem, file=sys.stderr)
        return CALLERS_FAULT
    accounts = make_demo(settings)
    print(say("Gap reports: %(folder)s", folder=folder / "reports"))
    print(say("Aggregate as CSV: %(folder)s", folder=folder / "csv"))
    print(say("Sample accounts: %(file)s", file=accounts))
    print(accounts.read_text(encoding="utf-8").rpartition("\n\n")[0], flush=True)  # the others stand in the file
    return DONE if args.no_serve else run_site(settings, args.create_site)
