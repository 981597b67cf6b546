"""Processes of a pool end with whoever began them, also where that was killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from survey.installing.settings import ROOT

PROGRAM = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from survey.jobs.parents import end_with_parent

if __name__ == "__main__":
    with ProcessPoolExecutor(2, get_context("spawn"), end_with_parent, (os.getpid(),)) as pool:
        list(pool.map(abs, range(9)))
        print(*pool._processes, flush=True)
        time.sleep(60)
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
    until = time.monotonic() + 5
    while (left := [one for one in pool if Path(f"/proc/{one}").exists()]) and time.monotonic() < until:
        time.sleep(0.05)
    assert pool and left == []
