"""Settings: what they are without saying, what each variable sets, and what is refused by name."""

import stat
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from survey.installing.settings import ROOT, BadSetting, Settings, load_settings

TRUSTED = ("survey.gov.test", "10.0.0.5", "fd00::1")
EACH: dict[str, tuple[str, str, object]] = {  # variable -> what it is given, the field it sets, to what
    "SURVEY_DATA_FOLDER": ("/srv/survey", "data_folder", Path("/srv/survey")),
    "SURVEY_DATABASE_URL": ("postgresql://db/survey", "database_url", "postgresql://db/survey"),
    "SURVEY_SECRET_KEY": ("a key", "secret_key", "a key"),
    "SURVEY_LANGUAGE": ("en", "language", "en"),
    "SURVEY_HOST": ("0.0.0.0", "host", "0.0.0.0"),
    "SURVEY_PORT": ("9000", "port", 9000),
    "SURVEY_PROCESSES": ("8", "processes", 8),
    "SURVEY_SECURE_COOKIES": ("yes", "secure_cookies", True),
    "SURVEY_PROXIES": ("2", "proxies", 2),
    "SURVEY_PASSWORD_DAYS": ("30", "password_days", 30),
    "SURVEY_IDLE_MINUTES": ("30", "idle_minutes", 30),
    "SURVEY_TIME_ZONE": ("Asia/Urumqi", "time_zone", "Asia/Urumqi"),
    "SURVEY_MAIL_URL": ("smtps://a%40b.test:p@host", "mail_url", "smtps://a%40b.test:p@host"),
    "SURVEY_MAIL_FROM": ("survey@gov.test", "mail_from", "survey@gov.test"),
    "SURVEY_SITE_URL": ("https://survey.gov.test", "site_url", "https://survey.gov.test"),
    "SURVEY_TRUSTED_HOSTS": ("Survey.gov.test, 10.0.0.5,[fd00::1]", "trusted_hosts", TRUSTED),
    "SURVEY_WORKERS": ("2", "workers", 2),
    "SURVEY_EVIDENCE_MEGABYTES": ("50", "evidence_megabytes", 50),
}
BAD = [
    *(("SURVEY_PORT", value) for value in ("0", "65536", "80a", "-1", "８０００", " 80", "9" * 5000)),
    *(("SURVEY_PROCESSES", value) for value in ("0", "65", "two", "1.5")),
    *(("SURVEY_IDLE_MINUTES", value) for value in ("0", "1441", "ten")),
    *(("SURVEY_PROXIES", value) for value in ("6", "-1", "one")),
    *(("SURVEY_PASSWORD_DAYS", value) for value in ("0", "3651", "never")),
    *(("SURVEY_EVIDENCE_MEGABYTES", value) for value in ("0", "501", "20MB")),
    *(("SURVEY_LANGUAGE", value) for value in ("fr", "zh")),
    *(("SURVEY_SECURE_COOKIES", value) for value in ("true", "1", "YES")),
    *(("SURVEY_TIME_ZONE", value) for value in ("Asia/Nowhere", "../../etc/passwd", "北京")),
    *(
        ("SURVEY_MAIL_FROM", value)
        for value in ("survey", "a b@gov.test", "a@b@gov.test", "局@gov.test", "a@b\r\nBcc: c@d")
    ),
    *(
        ("SURVEY_SITE_URL", value)
        for value in ("survey.gov.test", "ftp://gov.test", "https://u:p@gov.test", "https://a b")
    ),
    *(("SURVEY_SITE_URL", value) for value in ("https://[::", "https://[x]/", f"https://{'长' * 70}.cn")),
    *(
        ("SURVEY_TRUSTED_HOSTS", value)
        for value in ("survey.gov.test:8000", "https://gov.test", "a b", "*", ".gov.test")
    ),
    *(("SURVEY_WORKERS", value) for value in ("0", "65")),
]


def load(folder: Path, **variables: str) -> Settings:
    return load_settings({"SURVEY_DATA_FOLDER": str(folder), **variables})


def load_key(folder: Path) -> str:
    return load(folder).secret_key


