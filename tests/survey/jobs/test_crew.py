"""Workers whose processes are killed: nothing is lost, nothing ends twice, and what they held is taken up again."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.installing.settings import ROOT, Settings
from survey.jobs.owing import owe
from survey.storage.database import writing
from survey.storage.records import Job
from survey.storage.states import JobState
from tests.machine import WAIT, list_group, wait_for
from tests.survey.jobs.program import CHORE_DONE, ELSEWHERE, TWICE

# Every change of a job's state to "done" counted by the database itself, which no worker knows of.
COUNTING = {
    "sqlite": [
        "CREATE TRIGGER count_ends AFTER UPDATE ON job WHEN new.state = 'done' AND old.state <> 'done' "
        "BEGIN INSERT INTO job_end VALUES (new.key); END"
    ],
    "postgresql": [
        "CREATE FUNCTION count_end() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN INSERT INTO job_end VALUES (new.key); RETURN new; END'",
        "CREATE TRIGGER count_ends AFTER UPDATE ON job FOR EACH ROW "
        "WHEN (new.state = 'done' AND old.state <> 'done') EXECUTE FUNCTION count_end()",
    ],
}


@contextmanager
def working(settings: Settings, processes: int, lease: float = 30) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker program with its processes in a group of their own, all of which end in the end."""
    words = [settings.database_url, str(settings.data_folder), str(processes), str(lease)]
    command = [sys.executable, "-m", "tests.survey.jobs.program", *words]
    worker = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        yield worker
    finally:
        if list_group(worker.pid):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def owe_naps(engine: sa.Engine, number: int, seconds: float) -> None:
    with writing(engine) as session:
        for one in range(number):
            owe(session, "nap", f"nap/{one}", {"seconds": seconds})


def count_states(engine: sa.Engine) -> Counter[JobState]:
    with Session(engine) as session:
        return Counter(session.exec(select(col(Job.state))))


def is_all_done(engine: sa.Engine, number: int) -> Callable[[], bool]:
    return lambda: count_states(engine) == {JobState.DONE: number}


def list_holders(engine: sa.Engine) -> list[int]:
    """The processes that have a job in hand."""
    with Session(engine) as session:
        owners = session.exec(select(Job.owner).where(Job.state == JobState.LEASED)).all()
    return [int(owner.rsplit("/", 3)[1]) for owner in owners if owner]


def kill_a_holder(engine: sa.Engine) -> None:
    wait_for(lambda: list_holders(engine) != [])
    try:
        os.kill(list_holders(engine)[0], signal.SIGKILL)
    except (IndexError, ProcessLookupError):  # it has just ended, so the next one
        kill_a_holder(engine)


def test_of_200_jobs_among_kills_none_is_lost_and_none_ends_twice(engine: sa.Engine, settings: Settings) -> None:
    """Of processes and of a whole program. No lease runs out meanwhile: what they held is freed as they are dead."""
    with engine.begin() as connection:
        for statement in ["CREATE TABLE job_end (key text)", *COUNTING[engine.dialect.name]]:
            connection.execute(sa.text(statement))
    owe_naps(engine, 200, 0.02)
    with ExitStack() as stack:
        first, _ = (stack.enter_context(working(settings, 2, lease=600)) for _ in range(2))
        for _ in range(5):
            kill_a_holder(engine)
        os.killpg(first.pid, signal.SIGKILL)
        wait_for(is_all_done(engine, 200))
    with engine.connect() as connection:
        ends = Counter(connection.scalars(sa.text("SELECT key FROM job_end")))
    assert len(ends) == 200 and set(ends.values()) == {1}
    assert not (settings.data_folder / TWICE).exists()


def test_what_a_lost_machine_held_is_taken_up_when_its_lease_is_over(engine: sa.Engine, settings: Settings) -> None:
    owe_naps(engine, 1, 0.0)
    with writing(engine) as session:
        job = session.exec(select(Job)).one()
        job.state, job.owner, job.attempts = JobState.LEASED, ELSEWHERE, 1
        job.lease_until = job.created_at
    with working(settings, 1, lease=3):
        wait_for(is_all_done(engine, 1))


def test_a_job_longer_than_its_lease_is_done_by_one_alone(engine: sa.Engine, settings: Settings) -> None:
    owe_naps(engine, 1, 4.0)
    with working(settings, 2, lease=3):
        wait_for(is_all_done(engine, 1))
    assert not (settings.data_folder / TWICE).exists()


def test_whose_job_was_given_to_another_ends(engine: sa.Engine, settings: Settings) -> None:
    with writing(engine) as session:
        owe(session, "robbed", "robbed/1", {})
    code = f"from tests.survey.jobs.program import do_one; do_one({settings.database_url!r}, 0.5)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -signal.SIGALRM
    with Session(engine) as session:
        assert session.exec(select(Job.owner)).one() == ELSEWHERE


def test_told_to_end_it_ends_what_it_has_in_hand_and_leaves_the_rest(engine: sa.Engine, settings: Settings) -> None:
    owe_naps(engine, 9, 1.0)
    with working(settings, 1) as worker:
        wait_for(lambda: list_holders(engine) != [])
        worker.terminate()
        assert worker.wait(WAIT) == 0
        wait_for(lambda: not list_group(worker.pid))
    states = count_states(engine)
    assert states[JobState.LEASED] == 0 and states[JobState.DONE] >= 1 and states[JobState.OWED] >= 1


def test_interrupted_it_ends_at_once(engine: sa.Engine, settings: Settings) -> None:
    owe_naps(engine, 1, 5.0 * WAIT)
    with working(settings, 1) as worker:
        wait_for(lambda: list_holders(engine) != [])
        worker.send_signal(signal.SIGINT)
        assert worker.wait(WAIT) == 0
        wait_for(lambda: not list_group(worker.pid))
    assert count_states(engine) == {JobState.LEASED: 1}


def test_an_idle_worker_does_what_is_owed_next_whatever_its_chores_do(engine: sa.Engine, settings: Settings) -> None:
    owe_naps(engine, 1, 0.0)
    with working(settings, 1):
        wait_for(is_all_done(engine, 1))
        wait_for((settings.data_folder / CHORE_DONE).exists)  # the one before it has failed
        with writing(engine) as session:
            owe(session, "nap", "nap/later", {"seconds": 0})
        wait_for(is_all_done(engine, 2))
