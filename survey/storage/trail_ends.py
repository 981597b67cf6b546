"""Ends of the trail kept outside the database, one a day, in the data folder and in every backup.

A trail that was emptied, cut off or written anew together with its head is found by them: the database alone would not
know. Whoever can change both is found by an end that was kept elsewhere (`run.py trail --stated`).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.aside import PRIVATE, write_aside
from questionnaires.messages import Refused
from survey.installing.settings import Settings
from survey.storage.columns import now
from survey.storage.database import reading
from survey.storage.records import TrailEntry, TrailHead

ENDS_FILE = "trail-ends.json"


class TrailEnd(NamedTuple):
    """The last line of a day, by UTC."""

    day: str
    number: int
    hash: str


def keep_end(engine: sa.Engine, settings: Settings) -> None:
    """Keep the end as it is now instead of an earlier one of today; a worker does this with its other chores.

    Where an end that was kept does not fit any more, nothing is written: that is for people to look at.
    """
    ends = read_ends(settings.data_folder)
    with reading(engine) as session:
        head = session.exec(select(TrailHead)).one()
        if head.number == (ends[-1].number if ends else 0) or find_lost(session, ends[-1:]):
            return
    today = now().date().isoformat()
    kept = [one for one in ends if one.day != today]
    content = json.dumps([*kept, TrailEnd(today, head.number, head.hash)], indent=0)
    write_aside(settings.data_folder / ENDS_FILE, content.encode(), PRIVATE)


def read_ends(data_folder: Path) -> list[TrailEnd]:
    """The ends that were kept, oldest first. Raises Refused for a file that holds something else."""
    path = data_folder / ENDS_FILE
    try:
        return [TrailEnd(str(day), int(number), str(hash)) for day, number, hash in json.loads(path.read_bytes())]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (ValueError, TypeError):
        raise Refused("%(path)s cannot be read; put the file of a backup in its place.", path=path) from None


def find_lost(session: Session, ends: Sequence[TrailEnd]) -> TrailEnd | None:
    """The first of some ends that is not in the trail any more."""
    for end in ends:
        line = session.get(TrailEntry, end.number)
        if line is None or line.hash != end.hash:
            return end
    return None
