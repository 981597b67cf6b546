"""Processes of the site killed while clerks save: every answer that was acknowledged must be there afterwards.

    .venv/bin/python -m tests.bench.kills [KILLS] [SEED]

Clerks of a small province send changed answers without a pause, each on a connection of its own; what gets no answer is
sent again as it was, as the form does. Meanwhile one process, the master, or all at once are killed (SIGKILL), the
site is started again on the same port, and after each start it is timed until it answers. In the end every
acknowledged answer must stand as an edit at the version that was told, none twice, each answer must be its last edit,
and the trail must be whole. With SURVEY_TEST_SERVER set, on that PostgreSQL server.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from survey.installing.settings import Settings
from survey.storage.database import closing_engine
from survey.storage.states import EditState
from survey.storage.tables import Edit, StoredAnswer
from survey.storage.trail import verify_trail
from survey.web.languages import compile_translations
from tests.bench.bench_saving import Clerks, fill
from tests.databases import RUNNING, Server
from tests.machine import find_port

BUREAUS, CLERKS, PATIENCE = 24, 8, 10.0
WAYS = ("process", "process", "master", "all")


@dataclass
class Kept:
    """What was acknowledged: by response and question, the words of each version; and what was said otherwise."""

    versions: dict[tuple[int, str], dict[int, str]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return sum(len(one) for one in tuple(self.versions.values()))


def save_until(
    stopped: threading.Event, port: int, clerks: Clerks, responses: list[Any], seed: int, kept: Kept
) -> None:
    """One clerk's work: the next answer only when this one is acknowledged, asked again where nothing came back."""
    chance, line = random.Random(seed), None
    while not stopped.is_set():
        (response_id, headers), question = chance.choice(responses), chance.choice(clerks.questions)
        request, place = clerks.write(response_id, headers, question), (response_id, question.id)
        while not stopped.is_set():
            try:
                line = line or socket.create_connection(("127.0.0.1", port), timeout=30)
                status, said = _ask(line, request)
            except (OSError, http.client.HTTPException):
                if line:
                    line.close()
                line = None
                time.sleep(0.05)
                continue
            if status == 200:
                kept.versions.setdefault(place, {})[said["version"]] = f"第{clerks.versions[place]}次修改"
            else:
                kept.others[str(status)] += 1
            break


def _ask(line: socket.socket, request: bytes) -> tuple[int, Any]:
    line.sendall(request)
    answer = http.client.HTTPResponse(line)
    answer.begin()
    body = answer.read()
    if answer.getheader("Connection") == "close":
        line.close()
    return answer.status, json.loads(body)


class KilledSite:
    """The site as a program of its own, killed and started again on one port."""

    def __init__(self, url: str, folder: Path) -> None:
        self.port = find_port()
        self.command = [sys.executable, "-m", "tests.bench.bench_saving", "product", url, str(folder), str(self.port)]
        self.starts: list[float] = []
        self.start()

    def start(self) -> None:
        """Start, again where the port is not free yet; how long until it answers is kept."""
        begun = time.monotonic()
        while True:
            self.program = subprocess.Popen(self.command, start_new_session=True, stderr=subprocess.DEVNULL)
            while self.program.poll() is None:
                with suppress(OSError):
                    socket.create_connection(("127.0.0.1", self.port)).close()
                    self.starts.append(time.monotonic() - begun)
                    return
                time.sleep(0.05)

    def kill(self, way: str, chance: random.Random) -> None:
        """Kill one process, the master, or all; whoever is left of a master's processes has to end by itself."""
        children = Path(f"/proc/{self.program.pid}/task/{self.program.pid}/children").read_text().split()
        if way == "process":
            with suppress(ProcessLookupError):
                os.kill(int(chance.choice(children)), signal.SIGKILL) if children else None
            return
        if way == "all":
            os.killpg(self.program.pid, signal.SIGKILL)
        self.program.kill()
        self.program.wait()
        self.start()

    def stop(self) -> None:
        self.program.terminate()
        self.program.wait()


def kill_among(site: KilledSite, kills: int, chance: random.Random, kept: Kept) -> Counter[str]:
    """Kill so many times, each time after some answers more were acknowledged."""
    ways: Counter[str] = Counter()
    for _ in range(kills):
        enough, deadline = len(kept) + chance.randrange(1, 40), time.monotonic() + PATIENCE
        while len(kept) < enough and time.monotonic() < deadline:
            time.sleep(0.01)
        way = chance.choice(WAYS)
        site.kill(way, chance)
        ways[way] += 1
    time.sleep(1)
    return ways


def list_faults(url: str, kept: Kept) -> list[str]:
    """What was acknowledged and is not there, is there twice, or is not what stands; a trail that is broken."""
    faults = []
    with closing_engine(url) as engine, Session(engine) as session:
        stood = {(one.response_id, one.question_id): one for one in session.exec(select(StoredAnswer))}
        for place, versions in kept.versions.items():
            edits = session.exec(
                select(Edit)
                .where(Edit.response_id == place[0], Edit.question_id == place[1], Edit.state == EditState.KEPT)
                .order_by(col(Edit.id))
            ).all()
            found = {edit.base_version + 1: (edit.content or {}).get("remark") for edit in edits}
            faults += [f"{place}: version {at} lost" for at, words in versions.items() if found.get(at) != words]
            faults += [f"{place}: an edit kept twice"] if len(found) < len(edits) else []
            faults += [f"{place}: not its last edit"] if stood[place].content != edits[-1].content else []
        if not isinstance(verified := verify_trail(session), int):
            faults.append(f"trail: {verified}")
    return faults


def run(url: str, folder: Path, kills: int, seed: int) -> int:
    fill(url, BUREAUS)
    clerks, kept, stopped = Clerks(Settings(folder, url, "bench")), Kept(), threading.Event()
    site = KilledSite(url, folder)
    typing = [
        threading.Thread(
            target=save_until, args=(stopped, site.port, clerks, clerks.responses[one::CLERKS], seed + one, kept)
        )
        for one in range(CLERKS)
    ]
    for one in typing:
        one.start()
    try:
        ways = kill_among(site, kills, random.Random(seed), kept)
    finally:
        stopped.set()
        for one in typing:
            one.join()
        site.stop()
    faults = list_faults(url, kept)
    print(f"{kills} kills ({dict(ways)}), {len(kept)} answers acknowledged, {len(faults)} faults; {dict(kept.others)}")
    print(f"{len(site.starts)} starts, the slowest answered after {max(site.starts):.1f} s", *faults[:20], sep="\n")
    return 1 if faults else 0


def main() -> int:
    kills, seed = (int(word) for word in (sys.argv[1:] + ["200", "1"][len(sys.argv) - 1 :]))
    compile_translations()
    with tempfile.TemporaryDirectory() as name, Server(RUNNING).make_database(Path(name)) as url:
        print("PostgreSQL" if RUNNING else "SQLite", flush=True)
        return run(url, Path(name), kills, seed)


if __name__ == "__main__":
    sys.exit(main())
