"""`run.py backup` and `run.py restore`: an installation on SQLite copied while it runs, and put back."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from questionnaires.commands import DONE, guard
from questionnaires.messages import Refused, say
from survey.backup.copies import make_backup, restore_backup
from survey.installing.settings import Settings, load_settings
from survey.storage.database import closing_engine, is_missing, naming_fault, writing
from survey.storage.installation import refuse_other
from survey.storage.trail import record
from survey.storage.trail_ends import keep_end


def add_commands(commands: Any) -> None:
    """Register the commands with argparse's sub-parsers."""
    backed_up = commands.add_parser("backup")
    backed_up.add_argument("folder", type=Path, metavar="FOLDER", help=say("where backups lie; each is a folder in it"))
    backed_up.set_defaults(run=back_up)
    restored = commands.add_parser("restore")
    restored.add_argument("folder", type=Path, metavar="FOLDER", help=say("the folder of one backup"))
    restored.set_defaults(run=restore)


@guard
def back_up(args: argparse.Namespace) -> int:
    """Make a backup in a folder named for the moment; it is on record in the trail."""
    settings = load_settings(makes_key=False)
    database = _find_database(settings)
    if not args.folder.parent.is_dir():
        raise Refused("There is no folder %(path)s; check the address.", path=args.folder.parent)
    target = args.folder / f"{datetime.now(ZoneInfo(settings.time_zone)):survey-%Y%m%d-%H%M%S}"
    with naming_fault(settings.database_url), closing_engine(settings.database_url) as engine:
        refuse_other(engine, settings.data_folder)
        if not is_missing(engine):
            keep_end(engine, settings)
    count = make_backup(database, settings.data_folder, target)
    with closing_engine(settings.database_url) as engine, writing(engine) as session:
        record(session, None, "backup.make", "backup", None, {"files": count, "folder": target.name})
    print(say("Backed up: %(count)s files in %(folder)s. Keep it as safe as the server.", count=count, folder=target))
    return DONE


@guard
def restore(args: argparse.Namespace) -> int:
    """Put a backup back into an empty data folder; every file is compared with its hash first."""
    settings = load_settings(makes_key=False)
    count = restore_backup(args.folder, _find_database(settings), settings.data_folder)
    print(
        say(
            "Restored: %(count)s files, each as it was backed up. Now run run.py trail and run.py evidence.",
            count=count,
        )
    )
    return DONE


def _find_database(settings: Settings) -> Path:
    """The file of the database. Raises Refused on PostgreSQL, with the steps that do it there."""
    url = sa.make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database)
    raise Refused(
        "This is for SQLite. On PostgreSQL: pg_dump -Fc -f survey.dump %(database)s, then copy %(folder)s; to restore, "
        "make an empty database and pg_restore -d %(database)s survey.dump.",
        database=url.database,
        folder=settings.data_folder,
    )
