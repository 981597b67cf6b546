"""The machine under the tests: slow while others work on it, shared by several runs, its processes killed at times."""

import os
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from survey.storage.columns import now
from survey.web.languages import local_day

WAIT = 120  # seconds for what does come: a busy machine is slow, and where nothing is wrong nobody waits that long
LOOK_EVERY = 0.05  # seconds
LOCAL = "127.0.0.1"
LONGEST = timedelta(hours=3)  # that a run of the tests may take


def choose_zone(at: datetime) -> str:
    """Where the bureaus are, so that it stays the same day there for as long as the tests run: in China, or where it is
    still afternoon when China's day is about to end."""
    china = at.astimezone(ZoneInfo("Asia/Shanghai"))
    return "Asia/Shanghai" if (china + LONGEST).date() == china.date() else "Asia/Dubai"


ZONE = choose_zone(now())
TODAY = local_day(ZONE)


class StillClock:
    """The installation's clock, standing still but when it is told to go on: no machine is too slow for it."""

    def __init__(self) -> None:
        self.at = now()

    def tell(self) -> datetime:
        return self.at

    def go_on(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def wait_for(
    condition: Callable[[], object], seconds: float = WAIT, explain: Callable[[], object] = lambda: ""
) -> None:
    """Until something is so; where it does not come, the test fails with what there is to say about it."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"it does not come in {seconds} s {explain()}"
        time.sleep(LOOK_EVERY)


def list_ports(system: str = "/proc/sys/net/ipv4/ip_local_port_range") -> list[int]:
    """Ports that the system gives to nobody's connection by itself: a server that is down for a while keeps its own."""
    first, last = 32_768, 60_999  # Linux's own, where it is not told
    with suppress(OSError):
        first, last = map(int, Path(system).read_text().split())
    return [port for port in range(10_000, 65_000) if not first <= port <= last] or list(range(10_000, 65_000))


def find_port() -> int:
    """A free port that no other test gets, on this machine, for as long as this process lives.

    The UDP port of the same number says that it is given: nothing here speaks UDP, and the system keeps the book for
    all processes, of this run and of others.
    """
    ports = list_ports()
    begin = os.getpid() * 31 % len(ports)
    for port in ports[begin:] + ports[:begin]:
        with suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as given:
            given.bind((LOCAL, port))
            socket.create_server((LOCAL, port)).close()
            given.detach()  # stays open
            return port
    raise AssertionError("no port is free")


def is_free(port: int) -> bool:
    try:
        socket.create_server((LOCAL, port)).close()
    except OSError:
        return False
    return True


def wait_for_port(port: int, seconds: float = WAIT) -> None:
    """Until nobody listens at a port any more; else it is said who does."""
    wait_for(lambda: is_free(port), seconds, lambda: f"{port} is held by {list_holders(port)}")


def list_holders(port: int) -> list[str]:
    """Who has a port open, as far as one may see."""
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
            sockets |= {f"socket:[{row[9]}]" for row in rows if int(row[1].rpartition(":")[2], 16) == port}
    found = set()
    for place in Path("/proc").glob("[0-9]*/task/[0-9]*/fd/*"):  # where its first thread has ended, by the others
        with suppress(OSError):  # ended meanwhile, or of somebody else
            if str(place.readlink()) in sockets:
                command = (place.parents[1] / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found.add(f"{place.parents[3].name} {command}")
    return sorted(found)


def read_state(stat: Path) -> list[str]:
    """State, parent, group and so on of a process or a thread; OSError where it has ended and been asked about."""
    return stat.read_text().rpartition(") ")[2].split()


def list_descendants(leader: int) -> set[int]:
    """A process and all that come from it, in whatever group they are."""
    found = {leader}
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(read_state(stat)[1])
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def list_group(leader: int) -> set[int]:
    """The processes of a group that still live."""
    members = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(read_state(stat)[2]) == leader:
                members.add(int(stat.parent.name))
    return list_living(members)


def list_living(processes: Iterable[int]) -> set[int]:
    """Those of which a thread lives still: it holds what is open in the process, though its first thread has ended.

    One that has ended whole and that nobody has asked about is no more than a line in a table.
    """
    return {one for one in processes if any(map(_lives, Path("/proc").glob(f"{one}/task/*/stat")))}


def _lives(stat: Path) -> bool:
    with suppress(OSError):
        return read_state(stat)[0] not in ("Z", "X")
    return False
