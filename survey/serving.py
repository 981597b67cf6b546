"""The site behind gunicorn: processes of a few threads, each renewed before it grows, and a worker kept alive."""

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from survey.arriving import ArrivalWorker
from survey.installing.settings import ROOT, Settings
from survey.jobs.parents import end_with_parent

THREADS = 4
PAUSE = 2  # seconds before a worker that ended is started again
LONGEST_STOP = 90  # seconds for it to end the jobs in hand
ORPHANS_STOP = 2  # seconds for a process whose master was killed to end its requests: then the port is free


class Site(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's own entry for an application made in code."""

    def __init__(self, settings: Settings, create_site: Callable[[], Flask]) -> None:
        self.settings = settings
        self.create_site = create_site
        self.ends_with_terminal = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN  # it is with nohup
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.processes,
            "worker_class": f"{ArrivalWorker.__module__}.{ArrivalWorker.__name__}",
            "threads": THREADS,
            "timeout": 120,
            "max_requests": 2000,  # a process grows by about 0.4 MB for each PDF it makes
            "max_requests_jitter": 200,
            "loglevel": "warning",
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # whom to believe is settled by SURVEY_PROXIES alone
            "secure_scheme_headers": {},
            "post_fork": lambda master, process: end_with_parent(process.ppid, ORPHANS_STOP),
            "when_ready": end_with_terminal if self.ends_with_terminal else ignore_terminal,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        site = self.create_site()
        settle()
        threading.Thread(target=warm_up, args=(site,), daemon=True).start()
        return site


def settle() -> None:
    """What a site is made of, catalogues above all, has come to stay: looking through it took the collector a fifth of
    a second, on whichever page it did."""
    gc.collect()
    gc.freeze()


def warm_up(site: Flask) -> None:
    """Get ready what takes long the first time, beside the requests that come already; these do without where it does
    not work."""
    for warm in site.extensions.get("survey_warm", ()):
        try:
            warm(site)
        except Exception:
            site.logger.exception("What takes long the first time could not be got ready")


def end_with_terminal(master: Any) -> None:
    """A terminal that is closed ends the site. Gunicorn would read its settings anew and live on, seen by nobody."""
    master.handle_hup = master.handle_term


def ignore_terminal(master: Any) -> None:
    """Whoever began the site with nohup wants it to go on."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


class Keeper:
    """Keeps a program running: where it ends by itself, it is started again."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.command, self.environment = command, environment
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep, daemon=True)

    def _keep(self) -> None:
        while not self.stopping.is_set():
            # In a session of its own: Ctrl-C ends the site, which then lets the worker end the jobs in hand.
            self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)
            self.process.wait()
            self.stopping.wait(PAUSE)

    def stop(self) -> None:
        """Let the program end what it has in hand; one that does not is killed."""
        self.stopping.set()
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(LONGEST_STOP)
            except subprocess.TimeoutExpired:
                self.process.kill()


@contextmanager
def keep_worker(settings: Settings) -> Iterator[None]:
    """A worker beside the site, as a program of its own; ended by the process that started it and no other."""
    own = os.getpid()
    place = {"SURVEY_DATA_FOLDER": str(settings.data_folder), "SURVEY_DATABASE_URL": settings.database_url}
    keeper = Keeper([sys.executable, str(ROOT / "run.py"), "worker", "--with-parent", str(own)], os.environ | place)
    keeper.thread.start()
    try:
        yield
    finally:
        if os.getpid() == own:  # gunicorn's processes leave through here as well
            keeper.stop()
