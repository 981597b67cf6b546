"""What is made of a whole round when somebody asks for it: by a worker, once, watched on its page."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import html5lib
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from reports.making.outputs import KIND
from survey.installing.settings import Settings
from survey.jobs.taking import free
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import Action, JobState, Role
from tests.databases import World
from tests.people import Respondent, sign_in
from tests.reports.making.working import OUTPUTS, fetch_output, work_off
from tests.sites import pass_time, submit_all


@pytest.fixture(scope="module")
def world(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world after the bureau has submitted."""
    with pass_time(world, tmp_path_factory.mktemp("submitted"), submit_all("bureau")) as later:
        yield later


def look(client: FlaskClient, form: str, query: str = "") -> str:
    answer = client.get(f"{OUTPUTS}/{form}{query}")
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.text)
    return answer.text


def list_jobs(engine: sa.Engine) -> list[Job]:
    with Session(engine) as session:
        return list(session.exec(select(Job).where(Job.kind == KIND).order_by(col(Job.id))))


@pytest.mark.parametrize("form", ["pdf", "csv", "xlsx"])
def test_it_is_asked_for_watched_and_downloaded(
    form: str, administrator: FlaskClient, engine: sa.Engine, settings: Settings
) -> None:
    assert ">生成</button>" in look(administrator, form)
    administrator.post(f"{OUTPUTS}/{form}")
    watched = look(administrator, form)
    assert "正在生成" in watched and "data-redraw" in watched and "<progress" in watched
    work_off(engine, settings)
    made = look(administrator, form)
    assert ">下载</a>" in made and "data-redraw" not in made and "<button" not in made.partition("<main")[2]


def test_asked_for_twice_while_nothing_changes_it_is_made_once(administrator: FlaskClient, engine: sa.Engine) -> None:
    fetch_output(administrator, "csv")
    [before] = list_jobs(engine)
    fetch_output(administrator, "csv")
    [after] = list_jobs(engine)
    assert (after.created_at, after.finished_at) == (before.created_at, before.finished_at)


def test_after_a_step_in_the_round_the_last_one_is_there_until_it_is_made_anew(
    administrator: FlaskClient, bureau: Respondent, settings: Settings
) -> None:
    fetch_output(administrator, "csv")
    bureau.act(Action.TAKE_UP, bureau.find(Role.CITY_REVIEWER))
    page = look(administrator, "csv")
    assert "本轮情况已有变化" in page and ">下载上一份</a>" in page and ">重新生成</button>" in page
    fetch_output(administrator, "csv")
    assert ">下载</a>" in look(administrator, "csv")
    assert len(list(Path(settings.data_folder, "reports").glob("aggregate-*.zip"))) == 1


def test_how_far_it_is_is_told_in_bureaus(administrator: FlaskClient, engine: sa.Engine) -> None:
    fetch_output(administrator, "xlsx")
    [job] = list_jobs(engine)
    assert (job.payload["done"], job.payload["all"]) == (3, 3)


def test_what_fails_says_why_and_can_be_tried_again(
    administrator: FlaskClient, engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = settings.data_folder / "fonts.conf"
    fonts.write_text("<fontconfig></fontconfig>", encoding="utf-8")
    with monkeypatch.context() as without:
        without.setenv("FONTCONFIG_FILE", str(fonts))
        assert fetch_output(administrator, "pdf").status_code == 302
    page = look(administrator, "pdf")
    assert "未能生成" in page and "fonts-noto-cjk" in page and "重试" in page
    assert fetch_output(administrator, "pdf").data.startswith(b"%PDF-")


def test_a_file_that_was_lost_is_made_again(administrator: FlaskClient, settings: Settings) -> None:
    fetch_output(administrator, "csv")
    for kept in Path(settings.data_folder, "reports").iterdir():
        kept.unlink()
    assert ">生成</button>" in look(administrator, "csv")
    assert fetch_output(administrator, "csv").mimetype == "application/zip"


def test_a_worker_that_died_over_it_has_it_made_by_the_next(
    administrator: FlaskClient, engine: sa.Engine, settings: Settings
) -> None:
    administrator.post(f"{OUTPUTS}/csv")
    with writing(engine) as session:
        past = now() - timedelta(seconds=1)
        these = sa.update(Job).where(col(Job.kind) == KIND)
        session.execute(these.values(state=JobState.LEASED, lease_until=past, attempts=1))
    assert free(engine, {}, with_expired=True) == 1
    work_off(engine, settings)
    assert ">下载</a>" in look(administrator, "csv")


def test_a_city_and_the_province_looking_at_it_share_one_report(site: Flask, engine: sa.Engine) -> None:
    of_city = fetch_output(sign_in(site, "city"), "pdf")
    of_province = fetch_output(sign_in(site, "province"), "pdf", "?city=150100")
    assert of_city.data == of_province.data and len(list_jobs(engine)) == 1


@pytest.mark.parametrize(
    ("login", "form"), [("city", "csv"), ("province", "xlsx"), ("bureau", "pdf"), ("auditor", "csv"), ("head", "xlsx")]
)
def test_it_is_not_there_for_others(login: str, form: str, site: Flask, engine: sa.Engine) -> None:
    client = sign_in(site, login)
    answers = [client.get(f"{OUTPUTS}/{form}"), client.post(f"{OUTPUTS}/{form}"), client.get(f"{OUTPUTS}/{form}/file")]
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert list_jobs(engine) == []


def test_a_city_cannot_ask_for_another_city(site: Flask) -> None:
    client = sign_in(site, "foreign-city")
    for path in (f"{OUTPUTS}/pdf?city=150100", f"{OUTPUTS}/pdf/file?city=150100"):
        assert client.get(path).status_code == 404


@pytest.fixture
def open_page(site: Flask) -> Callable[[str], str]:
    return lambda path: sign_in(site, "admin").get(path).text


def test_the_round_offers_its_tables(open_page: Callable[[str], str]) -> None:
    page = open_page("/rounds/2026/administration")
    assert f'href="{OUTPUTS}/csv"' in page and f'href="{OUTPUTS}/xlsx"' in page
    assert f'action="{OUTPUTS}/pdf"' in open_page("/rounds/2026/report")
