"""The processes of a worker: each is renewed before it grows too large."""

import os
import signal
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from survey.installing.settings import Settings
from survey.jobs import hands
from survey.jobs.hands import Plant, do_jobs, weigh
from survey.jobs.owing import JobKind, Work, owe
from survey.storage.database import writing


@pytest.fixture
def do_some(engine: sa.Engine, settings: Settings) -> Iterator[Callable[[Callable[[Work], None]], None]]:
    """Owe two jobs, and have them done by a process of a worker, which is this one."""

    def do_some(do: Callable[[Work], None]) -> None:
        with writing(engine) as session:
            for number in (1, 2):
                owe(session, "test", f"test/{number}", {})
        do_jobs(Plant(settings, {"test": JobKind(do, 1)}), os.getppid())

    before = signal.getsignal(signal.SIGTERM)
    yield do_some
    signal.signal(signal.SIGTERM, before)


def test_a_process_that_has_grown_too_large_ends_after_its_job(
    do_some: Callable[[Callable[[Work], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def grow(work: Work) -> None:
        done.append(work.key)
        monkeypatch.setattr(hands, "MOST_MEGABYTES", 1)

    monkeypatch.setattr(hands, "MOST_MEGABYTES", 1_000_000)
    do_some(grow)
    assert done == ["test/1"]


def test_one_that_has_not_goes_on_until_it_has_done_so_many(
    do_some: Callable[[Callable[[Work], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(hands, "MOST_MEGABYTES", 1_000_000)
    monkeypatch.setattr(hands, "JOBS_PER_PROCESS", 2)
    do_some(lambda work: done.append(work.key))
    assert done == ["test/1", "test/2"]


def test_a_process_weighs_what_it_holds() -> None:
    before = weigh()
    held = os.urandom(60_000_000)
    assert weigh() - before >= 50
    assert len(held) == 60_000_000
