"""What killed writers leave behind is gone after a day, and nothing else is."""

import os
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from reports.making.sweeping import sweep_reports
from survey.installing.settings import Settings

OLD = time.time() - 25 * 3600


@pytest.fixture
def folder(settings: Settings) -> Path:
    (settings.data_folder / "reports").mkdir()
    return settings.data_folder / "reports"


def leave(path: Path, at: float) -> None:
    if path.suffix:
        path.write_bytes(b"half")
    else:
        path.mkdir()
        (path / "aggregate.zip").write_bytes(b"half")
    os.utime(path, (at, at))


def test_only_what_is_aside_and_old_is_swept(folder: Path, engine: sa.Engine, settings: Settings) -> None:
    for name, at in [(".round-1-2.zip.abc", OLD), (".output-xyz", OLD), (".new.pdf.abc", time.time())]:
        leave(folder / name, at)
    leave(folder / "kept.pdf", OLD)
    sweep_reports(engine, settings)
    assert sorted(one.name for one in folder.iterdir()) == [".new.pdf.abc", "kept.pdf"]


def test_where_nothing_was_made_there_is_nothing_to_sweep(engine: sa.Engine, settings: Settings) -> None:
    sweep_reports(engine, settings)
    assert not (settings.data_folder / "reports").exists()
