"""Who holds a job: a process, named so that on its own machine anybody can tell whether it still lives."""

import os
import secrets
import socket
from functools import cache
from pathlib import Path


@cache
def name_place() -> str:
    """This machine since it was started, and the namespace in which its process ids count."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{socket.gethostname()}/{boot}/{os.stat('/proc/self/ns/pid').st_ino}"


def name_owner() -> str:
    """A name for this process and for one taking alone: place, process id and start, a token."""
    pid = os.getpid()
    return f"{name_place()}/{pid}/{_read_stat(pid)[START]}/{secrets.token_hex(8)}"


def has_ended(owner: str) -> bool:
    """Whether an owner was a process of this machine that lives no more. Of another machine nobody here can tell."""
    place, pid, start, _ = owner.rsplit("/", 3)
    return place == name_place() and not _lives(int(pid), start)


def _lives(pid: int, start: str) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another account's, and it is there
        pass
    try:
        stat = _read_stat(pid)
    except OSError:  # hidden from this account, or it ended just now, which the next look will tell
        return True
    return stat[STATE] not in "ZX" and stat[START] == start  # the id may have been given to another meanwhile


STATE, START = 0, 19  # in what follows the name: the state, and when it began, in ticks since the machine did


def _read_stat(pid: int) -> list[str]:
    """What proc(5) tells of a process, after its name, which may have any characters."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
