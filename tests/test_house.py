"""The rules of the house, kept by machines."""

import ast
import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_LINES = 300
CODE = [
    file
    for folder in ("questionnaires", "survey", "reports", "tests")
    for suffix in ("py", "html", "css", "js")
    for file in (ROOT / folder).rglob(f"*.{suffix}")
] + [ROOT / "run.py"]


CHECKS = [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]]


@pytest.mark.parametrize("command", CHECKS, ids=" ".join)
def test_the_checks_pass(command: list[str]) -> None:
    program = Path(sys.executable).with_name(command[0])
    result = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_scripts_keep_their_rules() -> None:
    """The rules are in package.json. They take the language of 2019 and no later one: what Chromium 78 understands."""
    environment = os.environ | {"NODE_PATH": "/usr/share/nodejs"}  # a Node that is not Debian's looks elsewhere
    command = ["eslint", "--format", "unix", "survey", "tests"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_says_what_it_is_and_what_it_knows() -> None:
    rooms = [file for package in ("survey", "reports") for file in (ROOT / package).glob("*/__init__.py")]
    said = {file.parent.name: (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "") for file in rooms}
    assert {name for name, words in said.items() if words.count(".") < 2} == set()


def test_the_page_on_the_architecture_names_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [
        f"`{file.parent.name}`" for package in ("survey", "reports") for file in (ROOT / package).glob("*/__init__.py")
    ]
    assert [room for room in rooms if room not in text] == []


def test_no_class_name_means_two_things() -> None:
    homes: dict[str, list[str]] = {}
    for file in (file for file in CODE if file.suffix == ".py" and "tests" not in file.parts):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(str(file.relative_to(ROOT)))
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_no_file_makes_one_scroll_too_far() -> None:
    long = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in CODE}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}


def test_no_file_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    files = [file.relative_to(ROOT) for file in (ROOT / "tests").rglob("test_*.py")]
    passed_over = pytestconfig.getini("norecursedirs")
    assert [one for one in files if any(fnmatch(part, each) for part in one.parts for each in passed_over)] == []


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{file.name}:{number}"
        for file in CODE
        if file.suffix == ".py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if line.startswith((" ", "\t"))
        and line.lstrip().startswith(("import ", "from "))
        and " import" in f" {line}"
        and '"' not in line
    ]
    assert hidden == []


def test_the_domain_reads_no_environment() -> None:
    files = (ROOT / "questionnaires").rglob("*.py")
    assert [file.name for file in files if re.search(r"\b(environ|getenv)\b", file.read_text(encoding="utf-8"))] == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    pages = [file for file in CODE if file.suffix in (".html", ".css", ".js")]
    assert [
        file.name
        for file in pages
        if "http://" in file.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        or "https://" in file.read_text(encoding="utf-8")
    ] == []


def test_pages_hold_no_inline_script_or_style() -> None:
    pages = [file for file in CODE if file.suffix == ".html" and "survey" in file.parts]
    assert [
        file.name
        for file in pages
        if "<style" in (text := file.read_text(encoding="utf-8"))
        or " style=" in text
        or "onclick" in text
        or "<script>" in text
    ] == []
