"""Processes of a pool end with whoever began them, also where that was killed."""

import os
import subprocess
import sys
from pathlib import Path

from survey.installing.settings import ROOT
from tests.machine import list_living, wait_for

PROGRAM = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from survey.jobs.parents import end_with_parent

if __name__ == "__main__":
    with ProcessPoolExecutor(2, get_context("spawn"), end_with_parent, (os.getpid(),)) as pool:
        list(pool.map(abs, range(9)))
        print(*pool._processes, flush=True)
        time.sleep(600)
"""


def test_a_pool_ends_with_whoever_began_it(tmp_path: Path) -> None:
    program = tmp_path / "pool.py"
    program.write_text(PROGRAM)
    with subprocess.Popen(
        [sys.executable, program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as begun:
        assert begun.stdout
        pool = begun.stdout.readline().split()
        begun.kill()
        begun.stdout.close()
    assert len(pool) == 2
    wait_for(lambda: not list_living(map(int, pool)))
