"""`run.py trail`: whether every line of the trail is as it was written."""

import argparse
import re
import sys
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.commands import DONE, guard
from questionnaires.messages import Refused, say
from survey.auditing.search import read_head
from survey.installing.settings import load_settings
from survey.storage.database import closing_engine, is_missing
from survey.storage.records import TrailEntry
from survey.storage.trail import BrokenLine, verify_trail

SPOILT = 1
STATED = re.compile(r"(?P<number>[0-9]{1,12}):(?P<hash>[0-9a-f]{12,64})")


def add_commands(commands: Any) -> None:
    """Register the command with argparse's sub-parsers."""
    verified = commands.add_parser("trail")
    verified.add_argument("--stated", metavar="NUMBER:HASH", help=say("a line that an export or the site once stated"))
    verified.set_defaults(run=verify)


@guard
def verify(args: argparse.Namespace) -> int:
    """Say that all lines are as written, or name the first that is not."""
    stated = STATED.fullmatch(args.stated or "")
    if args.stated is not None and stated is None:
        raise Refused("--stated takes a number and a hash, such as 120:0c4f9a2b7d31.")
    settings = load_settings(makes_key=False)
    with closing_engine(settings.database_url) as engine:
        if is_missing(engine):
            raise Refused("There is no trail to read: %(why)s", why=engine.url.database)
        try:
            # One view of the whole, also where others write meanwhile.
            with Session(engine.execution_options(isolation_level="SERIALIZABLE")) as session:
                return _verify(session, stated)
        except sa.exc.DatabaseError as error:
            raise Refused("There is no trail to read: %(why)s", why=error.orig) from None


def _verify(session: Session, stated: re.Match[str] | None) -> int:
    found = verify_trail(session)
    if isinstance(found, BrokenLine):
        print(_say_fault(found), file=sys.stderr)
        return SPOILT
    line = session.get(TrailEntry, int(stated["number"])) if stated else None
    if stated and (line is None or not line.hash.startswith(stated["hash"])):
        words = say(
            "Line %(number)s is not the one that was stated: the trail was written anew.", number=stated["number"]
        )
        print(words, file=sys.stderr)
        return SPOILT
    print(
        say("%(number)s lines, all as written. Hash of the last: %(hash)s", number=found, hash=read_head(session).hash)
    )
    return DONE


def _say_fault(fault: BrokenLine) -> str:
    if fault.why == "missing":
        return say("Line %(number)s is missing.", number=fault.number)
    if fault.why == "changed":
        return say("Line %(number)s is not as it was written.", number=fault.number)
    return say("The trail is cut off: line %(number)s and what followed are missing.", number=fault.number)
