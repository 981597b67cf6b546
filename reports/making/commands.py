"""All gap reports of a round from the terminal: the same batch as on the site, with a worker of its own."""

import argparse
import sys
import time
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.commands import CALLERS_FAULT, DONE
from questionnaires.messages import Refused, say
from reports.making.batches import Batch, find_batch, list_items, start_batch
from reports.making.packing import pack_reports
from survey.installing.settings import Settings, load_settings
from survey.rounds.rounds import find_by_slug
from survey.serving import keep_worker
from survey.storage.database import closing_engine, reading
from survey.storage.installation import open_installation
from survey.storage.states import JobState
from survey.storage.tables import Round

LOOK_EVERY = 0.5  # seconds
BAR = 30  # characters


def report_round(args: argparse.Namespace) -> int:
    """Make, or go on making, all reports of a round; then write them into a folder as one ZIP. Raises Refused."""
    settings, folder = load_settings(), args.output or Path()
    open_installation(settings.database_url, settings.data_folder)
    with closing_engine(settings.database_url) as engine:
        round = find_named(engine, args.document)
        folder.mkdir(parents=True, exist_ok=True)
        if not start_batch(engine, round.id, None):
            raise Refused("No bureau of this round has submitted yet, so there is no report to make.")
        with keep_worker(settings):
            batch = _watch(engine, round)
        return _hand_over(engine, round, batch, settings, folder / f"{round.slug}-reports.zip")


def find_named(engine: sa.Engine, slug: str) -> Round:
    """A round by its short name. Raises Refused, with those that there are."""
    with reading(engine) as session:
        round = find_by_slug(session, slug)
        if round is None:
            known = ", ".join(session.exec(select(Round.slug)).all())
            raise Refused("There is no round %(slug)s; there are: %(known)s.", slug=slug, known=known or "–")
        return round


def _watch(engine: sa.Engine, round: Round) -> Batch:
    """Show how far the batch is until it has ended."""
    shown = -1
    while True:
        with reading(engine) as session:
            batch = find_batch(session, round)
        assert batch is not None  # it was begun
        if batch.ended != shown:
            _show(batch)
            shown = batch.ended
        if not batch.left:
            return batch
        time.sleep(LOOK_EVERY)


def _show(batch: Batch) -> None:
    """One line that is written over where standard error is a terminal, else one line each."""
    step = say("Gap reports: %(done)s of %(all)s", done=batch.made, all=batch.total)
    if not sys.stderr.isatty():
        print(step, file=sys.stderr, flush=True)
        return
    filled = BAR * batch.ended // batch.total
    bar = "█" * filled + "░" * (BAR - filled)
    print(f"\r\x1b[K{bar} {step}", end="" if batch.left else "\n", file=sys.stderr, flush=True)


def _hand_over(engine: sa.Engine, round: Round, batch: Batch, settings: Settings, target: Path) -> int:
    """Write the ZIP, and name the bureaus that have no report, with why."""
    with Session(engine) as session:
        if batch.made:
            pack_reports(session, round, batch, settings.data_folder, target)
            print(target)
        missing = list_items(session, round, batch, JobState.FAILED, JobState.CANCELLED)
        for one in missing:
            bureau = one.response.bureau
            print(f"{bureau.code} {bureau.name}: {one.job.error or say('cancelled')}", file=sys.stderr)
    return CALLERS_FAULT if missing else DONE
