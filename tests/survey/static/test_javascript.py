"""What the browser works out by itself, tested without one: each file of tests runs in Node."""

import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.rglob("test_*.js"))


def test_there_is_something_to_run() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_it_passes_in_node(file: Path) -> None:
    node = shutil.which("node")
    assert node, "node is missing: run.py test installs it"
    result = subprocess.run([node, "--test", file], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
