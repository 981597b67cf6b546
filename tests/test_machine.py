"""What the tests say about the machine is so: whose port it is, who lives still, and what day it is."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.machine import (
    LONGEST,
    choose_zone,
    find_port,
    is_free,
    list_holders,
    list_living,
    list_ports,
    read_state,
    wait_for,
    wait_for_port,
)

HOLDING = """
import ctypes, socket, sys, threading, time
held = socket.create_server(("127.0.0.1", int(sys.argv[1])))
threading.Thread(target=time.sleep, args=(600,)).start()
print("up", flush=True)
ctypes.CDLL(None).pthread_exit(None)
"""


@contextmanager
def holding(port: int) -> Iterator[int]:
    """A process whose first thread has ended and whose second holds a port; gone afterwards."""
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(port)], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"up\n"
        wait_for(lambda: read_state(Path(f"/proc/{process.pid}/stat"))[0] == "Z")
        try:
            yield process.pid
        finally:
            process.kill()


def test_a_process_lives_while_any_of_its_threads_does() -> None:
    with holding(find_port()) as process:
        assert list_living([process]) == {process}
    assert list_living([process]) == set()


def test_a_port_that_does_not_become_free_is_told_with_whose_it_is() -> None:
    port = find_port()
    with holding(port) as process, pytest.raises(AssertionError, match=rf"{port} is held by .*{sys.executable} -c"):
        assert list_living([process]) and not is_free(port)
        wait_for_port(port, seconds=0)
    wait_for_port(port)
    assert list_holders(port) == []


def test_nobody_is_given_a_port_twice() -> None:
    """Whoever asks, in this process or in another, and whether or not anybody listens there yet."""
    own = [find_port() for _ in range(20)]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        others = list(pool.map(find_port_of_another, range(20)))
        assert len({*own, *others}) == 40


def find_port_of_another(_: int) -> int:
    return find_port()


@pytest.mark.parametrize(("system", "count"), [("32768 60999", 26_768), ("1024 65535", 55_000), ("9000 9999", 55_000)])
def test_ports_that_the_system_gives_away_are_left_to_it(tmp_path: Path, system: str, count: int) -> None:
    (tmp_path / "range").write_text(system)
    assert len(list_ports(str(tmp_path / "range"))) == count


def test_where_the_system_does_not_say_its_ports_are_the_usual_ones(tmp_path: Path) -> None:
    ports = list_ports(str(tmp_path / "none"))
    assert [one in ports for one in (32_767, 32_768, 60_999, 61_000)] == [True, False, False, True]


@pytest.mark.parametrize(
    ("hour", "zone"), [(0, "Shanghai"), (12, "Shanghai"), (20, "Shanghai"), (21, "Dubai"), (23, "Dubai")]
)
def test_the_day_stays_the_same_for_as_long_as_the_tests_run(hour: int, zone: str) -> None:
    begun = datetime(2026, 12, 31, hour, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    chosen = choose_zone(begun.astimezone(UTC))
    assert chosen == f"Asia/{zone}"
    assert begun.astimezone(ZoneInfo(chosen)).date() == (begun + LONGEST).astimezone(ZoneInfo(chosen)).date()
