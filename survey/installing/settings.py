"""All settings, read from the environment in one place."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from survey.installing.mail_server import is_address, read_mail_url
from survey.installing.words import put

ROOT = Path(__file__).parents[2]
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
LANGUAGES = {"zh_Hans_CN": "中文", "en": "English"}


@dataclass(frozen=True)
class Settings:
    """How this installation runs. Every field but `is_demo` is read from SURVEY_ and its name in capitals."""

    data_folder: Path = ROOT / "var"
    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    language: str = "zh_Hans_CN"
    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 4
    secure_cookies: bool = False
    proxies: int = 0
    password_days: int = 90
    idle_minutes: int = 10
    time_zone: str = "Asia/Shanghai"
    mail_url: str = field(default="", repr=False)
    mail_from: str = ""
    site_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    workers: int = 1
    evidence_megabytes: int = 20
    is_demo: bool = False

    @property
    def sender(self) -> str:
        """The address that mail is sent from: the setting's, or the user's at the mail server."""
        return self.mail_from or read_mail_url(self.mail_url).user

    @property
    def known_hosts(self) -> frozenset[str]:
        """The names by which the site may be asked for, its own and this machine's; none: it does not know its own, and
        any will do."""
        own = {*self.trusted_hosts, *([host] if (host := urlsplit(self.site_url).hostname) else [])}
        return frozenset({*map(_encode_name, own), self.host, *LOCAL_HOSTS}) if own else frozenset()


class BadSetting(ValueError):
    """A setting that cannot be used: its variable and what would be right."""


def load_settings(environ: Mapping[str, str] = os.environ, makes_key: bool = True) -> Settings:
    """Read the settings; the database and the secret key default to files in the data folder.

    A variable that is set to nothing counts as not set. Folder and key are made where they are not there, unless the
    caller does without a key: then nothing is written and the key is empty.
    """
    environ = {name: value for name, value in environ.items() if value}
    folder = Path(environ.get("SURVEY_DATA_FOLDER", ROOT / "var")).absolute()
    language = environ.get("SURVEY_LANGUAGE", "zh_Hans_CN")
    if language not in LANGUAGES:
        raise BadSetting(f"SURVEY_LANGUAGE={language!r}: choose {', '.join(LANGUAGES)}")
    return Settings(
        data_folder=folder,
        database_url=environ.get("SURVEY_DATABASE_URL", f"sqlite:///{folder / 'survey.sqlite3'}"),
        secret_key=environ.get("SURVEY_SECRET_KEY") or (_keep_secret(folder / "secret-key") if makes_key else ""),
        language=language,
        host=environ.get("SURVEY_HOST", "127.0.0.1"),
        port=_read_number(environ, "SURVEY_PORT", 8000, 65535),
        processes=_read_number(environ, "SURVEY_PROCESSES", 4, 64),
        secure_cookies=_read_flag(environ, "SURVEY_SECURE_COOKIES"),
        proxies=_read_number(environ, "SURVEY_PROXIES", 0, 5, least=0),
        password_days=_read_number(environ, "SURVEY_PASSWORD_DAYS", 90, 3650),
        idle_minutes=_read_number(environ, "SURVEY_IDLE_MINUTES", 10, 24 * 60),
        time_zone=_read_time_zone(environ),
        mail_url=_read_mail_url(environ),
        mail_from=_read_mail_from(environ),
        site_url=read_site_url(environ),
        trusted_hosts=read_trusted_hosts(environ),
        workers=_read_number(environ, "SURVEY_WORKERS", 1, 64),
        evidence_megabytes=_read_number(environ, "SURVEY_EVIDENCE_MEGABYTES", 20, 500),
    )


def _read_number(environ: Mapping[str, str], name: str, default: int, most: int, least: int = 1) -> int:
    text = environ.get(name, str(default))
    is_short_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not is_short_number or not least <= int(text) <= most:
        raise BadSetting(f"{name}={text!r}: give a whole number from {least} to {most}")
    return int(text)


def _read_flag(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "no")
    if text not in ("yes", "no"):
        raise BadSetting(f"{name}={text!r}: give yes or no")
    return text == "yes"


def _read_time_zone(environ: Mapping[str, str]) -> str:
    name = environ.get("SURVEY_TIME_ZONE", "Asia/Shanghai")
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise BadSetting(f"SURVEY_TIME_ZONE={name!r}: give a name such as Asia/Shanghai") from None
    return name


def _read_mail_url(environ: Mapping[str, str]) -> str:
    url = environ.get("SURVEY_MAIL_URL", "")
    try:
        if url:
            read_mail_url(url)
    except ValueError:  # the value is not repeated: there may be a password in it
        raise BadSetting(
            "SURVEY_MAIL_URL: give smtp://user:password@host:587 or smtps://user:password@host:465; "
            "write signs in user or password as %40 for @, %3A for :, %2F for /"
        ) from None
    return url


def _read_mail_from(environ: Mapping[str, str]) -> str:
    address = environ.get("SURVEY_MAIL_FROM", "")
    url = environ.get("SURVEY_MAIL_URL", "")
    if (address or url) and not is_address(address or read_mail_url(url).user):
        raise BadSetting(f"SURVEY_MAIL_FROM={address!r}: give the address that mail is sent from, such as a@example.cn")
    return address


def read_site_url(environ: Mapping[str, str]) -> str:
    """The site's own address; raises BadSetting."""
    url = environ.get("SURVEY_SITE_URL", "")
    try:
        _encode_name(urlsplit(url).hostname or "")
    except ValueError:  # no port, no address in brackets, no name
        is_good = False
    else:
        is_good = re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url) is not None
    if url and not is_good:
        raise BadSetting(f"SURVEY_SITE_URL={url!r}: give the site's address, such as https://survey.example.cn")
    return url


def read_trusted_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Further names by which the site may be asked for, without ports; raises BadSetting."""
    text = environ.get("SURVEY_TRUSTED_HOSTS", "")
    hosts = tuple(one.strip().lower().strip("[]") for one in text.split(",") if one.strip())
    for host in hosts:
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)*|[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*", host):
            raise BadSetting(
                f"SURVEY_TRUSTED_HOSTS={text!r}: give names or addresses without ports, such as "
                "survey.example.cn,10.0.0.5"
            )
    return hosts


def _encode_name(host: str) -> str:
    """A name as a browser sends it."""
    return host if host.isascii() else host.encode("idna").decode()


def _keep_secret(path: Path) -> str:
    """The secret key of this installation, made on first use and readable by its owner only."""
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise BadSetting(put("cannot-write", path=path.parent, reason=error.strerror or error)) from None


def _make_secret(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):  # another process was first: its key holds
        os.link(aside, path)
    aside.unlink()
