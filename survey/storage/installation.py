"""A data folder and its database know each other: both carry the id of their installation.

So a mistyped address, the database of another installation and a folder that is not mounted are found out before
anything is written. The first start that finds the two together gives the id, where they know each other's evidence.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.aside import PRIVATE, open_new, sync
from questionnaires.messages import Refused
from survey.storage.beside import ShelfFile
from survey.storage.database import closing_engine, is_missing, migrate, naming_fault, writing
from survey.storage.records import Installation
from survey.storage.tables import Evidence
from survey.storage.trail import take_turn

ID_FILE, EVIDENCE = "installation-id", "evidence"
LENGTH = 32  # characters of an id


def open_installation(url: str, data_folder: Path) -> None:
    """Bring the database of a data folder up to date; afterwards both carry the same id.

    Raises Refused where they do not belong together, BadSetting where the database cannot be opened, OSError.
    """
    there = read_id(data_folder)
    with naming_fault(url), closing_engine(url) as engine:
        names = _name(engine, data_folder)
        if there:
            _refuse_empty(engine, there, names)
        migrate(url)
        with writing(engine) as session:
            take_turn(session)  # machines that start at once
            found = session.get(Installation, 1)
            strange = None if found and there else _find_strange(session, data_folder)
            found = found or Installation(name=(there if not strange else "") or secrets.token_hex(LENGTH // 2))
            session.add(found)
    if strange:
        raise Refused(
            "The data folder %(folder)s has %(stored)s files of evidence, the database %(database)s knows %(known)s, "
            "and only %(both)s of them are the same. Check SURVEY_DATA_FOLDER and SURVEY_DATABASE_URL, and that the "
            "folder is mounted. If they belong together all the same, run: echo %(name)s > %(file)s",
            name=found.name,
            **strange,
            **names,
        )
    if there:
        _refuse_unlike(there, found.name, names)
    else:
        _write_id(data_folder, found.name)


def _refuse_empty(engine: sa.Engine, there: str, names: Mapping[str, object]) -> None:
    if is_missing(engine) or not sa.inspect(engine).get_table_names():
        raise Refused(
            "The data folder %(folder)s belongs to the installation %(there)s, but there is nothing in the database "
            "%(database)s. Nothing was made. Check SURVEY_DATA_FOLDER and SURVEY_DATABASE_URL. A backup is put back "
            "by run.py restore, or by pg_restore; to begin anew, choose another SURVEY_DATA_FOLDER.",
            there=there,
            **names,
        )


def refuse_other(engine: sa.Engine, data_folder: Path) -> None:
    """Raises Refused where a database has another id than the data folder; one of them may have none yet."""
    there = read_id(data_folder)
    if there and not is_missing(engine) and sa.inspect(engine).has_table(str(Installation.__tablename__)):
        with Session(engine) as session:
            found = session.get(Installation, 1)
        if found:
            _refuse_unlike(there, found.name, _name(engine, data_folder))


def _refuse_unlike(there: str, name: str, names: Mapping[str, object]) -> None:
    if there != name:
        raise Refused(
            "The data folder %(folder)s belongs to the installation %(there)s, the database %(database)s to the "
            "installation %(name)s. Nothing was changed. Check SURVEY_DATA_FOLDER and SURVEY_DATABASE_URL. If they "
            "belong together all the same, run: echo %(name)s > %(file)s",
            there=there,
            name=name,
            **names,
        )


def _name(engine: sa.Engine, data_folder: Path) -> dict[str, object]:
    """What a message names; a password in the address is hidden."""
    database = engine.url.render_as_string(hide_password=True)
    return {"folder": data_folder, "database": database, "file": data_folder / ID_FILE}


def read_id(data_folder: Path) -> str:
    """The id that a data folder carries, empty where it has none."""
    try:
        return (data_folder / ID_FILE).read_text(encoding="utf-8", errors="replace").strip()[:LENGTH]
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _write_id(data_folder: Path, name: str) -> None:
    """Write the id; where another process was first, what it wrote stays, as it had it from the same database."""
    data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = data_folder / f".{ID_FILE}.{secrets.token_hex(8)}"
    try:
        with open_new(aside, PRIVATE) as file:
            file.write(f"{name}\n".encode())
        sync(aside)
        with suppress(FileExistsError):
            os.link(aside, data_folder / ID_FILE)
        sync(data_folder)
    finally:
        aside.unlink(missing_ok=True)


def _find_strange(session: Session, data_folder: Path) -> dict[str, object] | None:
    """How many files of evidence there are and are known, where fewer than half of either are the other's."""
    stored = {file.name for file in (data_folder / EVIDENCE).glob("[0-9a-f][0-9a-f]/*")}
    known = set(session.exec(select(Evidence.sha256).where(col(Evidence.removed_at).is_(None))))
    known |= set(session.exec(select(ShelfFile.sha256).where(col(ShelfFile.removed_at).is_(None))))
    both = len(stored & known)
    is_strange = 2 * both < max(len(stored), len(known))
    return {"stored": len(stored), "known": len(known), "both": both} if is_strange else None
