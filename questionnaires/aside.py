"""Files written aside, then renamed: at its place a file is whole, and still there after the power has failed."""

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

ASIDE = ".*"  # the pattern of all that lies aside in a folder
PRIVATE = 0o600
BY_UMASK = 0o666
UNSYNCED = (errno.EACCES, errno.EINVAL)  # a folder that we may write to and not read, a file system that cannot


@contextmanager
def open_aside(path: Path, mode: int = BY_UMASK) -> Iterator[Path]:
    """The path of an empty file beside `path`, to be written to: it takes its place when the block ends well.

    Otherwise it is gone, and what was at `path` is still there.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        open_new(aside, mode).close()
        yield aside
        sync(aside)
        aside.replace(path)
        sync(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def write_aside(path: Path, content: bytes, mode: int = BY_UMASK) -> None:
    """Write a whole file aside, then rename it."""
    with open_aside(path, mode) as aside:
        aside.write_bytes(content)


def open_new(path: Path, mode: int) -> BinaryIO:
    """Open a file that is not there yet, with its mode from the first byte on. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb")


def sync(path: Path) -> None:
    """Write a file, or the names in a folder, through to the disk."""
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if not path.is_dir() or error.errno not in UNSYNCED:
            raise


def is_older(made: Path, source: Path) -> bool:
    """Whether something is to be made anew: it is not there, not ours to read, or older than its source."""
    return not os.access(made, os.R_OK) or made.stat().st_mtime < source.stat().st_mtime


def drop_stale(paths: Iterable[Path], seconds: float) -> None:
    """Remove the files and folders that were not written to for so long."""
    for path in paths:
        if _is_stale(path, seconds):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_stale(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:  # its writer has just renamed it, or another process was first
        return False
