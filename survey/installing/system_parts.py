"""What the operating system has to bring: found by trying it, installed with apt-get where that is allowed."""

import ctypes.util
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from survey.installing.words import SetupRefused, put, say

PDF_COMMANDS = {"install", "demo", "serve", "report", "verify", "test"}
APT_GET = ("apt-get", "-o", "DPkg::Lock::Timeout=300")


@dataclass(frozen=True)
class Part:
    """Something of the system: its name in the table of words, its Debian package, and how to find it."""

    word: str
    package: str
    find: Callable[[], str]

    @property
    def name(self) -> str:
        """The name for people."""
        return put(self.word)


def find_library(soname: str, name: str) -> str:
    """The file name of a shared library that loads, or nothing."""
    for candidate in (soname, ctypes.util.find_library(name)):
        try:
            if candidate and ctypes.CDLL(candidate):
                return candidate
        except OSError:
            continue
    return ""


def find_chinese_font() -> str:
    """The family of a font that fontconfig offers for Simplified Chinese, or nothing."""
    if not (command := shutil.which("fc-list")):
        return ""
    listing = subprocess.run([command, ":lang=zh-cn", "family"], capture_output=True, check=False).stdout
    families = sorted(line.split(",")[0] for line in listing.decode(errors="replace").splitlines() if line)
    return next((one for one in families if one.endswith(" SC")), families[0] if families else "")


def find_program(name: str) -> str:
    """The path of a program, or nothing."""
    return shutil.which(name) or ""


def find_venv() -> str:
    """Python's own word that it can make an environment with pip; Debian ships the two modules apart."""
    return "venv" if all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")) else ""


def find_postgresql() -> str:
    """The path of PostgreSQL's server, which Debian keeps out of the path of programs, or nothing."""
    servers = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")))
    return servers[-1] if servers else shutil.which("postgres") or ""


VENV = Part("part-python-venv", f"python{sys.version_info.major}.{sys.version_info.minor}-venv", find_venv)
PDF_PARTS = (
    Part("part-pango", "libpango-1.0-0", partial(find_library, "libpango-1.0.so.0", "pango-1.0")),
    Part("part-pangoft2", "libpangoft2-1.0-0", partial(find_library, "libpangoft2-1.0.so.0", "pangoft2-1.0")),
    # Without it the same report takes up to 14 times as long, and WeasyPrint says it will not work at all one day.
    Part(
        "part-harfbuzz-subset",
        "libharfbuzz-subset0",
        partial(find_library, "libharfbuzz-subset.so.0", "harfbuzz-subset"),
    ),
    # Without any font WeasyPrint does not raise, the process crashes.
    Part("part-font", "fonts-noto-cjk", find_chinese_font),
)
# Playwright drives it: the same browser without its windows, which takes half of the time.
CHROMIUM = Part("part-chromium", "chromium-headless-shell", partial(find_program, "chromium-headless-shell"))
NODE = Part("part-node", "nodejs", partial(find_program, "node"))  # Debian 12 has version 18
ESLINT = Part("part-eslint", "eslint", partial(find_program, "eslint"))
POSTGRESQL = Part("part-postgresql", "postgresql", find_postgresql)  # Debian 12 has version 15
# What drives the browser stands on it; every machine with a compiler has it, a bare one has not.
ATOMIC = Part("part-atomic", "libatomic1", partial(find_library, "libatomic.so.1", "atomic"))
TEST_PARTS = (CHROMIUM, ATOMIC, POSTGRESQL, NODE, ESLINT)


def list_parts(arguments: Sequence[str], environment_is_there: bool) -> list[Part]:
    """The parts that one command line needs: making PDFs, running the tests, making the environment."""
    command = arguments[0] if arguments else ""
    wants_pdf = command in PDF_COMMANDS or any(one == "pdf" or one.endswith("=pdf") for one in arguments)
    return [
        *([] if environment_is_there else [VENV]),
        *(PDF_PARTS if wants_pdf else ()),
        *(TEST_PARTS if command == "test" else ()),
    ]


def find_missing(parts: Sequence[Part]) -> list[Part]:
    """Those that are not there."""
    return [part for part in parts if not part.find()]


def choose_prefix() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks no password; None where neither may install."""
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return quietly
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return None if asked.returncode else ["sudo", "-n", *quietly]


def write_command(parts: Sequence[Part], has_sudo: bool) -> str:
    """The command that installs the parts on Debian, for an administrator to paste."""
    packages = " ".join(part.package for part in parts)
    command = f"apt-get update && apt-get install -y --no-install-recommends {packages}"
    return f"sudo sh -c '{command}'" if has_sudo else command


def explain_missing(parts: Sequence[Part], arguments: Sequence[str], key: str = "missing-parts", **details: str) -> str:
    """The one message: what is missing, the exact command that installs it, and what to run afterwards."""
    return put(
        key,
        names=put("between").join(part.name for part in parts),
        packages=" ".join(part.package for part in parts),
        command=write_command(parts, has_sudo=shutil.which("sudo") is not None),
        again=shlex.join(["python3", "run.py", *arguments]),
        **details,
    )


def install_parts(missing: Sequence[Part], arguments: Sequence[str]) -> None:
    """Install with apt-get, or raise SetupRefused: when nobody may, when it fails, when a part is still not there."""
    if not shutil.which("apt-get"):
        raise SetupRefused(explain_missing(missing, arguments, "missing-elsewhere"))
    prefix = choose_prefix()
    if prefix is None:
        raise SetupRefused(explain_missing(missing, arguments))
    packages = [part.package for part in missing]
    say("apt-get", packages=" ".join(packages))
    output = _run([*prefix, *APT_GET, "update"])  # may fail for a source that has none of these: installing decides
    output += _run([*prefix, *APT_GET, "install", "-y", "--no-install-recommends", *packages])
    importlib.invalidate_caches()
    if still := find_missing(missing):
        raise SetupRefused(explain_missing(still, arguments, "apt-get-failed", reason=pick_reason(output)))


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode(errors="replace")


def pick_reason(output: str) -> str:
    """The line of a long output that says why: a broken connection, else the first error, else the last line."""
    if broken := re.search(r"connection broken by '?(.*)", output):  # pip's own last line would blame the version
        return re.sub(r"<[^>]*>: ", "", broken[1])[:300]
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("e:", "error", "× ", "fatal"))]
    return (errors or lines[-1:] or ["?"])[0][:300]
