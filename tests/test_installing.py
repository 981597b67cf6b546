"""First start: what is missing, what is said about it, and when the environment is built anew. No network is used."""

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

from survey.installing import environment, prepare
from survey.installing.doctor import examine
from survey.installing.environment import (
    RUN_LOCK,
    STAMP,
    TEST_LOCK,
    UV_LOCK,
    StepFailed,
    _write_stamp,
    describe_wanted,
    find_folder,
    find_python,
    is_current,
    supply_environment,
)
from survey.installing.failures import report_failure
from survey.installing.pip_settings import list_uv_flags, list_uv_variables, read_pip_settings
from survey.installing.system_parts import Part, explain_missing, find_missing, list_parts, pick_reason, write_command
from survey.installing.words import WORDS, SetupRefused, put

ROOT = Path(__file__).parent.parent
PANGO = Part("part-pango", "libpango-1.0-0", lambda: "")
FONT = Part("part-font", "fonts-noto-cjk", lambda: "Noto Sans CJK SC")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment is complete for running, not for testing."""
    for lock in (RUN_LOCK, TEST_LOCK):
        (tmp_path / lock).write_text(f"{lock}\n", encoding="utf-8")
    find_python(tmp_path).parent.mkdir(parents=True)
    find_python(tmp_path).symlink_to(sys.executable)
    _write_stamp(tmp_path, describe_wanted(tmp_path, with_tests=False))
    return tmp_path


def test_a_complete_environment_is_used_as_it_is(checkout: Path) -> None:
    assert is_current(checkout, with_tests=False)
    assert not is_current(checkout, with_tests=True)


def test_the_environment_of_the_tests_serves_for_running_too(checkout: Path) -> None:
    _write_stamp(checkout, describe_wanted(checkout, with_tests=True))
    assert is_current(checkout, with_tests=True)
    assert is_current(checkout, with_tests=False)


def test_a_changed_lock_asks_for_a_new_environment(checkout: Path) -> None:
    (checkout / RUN_LOCK).write_text("another\n", encoding="utf-8")
    assert not is_current(checkout, with_tests=False)


def test_a_moved_checkout_asks_for_a_new_environment(checkout: Path, tmp_path: Path) -> None:
    moved = checkout.rename(tmp_path.with_name("moved"))
    assert not is_current(moved, with_tests=False)


def test_an_environment_whose_python_is_gone_is_not_used(checkout: Path) -> None:
    find_python(checkout).unlink()
    find_python(checkout).symlink_to(checkout / "python-of-an-older-debian")
    assert not is_current(checkout, with_tests=False)


@pytest.mark.parametrize("fault", [StepFailed("no network"), FileNotFoundError()], ids=str)
def test_the_environments_own_python_builds_it_anew_and_a_failure_leaves_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    used = []

    def fail(command: list[str], *rest: object) -> None:
        used.append(command[0])
        raise fault

    monkeypatch.setattr(sys, "executable", str(find_python(checkout)))
    monkeypatch.setattr(environment, "run_step", fail)
    lock = (checkout / RUN_LOCK).read_text(encoding="utf-8")
    (checkout / RUN_LOCK).write_text("another\n", encoding="utf-8")
    with pytest.raises((SetupRefused, FileNotFoundError)):
        supply_environment(checkout, with_tests=True)
    assert used == [os.path.realpath(find_python(checkout))]
    (checkout / RUN_LOCK).write_text(lock, encoding="utf-8")
    assert is_current(checkout, with_tests=False)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\x00"])
def test_a_broken_stamp_counts_as_none(checkout: Path, text: str) -> None:
    (find_folder(checkout) / STAMP).write_text(text, encoding="utf-8")
    assert not is_current(checkout, with_tests=False)


@pytest.mark.parametrize(
    ("line", "packages"),
    [
        ("coverage", ""),
        ("score shanxi --level county", ""),
        ("questionnaire shanxi --format json", ""),
        ("questionnaire shanxi --format pdf", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"),
        ("questionnaire shanxi --format=pdf", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"),
        ("serve", "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"),
        (
            "test",
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
            " chromium-headless-shell libatomic1 postgresql nodejs eslint",
        ),
        ("", ""),
    ],
)
def test_only_commands_that_make_pdfs_demand_the_parts_of_pdfs(line: str, packages: str) -> None:
    parts = list_parts(line.split(), environment_is_there=True)
    assert " ".join(part.package for part in parts) == packages


def test_making_the_environment_demands_the_venv_module() -> None:
    (part,) = list_parts(["coverage"], environment_is_there=False)
    assert part.package == f"python3.{sys.version_info.minor}-venv"


def test_only_what_is_not_found_is_missing() -> None:
    assert find_missing([PANGO, FONT]) == [PANGO]


def test_the_message_says_the_exact_command_and_what_to_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_LANGUAGE", "en")
    message = explain_missing([PANGO, FONT], ["report", "a b.json"])
    assert "lacks: the text library Pango, a Simplified Chinese font." in message
    assert "apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 fonts-noto-cjk" in message
    assert message.endswith("python3 run.py report 'a b.json'")


@pytest.mark.parametrize(("has_sudo", "start"), [(True, "sudo sh -c 'apt-get update"), (False, "apt-get update")])
def test_the_command_uses_sudo_only_where_there_is_one(has_sudo: bool, start: str) -> None:
    assert write_command([PANGO], has_sudo).startswith(start)


def test_without_apt_get_the_message_names_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SURVEY_LANGUAGE", "zh_Hans_CN")
    message = explain_missing([PANGO], ["serve"], "missing-elsewhere")
    assert "排版库 Pango" in message
    assert "apt-get install" not in message


def test_both_languages_have_the_same_places() -> None:
    for words in WORDS.values():
        assert set(re.findall(r"{\w+}", words.chinese)) == set(re.findall(r"{\w+}", words.english))


def test_it_speaks_chinese_unless_told_otherwise() -> None:
    assert put("missing", {}) == "缺少"
    assert put("missing", {"SURVEY_LANGUAGE": "en"}) == "missing"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("Hit:1\nE: Unable to locate package libpango\nE: more\n", "E: Unable to locate package libpango"),
        ("Collecting\nsomething else\n\n", "something else"),
        (
            "Retrying after connection broken by 'NewConnectionError('<a.B object at 0x1>: refused')': /simple/x\n"
            "ERROR: No matching distribution",
            "NewConnectionError('refused')': /simple/x",
        ),
        ("", "?"),
    ],
)
def test_the_reason_is_the_line_that_matters(output: str, reason: str) -> None:
    assert pick_reason(output) == reason


def test_the_environment_wins_over_pips_files() -> None:
    listing = (
        ":env:.index-url='https://env.example/simple'\n"
        "global.extra-index-url='https://a.example/simple\\nhttps://b.example/simple'\n"
        "global.index-url='https://file.example/simple'\n"
        "install.timeout='60'\n"
    )
    assert read_pip_settings(listing) == {
        "extra-index-url": "https://a.example/simple\nhttps://b.example/simple",
        "index-url": "https://env.example/simple",
        "timeout": "60",
    }


@pytest.mark.parametrize(
    ("settings", "flags"),
    [
        ({}, ""),
        ({"index-url": "https://m.example/simple"}, "--default-index https://m.example/simple"),
        (
            {"extra-index-url": "https://a.example/ https://b.example/"},
            "--index https://a.example/ --index https://b.example/",
        ),
        ({"find-links": "/srv/wheels", "no-index": "true"}, "--find-links /srv/wheels --no-index"),
        ({"no-index": "false"}, ""),
        ({"trusted-host": "m.example"}, "--allow-insecure-host m.example"),
        ({"cert": "/etc/office.pem"}, "--cert /etc/office.pem"),
        ({"progress-bar": "off", "timeout": "60"}, ""),
    ],
)
def test_uv_is_told_what_pip_is_configured_to_do(settings: dict[str, str], flags: str) -> None:
    assert list_uv_flags(settings) == ["--index-strategy", "unsafe-best-match", *flags.split()]


def test_a_proxy_and_a_timeout_reach_uv_as_variables() -> None:
    assert list_uv_variables({"proxy": "http://p.example:8080", "timeout": "60", "user": "yes"}) == {
        "HTTP_PROXY": "http://p.example:8080",
        "HTTPS_PROXY": "http://p.example:8080",
        "UV_HTTP_TIMEOUT": "60",
    }


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK, UV_LOCK])
def test_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK])
def test_everything_the_project_asks_for_is_locked(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"]["test"] if lock == TEST_LOCK else [])
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
    assert {re.split(r"[ \[~]", one)[0].lower() for one in wanted} <= locked


def test_both_locks_name_the_same_versions() -> None:
    run, test = ((ROOT / lock).read_text(encoding="utf-8") for lock in (RUN_LOCK, TEST_LOCK))
    assert set(re.findall(r"^[\w.-]+==\S+", run, re.MULTILINE)) <= set(re.findall(r"^[\w.-]+==\S+", test, re.MULTILINE))


def test_a_tree_that_cannot_be_read_is_the_callers_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        prepare(tmp_path, ["coverage"])  # there is no lock in it
    assert left.value.code == 2
    assert RUN_LOCK in capsys.readouterr().err


def test_the_doctor_installs_nothing(checkout: Path) -> None:
    before = sorted(checkout.rglob("*"))
    findings = {one.name: one.found for one in examine(checkout, {"SURVEY_LANGUAGE": "en"})}
    assert findings["Python"].startswith("3.")
    assert sorted(checkout.rglob("*")) == before


def test_the_doctor_reports_a_database_that_cannot_be_made(checkout: Path) -> None:
    (checkout / "file").touch()
    findings = examine(checkout, {"SURVEY_DATABASE_URL": f"sqlite:///{checkout}/file/survey.sqlite3"})
    assert [one.found for one in findings if one.name == put("doctor-database")] == [""]


def test_a_failure_is_one_line_with_a_number_and_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report_failure(tmp_path, ValueError("no such level\nsecond line"), {})
    said = capsys.readouterr().err
    (log,) = (tmp_path / "var" / "log").iterdir()
    assert said.count("\n") == 1
    assert log.stem.removeprefix("error-") in said
    assert "second line" not in said
    assert "second line" in log.read_text(encoding="utf-8")


def test_debugging_shows_the_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report_failure(tmp_path, ValueError("no such level"), {"SURVEY_DEBUG": "1", "SURVEY_DATA_FOLDER": str(tmp_path)})
    assert "ValueError: no such level" in capsys.readouterr().err
    assert list((tmp_path / "log").iterdir())
