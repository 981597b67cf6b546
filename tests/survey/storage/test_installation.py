"""A data folder and its database know each other; a start with another of either refuses before anything is made."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from questionnaires.messages import Refused
from survey.installing.settings import Settings
from survey.storage.copying_database import carry_over
from survey.storage.database import closing_engine
from survey.storage.installation import ID_FILE, open_installation, read_id
from survey.storage.records import Installation
from tests.databases import ON_SQLITE, Server
from tests.people import Respondent
from tests.survey.evidence.sample_files import PDF

PLAN = "emergency-plan"


def find_name(url: str) -> str:
    with closing_engine(url) as engine, Session(engine) as session:
        return session.get_one(Installation, 1).name


def start(settings: Settings) -> None:
    open_installation(settings.database_url, settings.data_folder)


def make(folder: Path) -> str:
    """Another installation's database."""
    url = f"sqlite:///{folder / 'survey.sqlite3'}"
    folder.mkdir()
    open_installation(url, folder)
    return url


def test_the_first_start_gives_both_an_id_and_the_next_finds_it(settings: Settings) -> None:
    start(settings)
    name = read_id(settings.data_folder)
    start(settings)
    assert len(name) == 32 and find_name(settings.database_url) == name == read_id(settings.data_folder)


def test_a_database_of_another_installation_is_refused_and_named(settings: Settings, tmp_path: Path) -> None:
    start(settings)
    other = make(tmp_path / "other")
    with pytest.raises(Refused) as refused:
        open_installation(other, settings.data_folder)
    words = str(refused.value)
    assert all(one in words for one in (str(settings.data_folder), other, read_id(settings.data_folder)))
    assert words.endswith(f"echo {find_name(other)} > {settings.data_folder / ID_FILE}")


@ON_SQLITE
def test_what_the_words_say_to_do_helps(settings: Settings, tmp_path: Path) -> None:
    start(settings)
    other = make(tmp_path / "other")
    (settings.data_folder / ID_FILE).write_text(f"{find_name(other)}\n")
    open_installation(other, settings.data_folder)


def test_an_empty_database_is_refused_and_stays_empty(
    settings: Settings, database_server: Server, tmp_path: Path
) -> None:
    start(settings)
    (tmp_path / "empty").mkdir()
    with database_server.make_database(tmp_path / "empty") as url:
        with pytest.raises(Refused, match="nothing in the database"):
            open_installation(url, settings.data_folder)
        with closing_engine(url) as engine:
            assert engine.dialect.name == "sqlite" or sa.inspect(engine).get_table_names() == []
        assert list((tmp_path / "empty").iterdir()) == []


@ON_SQLITE
def test_an_old_folder_full_of_evidence_is_not_given_to_a_database_that_knows_none(
    bureau: Respondent, settings: Settings, tmp_path: Path
) -> None:
    bureau.attach(PLAN, PDF)
    with pytest.raises(Refused, match=r"has 1 files of evidence.*knows 0"):
        open_installation(f"sqlite:///{tmp_path / 'mistyped.sqlite3'}", settings.data_folder)
    assert read_id(settings.data_folder) == ""


@ON_SQLITE
def test_a_folder_that_is_not_mounted_is_refused(bureau: Respondent, settings: Settings, tmp_path: Path) -> None:
    bureau.attach(PLAN, PDF)
    with pytest.raises(Refused, match="mounted") as refused:
        open_installation(settings.database_url, tmp_path / "not-mounted")
    assert not (tmp_path / "not-mounted").exists()
    (tmp_path / "not-mounted").mkdir()
    (tmp_path / "not-mounted" / ID_FILE).write_text(f"{refused.value.details['name']}\n")
    open_installation(settings.database_url, tmp_path / "not-mounted")


@ON_SQLITE
def test_an_old_dump_without_an_id_takes_that_of_its_folder(bureau: Respondent, settings: Settings) -> None:
    bureau.attach(PLAN, PDF)
    start(settings)
    with closing_engine(settings.database_url) as engine, engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM installation"))
    start(settings)
    assert find_name(settings.database_url) == read_id(settings.data_folder)


def test_a_database_that_was_carried_over_keeps_the_id(
    settings: Settings, database_server: Server, tmp_path: Path
) -> None:
    start(settings)
    (tmp_path / "new").mkdir()
    with database_server.make_database(tmp_path / "new") as url:
        carry_over(settings.database_url, url)
        open_installation(url, settings.data_folder)


@ON_SQLITE
def test_no_line_of_the_trail_is_replaced(bureau: Respondent, engine: sa.Engine) -> None:
    """On SQLite REPLACE deletes without asking the triggers that refuse it."""
    replace = "REPLACE INTO trailentry SELECT number, at, person_id, 'x', address, act, subject, change, hash"
    bureau.answer(bureau.questionnaire.questions[0].id, None)
    bureau.try_answer(bureau.questionnaire.questions[0].id, "again")
    with pytest.raises(sa.exc.DatabaseError, match="only added to"), engine.begin() as connection:
        connection.execute(sa.text(f"{replace} FROM trailentry WHERE number = 1"))
