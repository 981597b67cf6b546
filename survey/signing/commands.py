"""`run.py keys`: the keys that sign reports, shown, replaced, published."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from questionnaires.commands import DONE, guard, put_out
from questionnaires.messages import say
from survey.installing.settings import Settings, load_settings
from survey.signing.keys import KeyRing, load_keys, publish_keys, rotate_keys
from survey.storage.database import closing_engine, migrate, writing
from survey.storage.trail import record

ACTIONS = ("show", "rotate", "publish")


def add_commands(commands: Any) -> None:
    """Register the command with argparse's sub-parsers."""
    added = commands.add_parser("keys")
    added.add_argument("action", choices=ACTIONS, nargs="?", default="show")
    added.add_argument("-o", "--output", type=Path, metavar="FILE.json", help=say("where the public keys are written"))
    added.set_defaults(run=run)


@guard
def run(args: argparse.Namespace) -> int:
    """Show the keys; `rotate` begins a new one first, `publish` writes what others need to prove reports."""
    settings = load_settings({**os.environ, "SURVEY_SECRET_KEY": "not needed here"})
    ring = _rotate(settings) if args.action == "rotate" else load_keys(settings.data_folder)
    if args.action == "publish":
        put_out(json.dumps(publish_keys(ring), indent=1).encode() + b"\n", args.output)
        return DONE
    print(say("Installation %(name)s", name=ring.installation))
    for one in ring.keys:
        until = f"{one.retired_at:%Y-%m-%d}" if one.retired_at else say("in use")
        print(f"{one.made_at:%Y-%m-%d} – {until}  {one.fingerprint}")
    return DONE


def _rotate(settings: Settings) -> KeyRing:
    migrate(settings.database_url)
    ring = rotate_keys(settings.data_folder)
    with closing_engine(settings.database_url) as engine, writing(engine) as session:
        record(session, None, "keys.rotate", "signing keys", None, {"fingerprint": ring.current.fingerprint})
    return ring
