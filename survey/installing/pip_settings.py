"""The user's pip configuration, told to uv: an office that has set a mirror for pip has set it for us."""

import ast
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

SECTIONS = ("global", "install", ":env:")  # the later one wins, as in pip
FLAGS = {
    "index-url": "--default-index",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
    "cert": "--cert",
}
SWITCHES = {"no-index": "--no-index", "no-cache-dir": "--no-cache"}
VARIABLES = {
    "proxy": ("HTTP_PROXY", "HTTPS_PROXY"),
    "client-cert": ("SSL_CLIENT_CERT",),
    "timeout": ("UV_HTTP_TIMEOUT",),
    "default-timeout": ("UV_HTTP_TIMEOUT",),
}
SINGLE = {"index-url", "cert"}


def ask_pip(python: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What pip is configured to do, from its files and from the environment."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "config", "list"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    bundle = environ.get("REQUESTS_CA_BUNDLE")  # pip heeds it, uv does not
    return ({"cert": bundle} if bundle else {}) | read_pip_settings(done.stdout)


def read_pip_settings(listing: str) -> dict[str, str]:
    """Read what `pip config list` prints, `section.name='value'` a line; the section that pip prefers wins."""
    settings: dict[str, str] = {}
    entries = [line.partition("=") for line in listing.splitlines()]
    for section in SECTIONS:
        for key, _, value in entries:
            owner, _, name = key.rpartition(".")
            if owner == section:
                settings[name] = _unquote(value)
    return settings


def _unquote(value: str) -> str:
    try:
        return str(ast.literal_eval(value))
    except (SyntaxError, ValueError):
        return value


def list_uv_flags(settings: Mapping[str, str]) -> list[str]:
    """The flags that make uv look where pip looks. Any index may hold a version: the hashes say which file is meant."""
    flags = ["--index-strategy", "unsafe-best-match"]
    for name, flag in FLAGS.items():
        text = settings.get(name, "")
        for value in [text] if name in SINGLE and text else text.split():
            flags += [flag, os.path.expanduser(value)]
    return flags + [flag for name, flag in SWITCHES.items() if _is_on(settings.get(name, ""))]


def list_uv_variables(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment variables for what uv takes no flag for."""
    given = {name: variables for name, variables in VARIABLES.items() if settings.get(name)}
    return {variable: settings[name] for name, variables in given.items() for variable in variables}


def _is_on(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}