def test_without_variables_everything_has_a_default(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert replace(settings, secret_key="") == Settings(tmp_path, f"sqlite:///{tmp_path / 'survey.sqlite3'}")
    assert (settings.host, settings.port, settings.language) == ("127.0.0.1", 8000, "zh_Hans_CN")


def test_the_data_folder_is_var_beside_the_code() -> None:
    settings = load_settings({"SURVEY_SECRET_KEY": "given"})
    assert (settings.data_folder, settings.database_url) == (ROOT / "var", f"sqlite:///{ROOT}/var/survey.sqlite3")


def test_every_setting_has_its_variable() -> None:
    assert set(EACH) == {f"SURVEY_{one.name.upper()}" for one in fields(Settings) if one.name != "is_demo"}


@pytest.mark.parametrize("variable", EACH)
def test_each_variable_sets_its_field_and_no_other(variable: str) -> None:
    given, field, value = EACH[variable]
    base = {"SURVEY_SECRET_KEY": "key", "SURVEY_DATABASE_URL": "sqlite://"}
    changed = load_settings({**base, variable: given})
    assert changed == replace(load_settings(base), **{field: value})  # type: ignore[arg-type]


def test_a_variable_that_is_set_to_nothing_counts_as_not_set() -> None:
    base = {"SURVEY_SECRET_KEY": "key"}
    assert load_settings(base | {name: "" for name in EACH if name not in base}) == load_settings(base)


@pytest.mark.parametrize(("variable", "value"), BAD, ids=lambda given: given[:24])
def test_a_bad_value_is_named_with_its_variable(variable: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=f"^{variable}=.*: "):
        load(tmp_path, **{variable: value})


def test_a_bad_setting_says_what_would_be_right(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="SURVEY_PORT='80a': give a whole number from 1 to 65535"):
        load(tmp_path, SURVEY_PORT="80a")


def test_the_secret_key_is_made_once(tmp_path: Path) -> None:
    first = load_key(tmp_path / "new" / "folder")
    assert len(first) >= 48
    assert load_key(tmp_path / "new" / "folder") == first
    assert load_key(tmp_path) != first


def test_only_its_owner_reads_the_secret_key(tmp_path: Path) -> None:
    load_key(tmp_path)
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in tmp_path.iterdir()] == [("secret-key", 0o600)]


def test_a_key_that_is_given_is_not_written_down(tmp_path: Path) -> None:
    assert load(tmp_path, SURVEY_SECRET_KEY="given").secret_key == "given"
    assert list(tmp_path.iterdir()) == []


def test_the_secret_key_is_not_shown(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.secret_key not in repr(settings)


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, get_context("spawn")) as pool:
        keys = set(pool.map(load_key, [tmp_path] * 16))
    assert keys == {load_key(tmp_path)}
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


BAD_MAIL_URLS = [
    "mail.gov.test",
    "http://mail.gov.test",
    "smtp:///",
    "smtp://host:port",
    "smtp://host/x",
    "smtp://host?a=b",
]


@pytest.mark.parametrize("url", BAD_MAIL_URLS)
def test_a_bad_mail_server_is_named_without_repeating_a_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"^SURVEY_MAIL_URL: give smtp://user:password@host:587") as caught:
        load(tmp_path, SURVEY_MAIL_URL=url, SURVEY_MAIL_FROM="a@gov.test")
    assert url not in str(caught.value)


def test_mail_is_sent_from_the_setting_or_from_the_user_at_the_server(tmp_path: Path) -> None:
    url = "smtp://office%40gov.test:secret@mail.gov.test"
    assert load(tmp_path, SURVEY_MAIL_URL=url).sender == "office@gov.test"
    assert load(tmp_path, SURVEY_MAIL_URL=url, SURVEY_MAIL_FROM="survey@gov.test").sender == "survey@gov.test"


def test_a_mail_server_without_an_address_to_send_from_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="SURVEY_MAIL_FROM"):
        load(tmp_path, SURVEY_MAIL_URL="smtp://mail.gov.test")


def test_the_password_of_the_mail_server_is_not_shown(tmp_path: Path) -> None:
    assert "hunter2" not in repr(load(tmp_path, SURVEY_MAIL_URL="smtp://a%40b.test:hunter2@host"))


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (Settings(), frozenset()),
        (Settings(site_url="https://自评.cn"), {"xn--ub1at5r.cn", "localhost", "127.0.0.1", "::1"}),
        (Settings(trusted_hosts=("a.cn",), host="::"), {"a.cn", "::", "localhost", "127.0.0.1", "::1"}),
    ],
)
def test_the_known_names_are_the_sites_and_the_machines(given: Settings, known: Collection[str]) -> None:
    assert given.known_hosts == known
