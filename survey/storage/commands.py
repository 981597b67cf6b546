"""The command that carries the database over to another address, such as from SQLite to PostgreSQL."""

import argparse
from typing import Any

from questionnaires.commands import DONE, guard
from questionnaires.messages import say
from survey.installing.settings import load_settings
from survey.storage.copying_database import carry_over


def add_commands(commands: Any) -> None:
    """Register the command with argparse's sub-parsers."""
    carried = commands.add_parser("migrate-to")
    carried.add_argument("url", metavar="URL", help=say("the address of an empty database, as for SURVEY_DATABASE_URL"))
    carried.set_defaults(run=migrate_to)


@guard
def migrate_to(args: argparse.Namespace) -> int:
    """Carry the database of the settings over, and say how many rows of each table were compared."""
    for table in carry_over(load_settings(makes_key=False).database_url, args.url):
        print(f"{table.rows:>9}  {table.sha256}  {table.name}")
    print(say("Carried over and compared, row by row. Set SURVEY_DATABASE_URL to the new address, then serve."))
    return DONE
