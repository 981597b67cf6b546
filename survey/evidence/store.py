"""The bytes of evidence, outside the web root: each content once, under its SHA-256, aside until it is whole.

FOLDER/ab/abcdef… holds what was taken, FOLDER/arriving/ what is on its way. Which of it counts, the tables know.
"""

import errno
import hashlib
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from questionnaires.aside import PRIVATE, drop_stale, open_new, sync
from questionnaires.messages import Refused
from survey.installing.settings import Settings

CHUNK = 1 << 16
STALE = 3600  # seconds after its last byte; nothing that still arrives is that slow
RESERVE = 100_000_000  # bytes that stay free on the disk: answers need room more than evidence does
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Arrival:
    """A file that has arrived whole and lies aside."""

    path: Path
    sha256: str
    size: int


class EvidenceStore:
    """A folder of evidence."""

    def __init__(self, folder: Path, most_bytes: int, reserve: int = RESERVE) -> None:
        self.folder, self.most_bytes, self.reserve = folder, most_bytes, reserve

    @contextmanager
    def receive(self, stream: IO[bytes], expected: int | None = None) -> Iterator[Arrival]:
        """Write a stream to a file aside; when the block ends it is gone, unless it was kept.

        `expected` is its size where the sender said so. Raises Refused.
        """
        self.sweep()
        aside = self._arriving / secrets.token_hex(16)
        try:
            with _saying_full():
                self._make_room(expected or 0)
                arrival = self._write(stream, aside)
            if expected is not None and arrival.size != expected:
                raise Refused("The upload was cut off. Choose the file again.")
            yield arrival
        finally:
            aside.unlink(missing_ok=True)

    def refuse_size(self, size: int) -> None:
        """Raises Refused for more than one file may have."""
        if size > self.most_bytes:
            raise Refused(
                "The file is larger than %(most)s MB. Scan it at a lower resolution, or attach it in parts.",
                most=self.most_bytes >> 20,
            )

    def keep(self, arrival: Arrival) -> None:
        """Put what has arrived in its place; the same content is there once, however often it comes."""
        target = self._place(arrival.sha256)
        with _saying_full():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            arrival.path.replace(target)
            sync(target.parent)

    def open(self, sha256: str) -> BinaryIO:
        """What is stored. Raises FileNotFoundError."""
        return self._place(sha256).open("rb")

    def is_whole(self, sha256: str) -> bool:
        """Whether what is stored still has the hash by which it is stored. Raises FileNotFoundError."""
        with self._place(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def was_kept_before(self, sha256: str, moment: float) -> bool:
        """Whether something was stored before a moment, in seconds since 1970."""
        return self._place(sha256).stat().st_mtime < moment

    def set_aside(self, hashes: Iterable[str], name: str) -> Path:
        """Move contents into a folder beside this one, named for what it is and a day; the folder."""
        folder = self.folder.with_name(f"{self.folder.name}-set-aside-{name}")
        folder.mkdir(mode=0o700, exist_ok=True)
        for sha256 in hashes:
            self._place(sha256).replace(folder / sha256)
        sync(folder)
        return folder

    def drop(self, sha256: str) -> None:
        self._place(sha256).unlink(missing_ok=True)

    def list_hashes(self) -> Iterator[str]:
        """Everything that is stored."""
        return (file.name for file in self.folder.glob("[0-9a-f][0-9a-f]/*"))

    def sweep(self) -> None:
        """Remove what a process that was killed left aside."""
        self._arriving.mkdir(mode=0o700, parents=True, exist_ok=True)
        drop_stale(self._arriving.iterdir(), STALE)

    @property
    def _arriving(self) -> Path:
        return self.folder / "arriving"

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _make_room(self, size: int) -> None:
        if shutil.disk_usage(self.folder).free - size < self.reserve:
            raise OSError(errno.ENOSPC, "too little room is left")

    def _write(self, stream: IO[bytes], aside: Path) -> Arrival:
        digest, size = hashlib.sha256(), 0
        with open_new(aside, PRIVATE) as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                self.refuse_size(size)
                digest.update(chunk)
                file.write(chunk)
        sync(aside)
        return Arrival(aside, digest.hexdigest(), size)


def open_store(settings: Settings) -> EvidenceStore:
    """The evidence of an installation."""
    return EvidenceStore(settings.data_folder / "evidence", settings.evidence_megabytes << 20)


@contextmanager
def _saying_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise Refused("The disk of the server is full; nothing was stored. Tell the administrator.") from None
