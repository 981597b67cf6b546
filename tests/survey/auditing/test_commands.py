"""`run.py trail` says that all is as written, or names the first line that is not."""

import argparse
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from survey.auditing.commands import add_commands
from survey.auditing.search import read_head
from survey.installing.settings import Settings
from survey.storage.trail_ends import ENDS_FILE, keep_end
from tests.people import Respondent
from tests.survey.storage.test_trail import tamper

REST = "at, person_id, login, address, act, subject, change, hash"


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["trail", *arguments])
    return int(args.run(args))


@pytest.fixture(autouse=True)
def written(bureau: Respondent, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """A trail of ten lines, the sign-in first; the command finds it by its setting."""
    for question in bureau.questionnaire.questions[:9]:
        bureau.answer(question.id, None)
        bureau.try_answer(question.id, "again")
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.setenv("SURVEY_SECRET_KEY", "for tests")
    return bureau.engine


def find_head(engine: sa.Engine) -> tuple[int, str]:
    with Session(engine) as session:
        head = read_head(session)
        return head.number, head.hash


def test_an_honest_trail_is_said_to_be_so_with_its_end(written: sa.Engine, capsys: pytest.CaptureFixture[str]) -> None:
    number, hash = find_head(written)
    assert run() == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"操作日志共{number}行，均与写入时一致。末行校验值：{hash}"
    assert second == "答案、审核意见、状态和得分均与操作日志相符。"


def test_a_trail_that_was_emptied_with_its_head_is_noticed(
    written: sa.Engine, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the answers that are there, and by the end that a worker kept in the data folder."""
    keep_end(written, settings)
    number, _ = find_head(written)
    assert run() == 0
    tamper(written, "DELETE FROM trailentry")
    with written.begin() as connection:
        connection.execute(sa.text("UPDATE trailhead SET number = 0, hash = ''"))
    assert run() == 1
    assert f"末行为第{number}行" in capsys.readouterr().err
    (settings.data_folder / ENDS_FILE).unlink()
    assert run() == 1
    assert "题目" in capsys.readouterr().err


def test_an_end_that_does_not_fit_any_more_is_not_written_over(written: sa.Engine, settings: Settings) -> None:
    keep_end(written, settings)
    kept = (settings.data_folder / ENDS_FILE).read_bytes()
    tamper(written, "DELETE FROM trailentry WHERE number > 3")
    keep_end(written, settings)
    assert (settings.data_folder / ENDS_FILE).read_bytes() == kept


def test_a_line_far_below_the_first_is_read(written: sa.Engine, capsys: pytest.CaptureFixture[str]) -> None:
    if written.dialect.name == "postgresql":
        return  # its column takes no such number
    tamper(written, f"INSERT INTO trailentry SELECT -3000000000, {REST} FROM trailentry WHERE number = 1")
    assert run() == 1
    assert "第-3000000000行与写入时不一致" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(tmp_path / "mistyped"))
    monkeypatch.delenv("SURVEY_DATABASE_URL")
    monkeypatch.delenv("SURVEY_SECRET_KEY")
    assert run() == 2
    assert "mistyped" in capsys.readouterr().err and not (tmp_path / "mistyped").exists()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE trailentry SET address = '10.0.0.1' WHERE number = 4", "第4行与写入时不一致"),
        ("DELETE FROM trailentry WHERE number = 6", "第6行缺失"),
        ("DELETE FROM trailentry WHERE number > 7", "第8行及以后的内容缺失"),
        (f"INSERT INTO trailentry SELECT 0, {REST} FROM trailentry WHERE number = 1", "第0行与写入时不一致"),
    ],
)
def test_the_first_wrong_line_is_named(
    statement: str, said: str, written: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(written, statement)
    assert run() == 1
    assert said in capsys.readouterr().err


def test_an_end_that_was_stated_proves_a_trail_that_was_written_anew(
    written: sa.Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    number, hash = find_head(written)
    assert run("--stated", f"{number}:{hash[:12]}") == 0
    tamper(written, "DELETE FROM trailentry")
    with written.begin() as connection:
        connection.execute(sa.text("UPDATE trailhead SET number = 0, hash = ''"))
    assert run("--stated", f"{number}:{hash[:12]}") == 1
    assert "被重新写过" in capsys.readouterr().err


@pytest.mark.parametrize("stated", ["", "12", "x:y", "1:ABCDEF012345", "1:0"])
def test_what_cannot_be_a_line_is_the_callers_fault(stated: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--stated", stated) == 2
    assert "序号:校验值" in capsys.readouterr().err


def test_without_a_database_there_is_no_trail_and_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SURVEY_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert run() == 2
    assert "none.sqlite3" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite3").exists()
