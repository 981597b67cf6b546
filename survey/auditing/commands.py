"""`run.py trail`: whether every line of the trail is as it was written, and the tables are what it says."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.commands import DONE, guard
from questionnaires.messages import Refused, say
from survey.auditing.agreement import Disagreement, Told
from survey.auditing.search import find_line, read_head
from survey.installing.settings import load_settings
from survey.storage.database import closing_engine, is_missing
from survey.storage.installation import refuse_other
from survey.storage.trail import BrokenLine, verify_trail
from survey.storage.trail_ends import ENDS_FILE, find_lost, read_ends

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
            raise Refused("There is no audit log to read: %(why)s", why=engine.url.database)
        try:
            refuse_other(engine, settings.data_folder)
            # One view of the whole, also where others write meanwhile.
            with Session(engine.execution_options(isolation_level="SERIALIZABLE")) as session:
                return _verify(session, stated, settings.data_folder)
        except sa.exc.DatabaseError as error:
            raise Refused("There is no audit log to read: %(why)s", why=error.orig) from None


def _verify(session: Session, stated: re.Match[str] | None, data_folder: Path) -> int:
    told = Told()
    found = verify_trail(session, told.heed)
    if isinstance(found, BrokenLine):
        return _name([_say_fault(found)])
    if faults := [*_find_lost(session, stated, data_folder)]:
        return _name(faults)
    head = read_head(session)
    print(say("%(number)s lines, all as written. Hash of the last: %(hash)s", number=found, hash=head.hash))
    return _compare(session, told)


def _find_lost(session: Session, stated: re.Match[str] | None, data_folder: Path) -> Iterator[str]:
    """Lines that were kept outside the database, and are not in the trail."""
    line = find_line(session, int(stated["number"])) if stated else None
    if stated and (line is None or not line.hash.startswith(stated["hash"])):
        number = stated["number"]
        yield say("Line %(number)s does not match the hash you gave: the audit log was rewritten.", number=number)
    if lost := find_lost(session, read_ends(data_folder)):
        yield say(
            "On %(day)s line %(number)s was the last, and it is not in the audit log any more: the log was cut off or "
            "rewritten. If an older backup was put back, move %(file)s away.",
            day=lost.day,
            number=lost.number,
            file=data_folder / ENDS_FILE,
        )


def _compare(session: Session, told: Told) -> int:
    found = list(told.find_disagreements(session))
    if told.unproved:
        words = say(
            "The scores of %(count)s responses were fixed before the audit log kept their hash; they are not compared.",
            count=len(told.unproved),
        )
        print(words, file=sys.stderr)
    if found:
        return _name([_say_disagreement(one) for one in found])
    print(say("Answers, decisions, states and scores are those of the audit log."))
    return DONE


def _name(faults: Sequence[str]) -> int:
    print("\n".join(faults), file=sys.stderr)
    return SPOILT


def _say_disagreement(one: Disagreement) -> str:
    if one.what == "item":
        return say(
            "Response %(id)s, item %(number)s of the plan: it is not what the audit log says.",
            id=one.response_id,
            number=one.question_id,
        )
    if one.what == "entry":
        number = one.question_id
        return say(
            "Response %(id)s, entry %(number)s: it is not what the audit log says.", id=one.response_id, number=number
        )
    what = {
        "answer": say("answer"),
        "decision": say("decision"),
        "claims": say("bonus claims"),
        "state": say("state"),
        "score": say("score"),
        "profile": say("profile"),
        "absence": say("who is out of the round"),
    }[one.what]
    if not one.question_id:
        return say("Response %(id)s: the %(what)s is not what the audit log says.", id=one.response_id, what=what)
    return say(
        "Response %(id)s, question %(question)s: the %(what)s is not what the audit log says.",
        id=one.response_id,
        question=one.question_id,
        what=what,
    )


def _say_fault(fault: BrokenLine) -> str:
    if fault.why == "missing":
        return say("Line %(number)s is missing.", number=fault.number)
    if fault.why == "changed":
        return say("Line %(number)s is not as it was written.", number=fault.number)
    return say("The audit log is cut off: line %(number)s and what followed are missing.", number=fault.number)
