"""The modules behind a script: named on the page, so that a slow line fetches all at once and not layer by layer."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath

from flask import Flask

IMPORTED = re.compile(r'^(?:import|export)\b(?:[^"\n]*\bfrom)? ?"(\.[^"\n]+)";', re.MULTILINE)


def init_scripts(app: Flask) -> None:
    """Give the templates the modules of a page's scripts."""
    folder = Path(app.static_folder or "")
    app.jinja_env.globals["list_modules"] = lambda entries: list_modules(folder, tuple(entries))


@cache
def list_modules(folder: Path, entries: Iterable[str]) -> list[str]:
    """All that scripts import, and what that imports, by their names in a folder; the nearest first."""
    found: list[str] = []
    left = list(entries)
    while left:
        name = left.pop(0)
        for path in IMPORTED.findall((folder / name).read_text(encoding="utf-8")):
            module = _join(name, path)
            if module not in (*found, *entries):
                found.append(module)
                left.append(module)
    return found


def _join(name: str, path: str) -> str:
    """The name of a module by the path that another imports it by."""
    parts = list(PurePosixPath(name).parent.parts)
    for part in PurePosixPath(path).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
