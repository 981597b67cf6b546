"""Owed work of any kind: done, tried again, failed, taken back from a worker that died; failures with their reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from survey.installing.settings import Settings
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.jobs import (
    GiveUp,
    JobKind,
    NotNeeded,
    TryLater,
    Work,
    find_pause,
    list_ready,
    owe,
    owe_again,
    recover,
    run_job,
)
from survey.storage.records import Job
from survey.storage.states import JobState

LEASE = timedelta(minutes=10)


def raising(error: BaseException) -> Callable[[Work], None]:
    def do(work: Work) -> None:
        raise error

    return do


def add_job(engine: sa.Engine) -> int:
    with writing(engine) as session:
        job = owe(session, "report", "report/2026/150121", {"response": 1})
        assert job is not None
        return job.id


def do(engine: sa.Engine, settings: Settings, work: Callable[[Work], None], job_id: int, attempts: int = 3) -> Job:
    run_job(engine, settings, {"report": JobKind(work, LEASE, attempts)}, job_id)
    return read(engine, job_id)


def read(engine: sa.Engine, job_id: int) -> Job:
    with Session(engine) as session:
        return session.get_one(Job, job_id)


def die(work: Work) -> None:
    """What is left of a worker that was killed: BaseException ends it, and nothing is written down."""
    raise KeyboardInterrupt


def begin_and_die(work: Work) -> None:
    work.begin_once("perhaps done")
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("error", "state", "why"),
    [
        (TryLater("busy"), JobState.OWED, "busy"),
        (GiveUp("no such place"), JobState.FAILED, "no such place"),
        (NotNeeded("excused"), JobState.CANCELLED, "excused"),
        (ValueError("odd"), JobState.OWED, "ValueError: odd"),
    ],
)
def test_how_it_ended_is_written_down_with_the_reason(
    error: Exception, state: JobState, why: str, engine: sa.Engine, settings: Settings
) -> None:
    job = do(engine, settings, raising(error), add_job(engine))
    assert (job.state, job.error, job.attempts) == (state, why, 1)


def test_the_work_is_given_what_is_owed(engine: sa.Engine, settings: Settings) -> None:
    given: list[object] = []
    job = do(engine, settings, lambda work: given.append((work.key, work.payload)), add_job(engine))
    assert (job.state, given) == (JobState.DONE, [("report/2026/150121", {"response": 1})])


def test_a_pause_doubles_up_to_an_hour() -> None:
    minutes = [find_pause(attempts) // timedelta(minutes=1) for attempts in range(1, 9)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]


def test_what_a_dead_worker_had_is_owed_again_when_its_lease_is_over(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    with pytest.raises(KeyboardInterrupt):
        do(engine, settings, die, job_id)
    assert recover(engine, now()) == 0 and read(engine, job_id).state is JobState.LEASED
    assert recover(engine, now() + LEASE) == 1
    assert do(engine, settings, lambda work: None, job_id).state is JobState.DONE


def test_what_must_not_be_done_twice_has_failed_when_its_worker_died(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    with pytest.raises(KeyboardInterrupt):
        do(engine, settings, begin_and_die, job_id)
    recover(engine, now() + LEASE)
    job = read(engine, job_id)
    assert (job.state, job.error) == (JobState.FAILED, "perhaps done")


def test_an_unknown_fault_after_the_point_of_no_return_is_not_tried_again(
    engine: sa.Engine, settings: Settings
) -> None:
    def begin_and_fail(work: Work) -> None:
        work.begin_once("perhaps done")
        raise ValueError("odd")

    job = do(engine, settings, begin_and_fail, add_job(engine))
    assert (job.state, job.error) == (JobState.FAILED, "perhaps done")


def test_work_that_kills_its_worker_each_time_is_given_up(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            do(engine, settings, die, job_id)
        recover(engine, now() + LEASE)
    job = do(engine, settings, die, job_id)
    assert (job.state, job.error) == (JobState.FAILED, "每次处理时后台进程均异常中止。")


def test_what_has_failed_may_be_owed_again_and_nothing_else(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    with writing(engine) as session:
        assert owe_again(session, job_id) is None
    do(engine, settings, raising(GiveUp("no such place")), job_id)
    with writing(engine) as session:
        assert owe_again(session, job_id) == "no such place"
    assert (read(engine, job_id).state, read(engine, job_id).attempts) == (JobState.OWED, 0)


def test_a_kind_that_this_worker_does_not_know_is_left_to_others(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    assert run_job(engine, settings, {}, job_id) is None
    assert read(engine, job_id).state is JobState.OWED


def test_what_comes_in_bulk_lets_everything_else_go_first(engine: sa.Engine) -> None:
    report = add_job(engine)
    with writing(engine) as session:
        mail = owe(session, "mail", "mail/2026/150121", {})
        assert mail is not None
    with Session(engine) as session:
        assert list_ready(session, now(), 1) == [report]
        assert list_ready(session, now(), 2, ["report"]) == [mail.id, report]
