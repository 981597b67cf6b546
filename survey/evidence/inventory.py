"""The files of evidence held against the tables: what is missing, what was changed, and what nobody refers to.

Nothing is ever deleted here. What nobody has referred to for a long time can be set aside into a folder of its own, and
only where the tables are plainly those of this folder: a mistyped database, an older dump or an empty one knows few of
the files or none, and then nothing is touched.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.evidence.shelf import STANDS, list_kept
from survey.evidence.store import EvidenceStore
from survey.storage.beside import ShelfFile
from survey.storage.database import writing
from survey.storage.tables import Evidence
from survey.storage.trail import record, take_turn

LONG = timedelta(days=30)  # an upload that is being taken is minutes old
SUBJECT = "evidence"


@dataclass(frozen=True)
class Inventory:
    """How many files are on record; hashes of those that are missing, changed, and stored but unknown for long."""

    known: int
    stored: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def is_of_this_folder(self) -> bool:
        """Whether the tables know at least half of what is stored: otherwise they are those of another folder."""
        return 2 * (self.known - len(self.missing)) >= self.stored


def take_inventory(session: Session, store: EvidenceStore) -> Inventory:
    """Read every file of evidence and compare it with its hash; nothing is changed."""
    known, stored = _list_known(session), set(store.list_hashes())
    before = time.time() - LONG.total_seconds()
    return Inventory(
        known=len(known),
        stored=len(stored),
        missing=tuple(sorted(known - stored)),
        changed=tuple(sorted(one for one in known & stored if not store.is_whole(one))),
        orphans=tuple(sorted(one for one in stored - list_kept(session) if store.was_kept_before(one, before))),
    )


def set_aside(engine: sa.Engine, store: EvidenceStore, orphans: Collection[str], day: str) -> Path:
    """Move what nobody refers to into a folder of its own, on record in the trail; the folder."""
    with writing(engine) as session:
        take_turn(session)  # nobody adds the same content meanwhile
        left = sorted(set(orphans) - list_kept(session))
        folder = store.set_aside(left, day)
        record(session, None, "evidence.set-aside", SUBJECT, None, {"files": len(left), "folder": folder.name})
        return folder


def _list_known(session: Session) -> set[str]:
    """What a shelf or a response has now."""
    used = set(session.exec(select(Evidence.sha256).where(col(Evidence.removed_at).is_(None))))
    return used | set(session.exec(select(ShelfFile.sha256).where(STANDS)))
