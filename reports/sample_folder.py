"""The sample round on disk: its database, a gap report per bureau, the aggregate, and who can sign in."""

import json
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.aside import PRIVATE, write_aside
from questionnaires.loading import load_library
from questionnaires.messages import say
from reports.gap.content import GapReport
from reports.gap.gathering import gather_report
from reports.gap.report import write_gap_report
from reports.printing.fonts import find_fonts
from reports.rounds.exporting import export_files
from reports.signing.issuing import note_facts
from survey.demo.guide import list_guide
from survey.demo.sample import SLUG, fill_demo, make_password
from survey.evidence.store import open_store
from survey.installing.settings import ROOT, Settings
from survey.jobs.parents import end_with_parent
from survey.rounds.rounds import find_by_slug
from survey.signing.keys import load_keys, publish_keys
from survey.signing.register import ReportFacts, sign_report
from survey.signing.statements import SUFFIX
from survey.storage.database import make_engine
from survey.storage.installation import open_installation
from survey.storage.states import IN
from survey.storage.tables import Bureau, Response, Round
from survey.web.languages import local_day

REPORTS_PER_PROCESS = 40
STEP = 8


def find_demo_folder(settings: Settings) -> Path:
    """Where the sample is: beside the code, or in the data folder where the code's may not be written."""
    return (ROOT if os.access(ROOT, os.W_OK) else settings.data_folder) / "demo"


def make_demo(settings: Settings) -> Path:
    """Make or complete the sample in the data folder; return the file that lists the accounts.

    Raises FontProblem before anything is made. A sample that is there is kept, with whatever was tried in it; delete
    the folder for a new one.
    """
    find_fonts()
    folder = settings.data_folder
    accounts = folder / "accounts.txt"
    if not accounts.exists():
        _fill_database(settings, accounts)
    open_installation(settings.database_url, folder)
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        round = find_by_slug(session, SLUG)
        assert round is not None  # the sample has one
        (folder / "csv").mkdir(exist_ok=True)
        (folder / "reports").mkdir(exist_ok=True)
        _say_step(say("Aggregate as CSV"))
        export_files(session, round, folder / "csv", settings.time_zone)
        write_reports(engine, session, round, folder, settings.time_zone)
    engine.dispose()
    return accounts


def _fill_database(settings: Settings, accounts: Path) -> None:
    # What an interrupted start left: no account could sign in to it.
    shutil.rmtree(settings.data_folder, ignore_errors=True)
    settings.data_folder.mkdir()
    password = make_password()
    open_installation(settings.database_url, settings.data_folder)
    engine = make_engine(settings.database_url)
    today = local_day(settings.time_zone)
    people = fill_demo(
        engine,
        open_store(settings),
        load_library(),
        today,
        password,
        lambda done: _say_step(say("Sample round: %(done)s bureaus", done=done), ends=False),
    )
    engine.dispose()
    _say_step("")
    lines = [say("Password of every sample account: %(password)s", password=password)]
    lines += ["", say("Start with these accounts:"), *(f"{login}\t{shown}" for login, shown in list_guide())]
    lines += ["", say("All accounts:"), *(f"{one.login}\t{one.name}\t{one.place}" for one in people)]
    write_aside(accounts, ("\n".join(lines) + "\n").encode(), PRIVATE)


def write_reports(engine: sa.Engine, session: Session, round: Round, folder: Path, time_zone: str) -> None:
    """Write the reports that are not there yet; a submitted response never changes, so what is newer than it stays."""
    submitted = session.exec(
        select(Response)
        .join(Bureau)
        .where(Response.round_id == round.id, col(Response.state).in_(IN))
        .order_by(col(Bureau.code))
    ).all()
    owed: list[tuple[Path, GapReport]] = []
    facts: list[ReportFacts] = []
    for one in submitted:
        if not _is_current(path := folder / "reports" / f"{one.bureau.code}-{one.bureau.name}.pdf", one):
            owed.append((path, gather_report(session, one, time_zone)))
            facts.append(note_facts(owed[-1][1], one))
    session.commit()  # nothing more is read
    with ProcessPoolExecutor(
        os.cpu_count(), get_context("spawn"), end_with_parent, (os.getpid(),), max_tasks_per_child=REPORTS_PER_PROCESS
    ) as pool:
        made = zip(pool.map(_write_report, owed), facts, strict=True)
        for done, (path, stated) in enumerate(made, start=1):
            signature = sign_report(engine, folder, stated, path).signature
            write_aside(path.with_name(path.name + SUFFIX), signature.encode())
            ends = done % STEP == 0 or done == len(owed)
            _say_step(say("Gap reports: %(done)s of %(all)s", done=done, all=len(owed)), ends)
    write_aside(folder / "keys.json", json.dumps(publish_keys(load_keys(folder)), indent=1).encode() + b"\n")


def _is_current(path: Path, response: Response) -> bool:
    assert response.submitted_at is not None  # it is submitted
    return path.exists() and datetime.fromtimestamp(path.stat().st_mtime, UTC) > response.submitted_at


def _write_report(owed: tuple[Path, GapReport]) -> Path:
    path, report = owed
    write_aside(path, write_gap_report(report))
    return path


def _say_step(step: str, ends: bool = True) -> None:
    """Tell progress on standard error, on one line where that is a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step}", end="\n" if ends else "", file=sys.stderr, flush=True)
    elif ends and step:
        print(step, file=sys.stderr, flush=True)
