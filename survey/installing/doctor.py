"""`run.py doctor`: what is there and what is missing. It installs nothing and works before set-up."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from survey.installing.environment import RUN_LOCK, describe_wanted, find_folder, find_python, read_stamp
from survey.installing.settings import BadSetting, Settings, read_site_url, read_trusted_hosts
from survey.installing.system_parts import PDF_PARTS, TEST_PARTS, VENV, Part
from survey.installing.words import put


class PartStatus(NamedTuple):
    """One line of the report."""

    name: str
    found: str  # empty: missing
    hint: str = ""
    is_required: bool = True


def diagnose(root: Path, environ: Mapping[str, str] = os.environ) -> int:
    """Print what was found; 0 when nothing required is missing, 2 otherwise."""
    findings = examine(root, environ)
    for one in findings:
        mark = "✓" if one.found else "✗" if one.is_required else "–"
        print(f"{mark} {one.name}{put('colon')}{one.found or one.hint or put('missing')}")
    return 2 if any(one.is_required and not one.found for one in findings) else 0


def examine(root: Path, environ: Mapping[str, str]) -> list[PartStatus]:
    """Everything that the product stands on. A variable that is set to nothing counts as not set."""
    environ = {name: value for name, value in environ.items() if value}
    return [
        PartStatus("Python", f"{sys.version.split()[0]} ({os.path.realpath(sys.executable)})"),
        *_examine_environment(root),
        *(_examine_part(part) for part in PDF_PARTS),
        *(_examine_part(part, is_required=False) for part in TEST_PARTS),
        _examine_database(root, environ),
        _examine_site(environ),
        PartStatus(put("doctor-disk"), f"{shutil.disk_usage(root).free / 1e9:.1f} GB"),
    ]


def _examine_environment(root: Path) -> list[PartStatus]:
    stamp = read_stamp(root)
    in_step = describe_wanted(root, with_tests=False).items() <= stamp.items()
    return [
        PartStatus(
            put("doctor-environment"),
            str(find_folder(root)) if find_python(root).exists() else "",
            put("made-on-first-use"),
        ),
        PartStatus(put("doctor-lock", lock=RUN_LOCK), put("there") if in_step else "", put("made-on-first-use")),
        *([] if in_step else [_examine_part(VENV)]),
    ]


def _examine_part(part: Part, is_required: bool = True) -> PartStatus:
    return PartStatus(part.name, part.find(), put("missing-package", package=part.package), is_required)


def _examine_database(root: Path, environ: Mapping[str, str]) -> PartStatus:
    folder = Path(environ.get("SURVEY_DATA_FOLDER", root / "var")).absolute()
    url = environ.get("SURVEY_DATABASE_URL", f"sqlite:///{folder / 'survey.sqlite3'}")
    scheme, _, rest = url.partition("://")
    if not scheme.startswith("sqlite"):
        return PartStatus(put("doctor-database"), put("elsewhere", scheme=scheme))
    path = Path(rest.removeprefix("/").partition("?")[0])
    found = str(path) if path.is_file() else put("made-on-first-use") if _can_be_made(path) else ""
    return PartStatus(put("doctor-database"), found, put("cannot-be-made", path=path))


def _examine_site(environ: Mapping[str, str]) -> PartStatus:
    """Whether the site knows its own address: without it links are at whatever address was asked for."""
    name, host = put("doctor-site"), environ.get("SURVEY_HOST", "127.0.0.1")
    try:
        site = Settings(host=host, site_url=read_site_url(environ), trusted_hosts=read_trusted_hosts(environ))
    except BadSetting as error:
        return PartStatus(name, "", str(error))
    hosts = put("between").join(sorted(site.known_hosts))
    found = put("doctor-site-hosts", url=site.site_url or put("doctor-site-unnamed"), hosts=hosts) if hosts else ""
    return PartStatus(name, found, put("doctor-site-unset"), is_required=False)


def _can_be_made(path: Path) -> bool:
    """Whether the nearest folder there is can be written."""
    nearest = next(folder for folder in path.absolute().parents if folder.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)
