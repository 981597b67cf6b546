"""What killed writers left in the folder of reports: files and folders aside, known by their first dot."""

import shutil
import time
from pathlib import Path

import sqlalchemy as sa

from reports.printing.paper import find_reports
from survey.installing.settings import Settings

STALE = 24 * 3600  # seconds since it was last written to; nothing takes that long


def sweep_reports(engine: sa.Engine, settings: Settings) -> None:
    """Delete what nobody will finish. A worker does this with its other chores."""
    for aside in find_reports(settings.data_folder).glob(".*"):
        if _is_stale(aside):
            if aside.is_dir():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.unlink(missing_ok=True)


def _is_stale(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > STALE
    except FileNotFoundError:  # its writer has just renamed it
        return False
