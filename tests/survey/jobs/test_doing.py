"""Owed work of any kind: done, tried again, failed, taken back from a worker that died; failures with their reason."""

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from survey.installing.settings import ROOT, Settings
from survey.jobs import taking
from survey.jobs.doing import LEASE, do_next
from survey.jobs.owing import GiveUp, JobKind, LeaseLost, NotNeeded, TryLater, Work, owe, owe_again
from survey.jobs.taking import Ending, end, find_pause, free, hold, take
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import JobState
from tests.survey.jobs.program import ELSEWHERE


def raising(error: BaseException) -> Callable[[Work], None]:
    def do(work: Work) -> None:
        raise error

    return do


def add_job(engine: sa.Engine) -> int:
    with writing(engine) as session:
        job = owe(session, "report", "report/2026/150121", {"response": 1})
        assert job is not None
        return job.id


def be_kind(work: Callable[[Work], None] = lambda work: None) -> dict[str, JobKind]:
    return {"report": JobKind(work, 3)}


def do(engine: sa.Engine, settings: Settings, work: Callable[[Work], None], job_id: int) -> Job:
    do_next(engine, settings, be_kind(work))
    return read(engine, job_id)


def read(engine: sa.Engine, job_id: int) -> Job:
    with Session(engine) as session:
        return session.get_one(Job, job_id)


def take_one(engine: sa.Engine, settings: Settings) -> Work:
    taken = take(engine, settings, be_kind(), LEASE)
    assert taken is not None
    return taken[0]


def set_job(engine: sa.Engine, job_id: int, **values: object) -> None:
    with writing(engine) as session:
        session.connection().execute(sa.update(Job).where(Job.id == job_id).values(values))  # type: ignore[arg-type]


def let_lease_run_out(engine: sa.Engine, job_id: int) -> None:
    with writing(engine) as session:
        job = session.get_one(Job, job_id)
        assert job.lease_until is not None
        job.lease_until -= LEASE + timedelta(seconds=1)


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
    assert (job.state, job.error, job.attempts, job.owner) == (state, why, 1, None)


def test_the_work_is_given_what_is_owed(engine: sa.Engine, settings: Settings) -> None:
    given: list[object] = []
    job = do(engine, settings, lambda work: given.append((work.key, work.payload)), add_job(engine))
    assert (job.state, given) == (JobState.DONE, [("report/2026/150121", {"response": 1})])


def test_what_it_remembers_stands_beside_what_is_owed(engine: sa.Engine, settings: Settings) -> None:
    def tell(work: Work) -> None:
        work.remember({"done": 1})
        work.remember({"done": 2, "all": 2})

    assert do(engine, settings, tell, add_job(engine)).payload == {"response": 1, "done": 2, "all": 2}


def test_a_pause_doubles_up_to_an_hour() -> None:
    minutes = [find_pause(attempts) // timedelta(minutes=1) for attempts in range(1, 9)]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]


def test_what_a_dead_worker_had_is_owed_again_when_its_lease_is_over(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    with pytest.raises(KeyboardInterrupt):
        do(engine, settings, die, job_id)
    assert free(engine, {}, True) == 0 and read(engine, job_id).state is JobState.LEASED
    let_lease_run_out(engine, job_id)
    assert free(engine, {}, False) == 0 and free(engine, {}, True) == 1
    assert do(engine, settings, lambda work: None, job_id).state is JobState.DONE


def test_what_a_dead_process_of_this_machine_had_is_owed_again_at_once(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    take_one(engine, settings)
    code = "from survey.jobs.owners import name_owner; print(name_owner(), end='')"
    gone = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    set_job(engine, job_id, owner=gone.stdout)
    assert free(engine, {}, False) == 1 and read(engine, job_id).state is JobState.OWED


@pytest.mark.parametrize("owner", [None, ELSEWHERE])
def test_what_a_machine_had_that_is_gone_waits_for_its_lease(
    owner: str | None, engine: sa.Engine, settings: Settings
) -> None:
    job_id = add_job(engine)
    take_one(engine, settings)
    set_job(engine, job_id, owner=owner)
    assert free(engine, {}, True) == 0
    let_lease_run_out(engine, job_id)
    assert free(engine, {}, True) == 1


def test_what_must_not_be_done_twice_has_failed_when_its_worker_died(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    with pytest.raises(KeyboardInterrupt):
        do(engine, settings, begin_and_die, job_id)
    let_lease_run_out(engine, job_id)
    free(engine, {}, True)
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
        let_lease_run_out(engine, job_id)
        free(engine, be_kind(), True)
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
    assert do_next(engine, settings, {}) is None
    assert read(engine, job_id).state is JobState.OWED


def test_what_comes_in_bulk_lets_everything_else_go_first(engine: sa.Engine, settings: Settings) -> None:
    add_job(engine)
    with writing(engine) as session:
        owe(session, "mail", "mail/2026/150121", {})
    done: list[str] = []
    kinds = {name: JobKind(lambda work: done.append(work.key), 3) for name in ("report", "mail")}
    do_next(engine, settings, kinds | {"report": replace(kinds["report"], in_bulk=True)})
    do_next(engine, settings, kinds)
    assert done == ["mail/2026/150121", "report/2026/150121"]


def test_a_job_is_taken_by_one_alone(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    work = take_one(engine, settings)
    assert take(engine, settings, be_kind(), LEASE) is None
    assert (read(engine, job_id).owner, read(engine, job_id).state) == (work.owner, JobState.LEASED)


def test_who_holds_a_job_no_more_writes_nothing_and_is_told(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    late = take_one(engine, settings)
    let_lease_run_out(engine, job_id)
    free(engine, {}, True)
    holder = take_one(engine, settings)
    before = read(engine, job_id)
    with pytest.raises(LeaseLost):
        late.begin_once("perhaps done")
    with pytest.raises(LeaseLost):
        late.remember({"done": 1})
    assert not hold(late, LEASE) and end(late, be_kind()["report"], Ending(JobState.DONE)) is None
    assert read(engine, job_id) == before and before.owner == holder.owner


def test_what_is_renewed_while_it_is_looked_at_is_not_taken_away(engine: sa.Engine, settings: Settings) -> None:
    job_id = add_job(engine)
    work = take_one(engine, settings)
    seen = read(engine, job_id)
    assert hold(work, 2 * LEASE)
    assert not taking._free(engine, {}, job_id, seen.owner, seen.lease_until)
    assert read(engine, job_id).owner == work.owner


def test_the_end_is_written_once_the_database_is_back(
    engine: sa.Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "RETRY", 0.01)
    refused: list[str] = []

    def refuse(connection: sa.Connection, cursor: object, statement: str, *rest: object) -> None:
        refused.append(statement)
        if len(refused) == 3:
            sa.event.remove(engine, "before_cursor_execute", refuse)
        raise sa.exc.OperationalError(statement, None, ConnectionError("the database is away"))

    job = do(engine, settings, lambda work: sa.event.listen(engine, "before_cursor_execute", refuse), add_job(engine))
    assert (job.state, len(refused)) == (JobState.DONE, 3)


def test_nothing_is_left_of_the_alarm_when_a_job_has_ended(engine: sa.Engine, settings: Settings) -> None:
    do(engine, settings, lambda work: None, add_job(engine))
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
