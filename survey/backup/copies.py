"""A backup: the database at one moment, every file of evidence that it knows, the keys, and the hash of each.

Files of evidence are copied before the database and, where some have come meanwhile, after it; so whatever the copy of
the database knows is in the copy of the evidence. Everything is written aside and renamed when it is whole.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import file_digest
from pathlib import Path

from questionnaires.aside import PRIVATE, open_new, sync, write_aside
from questionnaires.messages import Refused
from survey.signing.keys import KEYS
from survey.storage.installation import ID_FILE
from survey.storage.trail_ends import ENDS_FILE

DATABASE, EVIDENCE, LIST = "survey.sqlite3", "evidence", "backup.json"
OWN_FILES = ("secret-key", KEYS, ID_FILE)  # of an installation, and of no other
KNOWN = "SELECT DISTINCT sha256 FROM {table} WHERE removed_at IS NULL"
KEEPERS = "SELECT name FROM sqlite_master WHERE name IN ('evidence', 'shelffile')"  # before there was a shelf: one
TRIES = 3  # while files are removed in the middle of it
OWN = 0o700


def make_backup(database: Path, data_folder: Path, target: Path) -> int:
    """Make a backup as the new folder `target`; how many files it has. Raises Refused, OSError."""
    if not database.exists():
        raise Refused("There is no database at %(path)s; nothing was backed up.", path=database)
    target.parent.mkdir(mode=OWN, exist_ok=True)
    with _folder_aside(target) as aside:
        for _ in range(TRIES):
            _copy_evidence(data_folder / EVIDENCE, aside / EVIDENCE)
            _copy_database(database, aside / DATABASE)
            missing = _list_known(aside / DATABASE) - _copy_evidence(data_folder / EVIDENCE, aside / EVIDENCE)
            if not missing:
                break
        else:
            raise Refused(
                "%(count)s files of evidence are missing on the server, such as %(name)s; nothing was backed up. "
                "See run.py evidence.",
                count=len(missing),
                name=min(missing),
            )
        for name in (*OWN_FILES, ENDS_FILE):
            if (data_folder / name).exists():
                _copy(data_folder / name, aside / name)
        hashes = _hash_files(aside)
        write_aside(aside / LIST, json.dumps(hashes, indent=1).encode() + b"\n", PRIVATE)
        return len(hashes)


def restore_backup(source: Path, database: Path, data_folder: Path) -> int:
    """Put a backup back where there is nothing yet; how many files. Raises Refused, OSError.

    The database comes last: until it is there, nothing has been restored, and the same call goes on.
    """
    hashes = check_backup(source)
    for path in (database, database.with_name(f"{database.name}-wal")):
        if path.exists():
            raise Refused("There is a database at %(path)s already; move it away first.", path=path)
    _make_folder(data_folder)
    for name in OWN_FILES:
        path = data_folder / name
        if name in hashes and path.exists() and path.read_bytes() != (source / name).read_bytes():
            raise Refused("%(path)s is of another installation; move it away first.", path=path)
    for name in hashes:
        if name != DATABASE:
            _put(source / name, data_folder / name)
    _put(source / DATABASE, database)
    return len(hashes)


def check_backup(source: Path) -> dict[str, str]:
    """The files of a backup with their hashes, each compared with what is there. Raises Refused."""
    try:
        hashes = json.loads((source / LIST).read_text(encoding="utf-8"))
        names = set(map(str, hashes)) if isinstance(hashes, dict) else set()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        names = set()
    if DATABASE not in names:
        raise Refused("%(path)s is no backup: it has no readable list %(name)s.", path=source, name=LIST)
    there = _hash_files(source)
    for name in sorted(names):
        if there.get(name) != hashes[name]:
            raise Refused("The backup %(path)s is damaged: %(name)s is missing or was changed.", path=source, name=name)
    return {name: there[name] for name in sorted(names)}


@contextmanager
def _folder_aside(target: Path) -> Iterator[Path]:
    """A folder beside `target` that takes its place when the block ends well."""
    if target.exists():
        raise Refused("%(path)s is there already.", path=target)
    aside = target.with_name(f".{target.name}.aside")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=OWN)
    try:
        yield aside
        aside.rename(target)
        sync(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _copy_database(database: Path, target: Path) -> None:
    """The database as it is at one moment, while others may write; proved to be whole."""
    target.unlink(missing_ok=True)
    open_new(target, PRIVATE).close()
    address = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        [(found,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
    if found != "ok":
        raise Refused("The database is damaged: %(why)s", why=found)
    sync(target)


def _list_known(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as copy:
        tables = [name for (name,) in copy.execute(KEEPERS)]
        return {sha256 for name in tables for (sha256,) in copy.execute(KNOWN.format(table=name))}


def _copy_evidence(source: Path, target: Path) -> set[str]:
    """Copy those files that are not copied yet; the names of all that are."""
    for file in source.glob("[0-9a-f][0-9a-f]/*"):
        place = target / file.parent.name / file.name
        if not place.exists():
            try:
                _copy(file, place)
            except FileNotFoundError:  # removed just now
                continue
    return {file.name for file in target.glob("*/*")}


def _put(source: Path, target: Path) -> None:
    """Copy a file aside and rename it, unless the same is there."""
    if not target.exists():
        aside = target.with_name(f".{target.name}.aside")
        aside.unlink(missing_ok=True)
        _copy(source, aside)
        aside.replace(target)
        sync(target.parent)


def _copy(source: Path, target: Path) -> None:
    """Copy a file for this account's eyes only, through to the disk."""
    with source.open("rb") as given:
        _make_folder(target.parent)
        with open_new(target, PRIVATE) as file:
            shutil.copyfileobj(given, file)
    sync(target)


def _make_folder(path: Path) -> None:
    """A folder for this account's eyes only, and those above it that are not there yet."""
    for folder in (*reversed(path.parents), path):
        folder.mkdir(mode=OWN, exist_ok=True)


def _hash_files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file, by its path in the folder."""
    hashes = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != LIST:
            with path.open("rb") as file:
                hashes[path.relative_to(folder).as_posix()] = file_digest(file, "sha256").hexdigest()
    return hashes
