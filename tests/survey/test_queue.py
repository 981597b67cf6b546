"""The processes of a worker: each is renewed before it grows too large."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from huey.consumer import WorkerRecycle

from survey import queue
from survey.installing.settings import Settings
from survey.queue import Hand, make_plant, weigh
from survey.storage.database import writing
from survey.storage.jobs import JobKind, Work, owe


@pytest.fixture
def do_one(engine: sa.Engine, settings: Settings, tmp_path: Path) -> Callable[[Callable[[Work], None]], None]:
    """Owe one job, and have it done by a process of a worker, which is this one."""

    def do_one(do: Callable[[Work], None]) -> None:
        kinds = {"test": JobKind(do, timedelta(minutes=1), 1)}
        plant = make_plant(settings, tmp_path, kinds, [])
        with writing(engine) as session:
            job = owe(session, "test", "test/1", {})
            assert job is not None
            session.flush()
            plant.carry(job.id)
        hand = Hand(
            os.getppid(),
            huey=plant.huey,
            stop_flag=threading.Event(),
            default_delay=0.1,
            max_delay=0.1,
            backoff=1.0,
            max_tasks=50,
        )
        hand.loop()

    return do_one


def test_a_process_that_has_grown_too_large_ends_after_its_job(
    do_one: Callable[[Callable[[Work], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(queue, "MOST_MEGABYTES", 1)
    with pytest.raises(WorkerRecycle):
        do_one(lambda work: done.append(work.key))
    assert done == ["test/1"]


def test_one_that_has_not_goes_on(
    do_one: Callable[[Callable[[Work], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(queue, "MOST_MEGABYTES", 1_000_000)
    do_one(lambda work: done.append(work.key))
    assert done == ["test/1"]


def test_a_process_weighs_what_it_holds() -> None:
    before = weigh()
    held = os.urandom(60_000_000)
    assert weigh() - before >= 50
    assert len(held) == 60_000_000
