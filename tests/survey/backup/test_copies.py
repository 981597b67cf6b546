"""A backup is made while people save, proves itself, and is put back where nothing is: the drill, as a test."""

import argparse
import json
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from questionnaires.messages import Refused
from survey.backup.commands import add_commands
from survey.backup.copies import LIST, check_backup, make_backup, restore_backup
from survey.evidence.inventory import take_inventory
from survey.evidence.store import EvidenceStore, open_store
from survey.installing.settings import Settings
from survey.responses.saving import list_answers
from survey.storage.database import closing_engine
from survey.storage.records import TrailEntry
from survey.storage.tables import Response
from survey.storage.trail import verify_trail
from tests.databases import ON_SQLITE
from tests.people import Respondent, full_value
from tests.survey.evidence.sample_files import PDF

pytestmark = ON_SQLITE
PLAN = "emergency-plan"


@pytest.fixture
def database(settings: Settings) -> Path:
    return Path(sa.make_url(settings.database_url).database or "")


@pytest.fixture
def elsewhere(tmp_path: Path, settings: Settings) -> Settings:
    """A machine on which nothing is yet."""
    folder = tmp_path / "other" / "var"
    return replace(settings, data_folder=folder, database_url=f"sqlite:///{folder / 'survey.sqlite3'}")


def find_file(settings: Settings) -> Path:
    return Path(sa.make_url(settings.database_url).database or "")


def test_what_is_restored_is_what_was_backed_up_while_a_clerk_went_on(
    bureau: Respondent, settings: Settings, database: Path, elsewhere: Settings, tmp_path: Path
) -> None:
    bureau.attach(PLAN, PDF)
    first, *others = bureau.questionnaire.questions[:30]
    bureau.answer(first.id, full_value(first))
    clerk = threading.Thread(target=lambda: [bureau.answer(one.id, full_value(one)) for one in others])
    clerk.start()
    make_backup(database, settings.data_folder, tmp_path / "backup")
    clerk.join()
    restore_backup(tmp_path / "backup", find_file(elsewhere), elsewhere.data_folder)
    with closing_engine(elsewhere.database_url) as engine, Session(engine) as session:
        answers = list_answers(session, session.get_one(Response, bureau.response_id))
        assert answers[first.id].answer.is_given and isinstance(verify_trail(session), int)
        found = take_inventory(session, open_store(elsewhere))
    assert (found.known, found.stored, found.missing, found.changed) == (1, 1, (), ())


def test_nobody_else_can_read_a_backup(bureau: Respondent, settings: Settings, database: Path, tmp_path: Path) -> None:
    bureau.attach(PLAN, PDF)
    (settings.data_folder / "secret-key").write_text("secret")
    make_backup(database, settings.data_folder, tmp_path / "backup")
    paths = [tmp_path / "backup", *(tmp_path / "backup").rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_dir()} == {0o700}


def test_what_was_half_restored_goes_on(
    bureau: Respondent, settings: Settings, database: Path, elsewhere: Settings, tmp_path: Path
) -> None:
    row = bureau.attach(PLAN, PDF)
    make_backup(database, settings.data_folder, tmp_path / "backup")
    place = elsewhere.data_folder / "evidence" / row.sha256[:2]
    place.mkdir(parents=True)
    (place / f".{row.sha256}.aside").write_bytes(b"cut off")
    assert restore_backup(tmp_path / "backup", find_file(elsewhere), elsewhere.data_folder) == 2
    assert [file.name for file in place.iterdir()] == [row.sha256]


def damage(backup: Path) -> None:
    (backup / "survey.sqlite3").write_bytes(b"rotten")


def lose(backup: Path) -> None:
    next((backup / "evidence").glob("*/*")).unlink()


def forget(backup: Path) -> None:
    (backup / LIST).write_text("[]")


@pytest.mark.parametrize("spoil", [damage, lose, forget], ids=["damaged", "lost", "no list"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    spoil: Callable[[Path], None],
    bureau: Respondent,
    settings: Settings,
    database: Path,
    elsewhere: Settings,
    tmp_path: Path,
) -> None:
    bureau.attach(PLAN, PDF)
    make_backup(database, settings.data_folder, tmp_path / "backup")
    spoil(tmp_path / "backup")
    with pytest.raises(Refused):
        restore_backup(tmp_path / "backup", find_file(elsewhere), elsewhere.data_folder)
    assert not elsewhere.data_folder.exists()


def test_nothing_is_put_over_a_database_nor_backed_up_over_a_backup(
    bureau: Respondent, settings: Settings, database: Path, tmp_path: Path
) -> None:
    make_backup(database, settings.data_folder, tmp_path / "backup")
    before = check_backup(tmp_path / "backup")
    with pytest.raises(Refused, match="is there already"):
        make_backup(database, settings.data_folder, tmp_path / "backup")
    with pytest.raises(Refused, match="a database at"):
        restore_backup(tmp_path / "backup", database, settings.data_folder)
    assert check_backup(tmp_path / "backup") == before


def test_a_backup_without_all_evidence_is_not_made(
    bureau: Respondent, settings: Settings, database: Path, tmp_path: Path
) -> None:
    row = bureau.attach(PLAN, PDF)
    EvidenceStore(settings.data_folder / "evidence", 1 << 20).drop(row.sha256)
    with pytest.raises(Refused, match="1 files of evidence are missing"):
        make_backup(database, settings.data_folder, tmp_path / "backup")
    assert not list(tmp_path.glob("*backup*"))


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(arguments)
    return int(args.run(args))


def test_by_command_each_backup_is_a_folder_of_its_own_and_in_the_trail(
    bureau: Respondent,
    engine: sa.Engine,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    assert run("backup", str(tmp_path / "backups")) == 0
    [folder] = (tmp_path / "backups").iterdir()
    assert json.loads((folder / LIST).read_text()) and "已备份" in capsys.readouterr().out
    assert run("backup", str(tmp_path / "no" / "such" / "folder")) == 2
    assert run("restore", str(tmp_path / "backups")) == 2  # the folder of folders
    assert "不是备份" in capsys.readouterr().err
    with Session(engine) as session:
        line = session.exec(select(TrailEntry).where(TrailEntry.act == "backup.make")).one()
    assert folder.name in line.change
