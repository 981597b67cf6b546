"""All gap reports of a round: one for each bureau that is in, none twice; cancelled, failed, packed; by command."""

import argparse
import csv
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import html5lib
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from reports.commands import add_commands
from reports.making.batches import KINDS, Batch, find_batch, start_batch
from survey.installing.settings import ROOT, Settings
from survey.jobs.doing import do_next
from survey.storage.database import writing
from survey.storage.records import Job, TrailEntry
from survey.storage.states import JobState, State
from survey.storage.tables import Response, Round, StoredAnswer
from tests.databases import World
from tests.machine import list_group, wait_for
from tests.people import Respondent
from tests.reports.making.working import work_off
from tests.reports.samples import read_pages
from tests.sites import pass_time, submit_all

LEFT_BANNER, RIGHT_BANNER = "土默特左旗市场监督管理局", "土默特右旗市场监督管理局"
FILES = ["150121土默特左旗市场监督管理局2026年差距报告.pdf", "150221土默特右旗市场监督管理局2026年差距报告.pdf"]


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after two bureaus have submitted; the third is drafting."""
    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_all("bureau", "foreigner")) as later:
        yield later


@pytest.fixture
def round(engine: sa.Engine) -> Round:
    with Session(engine, expire_on_commit=False) as session:
        return session.exec(select(Round)).one()


def read_batch(engine: sa.Engine, round: Round) -> Batch:
    with Session(engine) as session:
        batch = find_batch(session, round)
    assert batch is not None
    return batch


def list_kept(settings: Settings) -> dict[str, tuple[int, int]]:
    """The reports that are kept, each with what changes when it is written again."""
    return {
        one.name: (one.stat().st_ino, one.stat().st_mtime_ns)
        for one in (settings.data_folder / "reports").glob("*.pdf")
    }


def open_zip(content: bytes) -> tuple[ZipFile, list[dict[str, str]]]:
    archive = ZipFile(io.BytesIO(content))
    text = archive.read("清单.csv").decode("utf-8-sig")
    return archive, list(csv.DictReader(io.StringIO(text, newline="")))


def with_signatures(names: list[str]) -> list[str]:
    return [one for name in names for one in (name, f"{name}.sig")]


def fetch_zip(client: FlaskClient) -> tuple[ZipFile, list[dict[str, str]]]:
    with client.get("/rounds/2026/reports.zip") as answer:
        return open_zip(answer.data)


def test_every_bureau_that_is_in_gets_its_report_in_one_zip(
    engine: sa.Engine, settings: Settings, administrator: FlaskClient
) -> None:
    administrator.post("/rounds/2026/reports")
    work_off(engine, settings)
    archive, rows = fetch_zip(administrator)
    assert archive.namelist() == [*with_signatures(FILES), "清单.csv"]
    assert [(row["单位名称"], row["报告"]) for row in rows] == [(LEFT_BANNER, FILES[0]), (RIGHT_BANNER, FILES[1])]
    for name, bureau in zip(FILES, (LEFT_BANNER, RIGHT_BANNER), strict=True):
        assert bureau in read_pages(archive.read(name))[0]


def test_a_batch_that_is_begun_again_renders_nothing_that_has_not_changed(
    engine: sa.Engine, settings: Settings, round: Round
) -> None:
    start_batch(engine, round.id, None)
    work_off(engine, settings)
    before = list_kept(settings)
    assert start_batch(engine, round.id, None) == 2
    work_off(engine, settings)
    assert (read_batch(engine, round).number, read_batch(engine, round).made) == (2, 2)
    assert list_kept(settings) == before and len(before) == 2


def test_while_a_batch_is_under_way_no_second_one_begins(engine: sa.Engine, round: Round) -> None:
    assert [start_batch(engine, round.id, None) for _ in range(2)] == [2, 2]
    assert (read_batch(engine, round).number, read_batch(engine, round).left) == (1, 2)


def test_what_is_cancelled_is_made_no_more_and_what_was_made_stays(
    engine: sa.Engine, settings: Settings, round: Round, administrator: FlaskClient
) -> None:
    administrator.post("/rounds/2026/reports")
    do_next(engine, settings, KINDS)
    page = administrator.post("/rounds/2026/reports/cancel", follow_redirects=True).text
    work_off(engine, settings)
    assert "已取消1份；已生成的报告予以保留。" in page and "正在生成" not in page
    _, rows = fetch_zip(administrator)
    assert [(row["报告"], row["未生成的原因"]) for row in rows] == [(FILES[0], ""), ("", "已取消")]


def test_a_report_that_fails_is_named_with_why_while_the_rest_goes_on(
    engine: sa.Engine, settings: Settings, bureau: Respondent, administrator: FlaskClient
) -> None:
    with writing(engine) as session:
        query = select(StoredAnswer).where(StoredAnswer.response_id == bureau.response_id)
        session.exec(query).first().content = {"value": {"no": "answer"}}  # type: ignore[union-attr]
    administrator.post("/rounds/2026/reports")
    work_off(engine, settings)
    page = administrator.get("/rounds/2026/reports").text
    html5lib.HTMLParser(strict=True).parse(page)
    assert "已生成1份" in page and "1份未能生成" in page
    _, rows = fetch_zip(administrator)
    assert [(row["报告"], row["未生成的原因"] != "") for row in rows] == [("", True), (FILES[1], False)]


def test_without_fonts_each_report_fails_with_the_remedy(
    engine: sa.Engine, settings: Settings, round: Round, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = settings.data_folder / "fonts.conf"
    fonts.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts))
    start_batch(engine, round.id, None)
    work_off(engine, settings)
    assert read_batch(engine, round).counts == {JobState.FAILED: 2}
    assert "apt-get install -y --no-install-recommends fonts-noto-cjk" in administrator.get("/rounds/2026/reports").text


def test_a_response_that_went_back_meanwhile_is_left_out(
    engine: sa.Engine, settings: Settings, round: Round, bureau: Respondent
) -> None:
    start_batch(engine, round.id, None)
    with writing(engine) as session:
        session.get_one(Response, bureau.response_id).state = State.REOPENED
    work_off(engine, settings)
    assert read_batch(engine, round).counts == {JobState.DONE: 1, JobState.CANCELLED: 1}


def test_where_nobody_has_submitted_the_page_says_so(engine: sa.Engine, administrator: FlaskClient) -> None:
    with writing(engine) as session:
        session.execute(sa.update(Response).values(state=State.DRAFTING))
    page = administrator.post("/rounds/2026/reports", follow_redirects=True).text
    assert "本轮尚无单位提交" in page and "<progress" not in page


def test_there_is_no_zip_before_the_reports_are_made(administrator: FlaskClient) -> None:
    administrator.post("/rounds/2026/reports")
    page = administrator.get("/rounds/2026/reports.zip", follow_redirects=True)
    assert "ZIP文件尚未生成" in page.text and 'max="2" value="0"' in page.text


def test_the_trail_knows_who_asked_cancelled_and_downloaded(
    engine: sa.Engine, settings: Settings, administrator: FlaskClient
) -> None:
    for step in ("", "/cancel", ""):
        administrator.post(f"/rounds/2026/reports{step}")
    work_off(engine, settings)
    fetch_zip(administrator)
    with Session(engine) as session:
        lines = session.exec(select(TrailEntry).where(col(TrailEntry.act).startswith("report."))).all()
    assert [line.act.partition(".")[2] for line in lines] == ["batch", "cancel", "batch", "download-all"]
    assert {(line.login, line.subject) for line in lines} == {("admin", "round 2026")}


@pytest.fixture
def installation(settings: Settings, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The world of the tests is what a command finds."""
    monkeypatch.setenv("SURVEY_DATA_FOLDER", str(settings.data_folder))
    monkeypatch.setenv("SURVEY_DATABASE_URL", settings.database_url)
    return settings


