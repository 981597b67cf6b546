"""`run.py evidence`: whether every file of evidence is there and as it was sent, and what nobody refers to."""

import argparse
import sys
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.commands import DONE, guard
from questionnaires.messages import Refused, say
from survey.evidence.inventory import Inventory, set_aside, take_inventory
from survey.evidence.store import EvidenceStore, open_store
from survey.installing.settings import load_settings
from survey.storage.database import closing_engine, is_missing
from survey.storage.installation import refuse_other
from survey.web.languages import local_day

SPOILT = 1


def add_commands(commands: Any) -> None:
    """Register the command with argparse's sub-parsers."""
    checked = commands.add_parser("evidence")
    checked.add_argument(
        "--set-aside", action="store_true", help=say("move files that nobody refers to into a folder of their own")
    )
    checked.add_argument("--yes", action="store_true", help=say("do not ask"))
    checked.set_defaults(run=check)


@guard
def check(args: argparse.Namespace) -> int:
    """Compare every file with the tables; say what is missing or changed, and set aside what nobody refers to."""
    settings = load_settings(makes_key=False)
    store = open_store(settings)
    with closing_engine(settings.database_url) as engine:
        if is_missing(engine):
            raise Refused("The database cannot be read: %(why)s", why=engine.url.database)
        try:
            refuse_other(engine, settings.data_folder)
            with Session(engine) as session:
                found = take_inventory(session, store)
        except sa.exc.DatabaseError as error:
            raise Refused("The database cannot be read: %(why)s", why=error.orig) from None
        _tell(found)
        if args.set_aside and found.orphans:
            return _set_aside(engine, store, found, args.yes, local_day(settings.time_zone).isoformat())
    return SPOILT if found.missing or found.changed else DONE


def _tell(found: Inventory) -> None:
    print(say("%(known)s files on record, %(stored)s stored.", known=found.known, stored=found.stored))
    for sha256 in found.missing:
        print(say("Missing: %(sha256)s. A backup may have it.", sha256=sha256))
    for sha256 in found.changed:
        print(say("Not as it was sent: %(sha256)s. Put the file of a backup in its place.", sha256=sha256))
    if found.orphans:
        print(say("%(count)s stored files have been referred to by nobody for 30 days.", count=len(found.orphans)))


def _set_aside(engine: sa.Engine, store: EvidenceStore, found: Inventory, is_sure: bool, day: str) -> int:
    if not found.is_of_this_folder:
        raise Refused(
            "Nothing was moved: the database knows fewer than half of the stored files, so it is probably that of "
            "another installation. Check SURVEY_DATABASE_URL and SURVEY_DATA_FOLDER."
        )
    question = say("Move %(count)s files? Answer y to go on: ", count=len(found.orphans))
    if not is_sure and (not sys.stdin.isatty() or input(question).strip().lower() != "y"):
        raise Refused("Nothing was moved. Give --yes to go on without being asked.")
    folder = set_aside(engine, store, found.orphans, day)
    print(say("Moved to %(folder)s. Look through it, and delete it when you are sure.", folder=folder))
    return SPOILT if found.missing or found.changed else DONE
