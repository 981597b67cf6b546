"""Whether the holder of a job still lives is told on its own machine, and by more than a number."""

import os
import subprocess
import sys
from subprocess import PIPE

import pytest

from survey.installing.settings import ROOT
from survey.jobs.owners import has_ended, name_owner


def test_who_lives_has_not_ended() -> None:
    assert not has_ended(name_owner())


def test_each_taking_has_a_name_of_its_own() -> None:
    assert name_owner() != name_owner()


def test_a_process_whose_id_another_has_now_has_ended() -> None:
    place, pid, start, token = name_owner().rsplit("/", 3)
    assert has_ended(f"{place}/{pid}/{int(start) - 1}/{token}")


@pytest.mark.parametrize("part", [0, 1, 2])
def test_of_another_machine_boot_or_namespace_nobody_here_can_tell(part: int) -> None:
    parts = name_owner().split("/")
    parts[part], parts[4] = "other", "0"
    assert not has_ended("/".join(parts))


def test_one_that_was_killed_has_ended_even_before_its_parent_has_noticed() -> None:
    code = "from survey.jobs.owners import name_owner; print(name_owner(), flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as child:
        assert child.stdout is not None
        owner = child.stdout.readline().strip()
        assert f"/{child.pid}/" in owner and not has_ended(owner)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert has_ended(owner)  # it is a zombie
    assert has_ended(owner)