def run_report(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    args = parser.parse_args(["report", *map(str, words)])
    return int(args.run(args))


def test_killed_half_way_a_worker_that_starts_again_makes_the_rest_and_nothing_twice(
    installation: Settings, engine: sa.Engine, round: Round
) -> None:
    with writing(engine) as session:  # what submission owes would be made first, and then both at once
        session.execute(sa.delete(Job))
    start_batch(engine, round.id, None)
    worker = subprocess.Popen([sys.executable, ROOT / "run.py", "worker"], start_new_session=True)
    wait_for(lambda: read_batch(engine, round).made >= 1)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    wait_for(lambda: not list_group(worker.pid))
    first = list_kept(installation)
    assert run_report("2026", "--all", "-o", installation.data_folder / "out") == 0
    assert (read_batch(engine, round).number, read_batch(engine, round).made) == (1, 2)
    last = list_kept(installation)
    assert len(last) == 2 and {name: last[name] for name in first} == first


def test_the_terminal_tells_progress_and_where_the_zip_is(
    installation: Settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_report("2026", "--all", "-o", tmp_path / "out") == 0
    told = capfd.readouterr()
    assert told.out == f"{tmp_path / 'out' / '2026-reports.zip'}\n"
    assert told.err.splitlines()[-1] == "差距报告：已生成2份，共2份"
    archive, _ = open_zip((tmp_path / "out" / "2026-reports.zip").read_bytes())
    assert archive.namelist() == [*with_signatures(FILES), "清单.csv"]


def test_an_unknown_round_is_named_with_the_rounds_there_are(
    installation: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_report("2062", "--all", "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err == "没有轮次 2062；现有轮次：2026。\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [["2026", "--all", "--level", "county"], ["2026"]])
def test_the_two_ways_of_the_command_are_not_mixed(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_report(*words)
    assert "ROUND --all [-o FOLDER]" in capsys.readouterr().err


def test_a_process_that_makes_reports_only_does_without_what_weighs_most() -> None:
    code = "import sys, reports.making.batches, survey.jobs.crew; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"pandas", "xlsxwriter", "openpyxl"} & set(done.stdout.split()) == set()
