"""Serving for the first time and ever after: the first administrator's link, and a port that is taken."""

import argparse
import gc
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlmodel import select

from survey.accounts.accounts import set_password
from survey.app import Extension, create_app
from survey.commands import add_commands, invite_first_administrator
from survey.installing.settings import Settings, load_settings
from survey.serving import Site, warm_up
from survey.storage.database import make_engine, migrate, writing
from survey.storage.tables import Person
from tests.machine import WAIT, find_port, wait_for

PROGRAM = """
import argparse
from survey.app import create_app
from survey.commands import add_commands
parser = argparse.ArgumentParser()
add_commands(parser.add_subparsers())
args = parser.parse_args(["serve"])
args.create_site = create_app
raise SystemExit(args.run(args))
"""
LINK = re.compile(r"http://127\.0\.0\.1:\d+/invitations/\S+")


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of an installation on which nothing has run yet, at a port that is free."""
    monkeypatch.setenv("SURVEY_PORT", str(find_port()))
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SURVEY_PROCESSES", "1")
    return load_settings()


@pytest.fixture
def taken(fresh: Settings) -> Iterator[int]:
    """That port, taken by another program."""
    with socket.create_server((fresh.host, fresh.port)):
        yield fresh.port


@contextmanager
def serving() -> Iterator[list[str]]:
    """Serve in a process of its own; what it prints until the site is up."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield read_until_up(process.stdout.readline)
    finally:
        process.terminate()
        process.wait(WAIT)
        process.stdout.close()


def read_until_up(read_line: Callable[[], str]) -> list[str]:
    lines = [read_line()]
    while lines[-1] and "Ctrl-C" not in lines[-1]:
        lines.append(read_line())
    return lines


def run_serve() -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["serve"])
    args.create_site = create_app
    return int(args.run(args))


def open_page(address: str) -> str:
    """The page at an address of a site that may still be starting."""
    pages: list[str] = []

    def ask() -> bool:
        with suppress(URLError), urlopen(address, timeout=WAIT) as answer:
            pages.append(answer.read().decode())
        return bool(pages)

    wait_for(ask)
    return pages[0]


def test_the_first_administrators_link_is_printed_once_and_works(fresh: Settings) -> None:
    with serving() as lines:
        [link] = LINK.findall("".join(lines))
        page = open_page(link)
    assert link.startswith(f"http://{fresh.host}:{fresh.port}/")
    assert "管理员" in page and "<h1>设置密码</h1>" in page


@pytest.mark.usefixtures("fresh")
def test_who_cannot_sign_in_yet_gets_a_new_link_that_ends_the_old() -> None:
    settings = load_settings()
    migrate(settings.database_url)
    old, new = (invite_first_administrator(settings) for _ in range(2))
    client = create_app(settings).test_client()
    codes = [client.get(str(link).partition(f":{settings.port}")[2]).status_code for link in (old, new)]
    assert codes == [410, 200]
    client.application.extensions["survey_engine"].dispose()


def test_when_someone_has_a_password_no_link_is_printed(fresh: Settings) -> None:
    migrate(fresh.database_url)
    assert invite_first_administrator(fresh)
    engine = make_engine(fresh.database_url)
    with writing(engine) as session:
        set_password(session, session.exec(select(Person)).one(), "Correct-Horse-1")
    engine.dispose()
    with serving() as lines:
        assert "登录" in open_page(f"http://{fresh.host}:{fresh.port}/sign-in")
    assert LINK.findall("".join(lines)) == []


def test_a_taken_port_is_the_callers_fault_and_named_with_the_remedy(
    taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_serve() == 2
    said = capsys.readouterr().err
    assert f"127.0.0.1:{taken}" in said and "端口已被其他程序占用" in said
    assert "SURVEY_HOST 或 SURVEY_PORT" in said


@pytest.mark.usefixtures("taken")
def test_at_a_taken_port_nothing_is_begun(fresh: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    run_serve()
    assert capsys.readouterr().out == ""
    assert not (fresh.data_folder / "survey.sqlite3").exists()


def test_what_cannot_be_got_ready_stops_nothing(fresh: Settings, caplog: pytest.LogCaptureFixture) -> None:
    def fail(site: Flask) -> None:
        raise LookupError("nothing is there")

    ready: list[Flask] = []
    site = create_app(fresh, [Extension((), (), fail), Extension((), (), ready.append)])
    warm_up(site)
    assert ready == [site] and "nothing is there" in caplog.text


@pytest.mark.usefixtures("fresh")
def test_a_host_that_is_not_ours_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SURVEY_HOST", "192.0.2.1")  # RFC 5737: nobody's
    assert run_serve() == 2
    assert "192.0.2.1" in capsys.readouterr().err


def test_the_collector_leaves_alone_what_a_site_is_made_of(fresh: Settings) -> None:
    migrate(fresh.database_url)
    try:
        site = Site(fresh, lambda: create_app(fresh)).load()
        assert not any(one is site for one in gc.get_objects())  # those that it looks through
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
