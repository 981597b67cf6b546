"""A batch of gap reports by a worker with two processes, against the same batch by one; and begun again, unchanged.

Counted from the first report that is done to the last, so that starting is left out. Run on a machine with two
processors that does nothing else.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from questionnaires.loading import load_library
from reports.making.batches import KIND, find_batch, start_batch
from survey.demo.sample import SLUG, fill_demo
from survey.evidence.store import EvidenceStore
from survey.installing.settings import ROOT
from survey.storage.database import closing_engine, migrate
from survey.storage.records import Job
from survey.storage.tables import Round


def work_off(engine: sa.Engine, folder: Path, processes: int) -> tuple[int, float]:
    """Let a worker make a batch: how many reports, and how many it makes in a second."""
    with Session(engine) as session:
        round_id = session.exec(select(Round.id).where(Round.slug == SLUG)).one()
    start_batch(engine, round_id, None)
    own = {"SURVEY_WORKERS": str(processes), "SURVEY_DATA_FOLDER": str(folder), "SURVEY_DATABASE_URL": str(engine.url)}
    worker = subprocess.Popen([sys.executable, ROOT / "run.py", "worker"], env=os.environ | own)
    while is_under_way(engine, round_id):
        time.sleep(0.5)
    worker.terminate()
    worker.wait()
    with Session(engine) as session:
        query = select(Job.finished_at).where(Job.kind == KIND).order_by(col(Job.id).desc())
        number = find_number(session, round_id)
        times = sorted(filter(None, session.exec(query.limit(number))))
    return number, (number - 1) / (times[-1] - times[0]).total_seconds()


def find_number(session: Session, round_id: int) -> int:
    batch = find_batch(session, session.get_one(Round, round_id))
    assert batch is not None
    return batch.total


def is_under_way(engine: sa.Engine, round_id: int) -> bool:
    with Session(engine) as session:
        batch = find_batch(session, session.get_one(Round, round_id))
        return batch is not None and batch.left > 0


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        url = f"sqlite:///{folder / 'survey.sqlite3'}"
        migrate(url)
        store = EvidenceStore(folder / "evidence", 1 << 20)
        with closing_engine(url) as engine:
            fill_demo(engine, store, load_library(), date.today(), "Demo-Horse-1", lambda done: None)
            rates: dict[int, list[float]] = {}
            for processes in (1, 2, 1, 2):
                shutil.rmtree(folder / "reports", ignore_errors=True)
                number, rate = work_off(engine, folder, processes)
                rates.setdefault(processes, []).append(rate)
            _, again = work_off(engine, folder, 1)
    one, two = (max(rates[processes]) for processes in (1, 2))
    print(f"{number} reports: one process {one:.2f} a second, two {two:.2f}; {two / one:.2f} times as many")
    print(f"begun again, unchanged, nothing is rendered: {again:.1f} a second by one process")


if __name__ == "__main__":
    main()
