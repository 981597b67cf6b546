"""`run.py evidence`: every file is held against its hash; nothing is deleted, nor moved on a wrong database."""

import argparse
import os
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from survey.evidence.commands import add_commands
from survey.evidence.store import EvidenceStore
from survey.installing.settings import Settings
from survey.storage.records import TrailEntry
from tests.people import Respondent
from tests.survey.evidence.sample_files import PDF, make_pdf

PLAN = "emergency-plan"
OLD = 31 * 24 * 3600


@pytest.fixture(autouse=True)
def set_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.setenv("SURVEY_SECRET_KEY", "for tests")


@pytest.fixture
def store(site: Flask) -> EvidenceStore:
    found = site.extensions["evidence_store"]
    assert isinstance(found, EvidenceStore)
    return found


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["evidence", *arguments])
    return int(args.run(args))


def leave(store: EvidenceStore, number: int, age: float) -> Path:
    """A stored file that no table knows."""
    file = store.folder / f"{number:02x}" / (f"{number:02x}" * 32)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"left by a kill")
    os.utime(file, (time.time() - age,) * 2)
    return file


def test_what_is_there_and_whole_is_said_to_be_so(bureau: Respondent, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.attach(PLAN, PDF)
    assert run() == 0
    assert capsys.readouterr().out == "数据库登记佐证文件1份，实际存放1份。\n"


def test_a_missing_and_a_changed_file_are_named(
    bureau: Respondent, store: EvidenceStore, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, changed = bureau.attach(PLAN, PDF).sha256, bureau.attach(PLAN, make_pdf("other"), name="b.pdf").sha256
    (store.folder / gone[:2] / gone).unlink()
    (store.folder / changed[:2] / changed).write_bytes(b"rotten")
    assert run() == 1
    said = capsys.readouterr().out
    assert f"缺失：{gone}" in said and f"与上传时不一致：{changed}" in said


def test_a_changed_file_is_not_given_out(bureau: Respondent, store: EvidenceStore) -> None:
    row = bureau.attach(PLAN, PDF)
    (store.folder / row.sha256[:2] / row.sha256).write_bytes(b"rotten")
    answer = bureau.client.get(f"/responses/{bureau.response_id}/evidence/{row.id}", follow_redirects=True)
    assert "与上传时不一致，未予提供" in answer.text and b"rotten" not in answer.data


def test_a_mistyped_database_is_refused_and_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_DATABASE_URL", f"sqlite:///{tmp_path / 'mistyped.sqlite3'}")
    assert run() == 2 and not (tmp_path / "mistyped.sqlite3").exists()


def test_old_orphans_are_moved_when_that_is_asked_for_and_are_in_the_trail(
    bureau: Respondent, store: EvidenceStore, engine: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = bureau.attach(PLAN, PDF).sha256
    old, young = leave(store, 1, OLD), leave(store, 2, 60)
    os.unlink(young)  # two orphans beside one known file would look like another installation
    assert run("--set-aside") == 2 and old.exists()  # nobody is there to be asked
    assert run("--set-aside", "--yes") == 0
    [folder] = store.folder.parent.glob("evidence-set-aside-*")
    assert [file.name for file in folder.iterdir()] == [old.name]
    assert set(store.list_hashes()) == {kept}
    with Session(engine) as session:
        line = session.exec(select(TrailEntry).where(TrailEntry.act == "evidence.set-aside")).one()
    assert '"files":1' in line.change
    assert "已移到" in capsys.readouterr().out


def test_what_came_within_thirty_days_is_never_moved(bureau: Respondent, store: EvidenceStore) -> None:
    bureau.attach(PLAN, PDF)
    young = leave(store, 1, OLD - 2 * 24 * 3600)
    assert run("--set-aside", "--yes") == 0
    assert young.exists()


@pytest.mark.parametrize("known", [0, 1])
def test_nothing_is_moved_where_the_database_knows_none_or_fewer_than_half(
    known: int, bureau: Respondent, store: EvidenceStore, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(known):
        bureau.attach(PLAN, PDF)
    files = [leave(store, number, OLD) for number in range(1, 3)]
    assert run("--set-aside", "--yes") == 2
    assert all(file.exists() for file in files)
    assert "很可能不是本安装的数据库" in capsys.readouterr().err
