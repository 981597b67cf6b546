"""The figures of a province of 3,000 bureaus × 150 questions, against a bare GROUP BY over as many rows.

The bare statements give the mean credit of each domain and of each question, as floats, over a table of 450,000 rows
with a credit each: what a program without rules and without a report would ask. Ours gives all that the report on the
round shows, exactly: mean, median, quartiles, lowest and highest score of the whole and of each domain, the classes,
the grades with their caps, and for each question how many and which bureaus fall short and the mean credit. It reads
the stored outcomes, a row for each response. "with members" reads the bureaus, their states and who is late as well.
"""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, select

from reports.rounds.content import ComparableGroup, Member
from reports.rounds.gathering import read_round
from reports.rounds.summary import sum_group
from survey.responses.stored_outcomes import read_outcomes
from survey.rounds.issued import open_questionnaire
from survey.storage.database import closing_engine, migrate
from survey.storage.states import Basis
from survey.storage.tables import Bureau, IssuedQuestionnaire, Response, Round
from tests.bench.samples import Clock, fill_province
from tests.databases import Server, start_postgresql

TIMES = 7
MAKE_BARE = "CREATE TABLE bare (response_id INTEGER, domain_id TEXT, question_id TEXT, credit REAL)"
PUT_BARE = "INSERT INTO bare VALUES (:response, :domain, :question, :credit)"
BARE = [f"SELECT {name}, AVG(credit), COUNT(*) FROM bare GROUP BY {name}" for name in ("domain_id", "question_id")]


def put_bare(session: Session) -> int:
    """The credits that count as rows of floats; returns how many."""
    asked = open_questionnaire(session.exec(select(IssuedQuestionnaire)).one())
    domains = {one.id: section.id for section in asked.domains for one in section.questions}
    session.execute(sa.text(MAKE_BARE))
    rows = [
        {"response": id, "domain": domains[question], "question": question, "credit": float(credit)}
        for id, counted in read_outcomes(session, basis=Basis.OWN).items()
        for question, credit in (counted.outcome.credits if counted.outcome else {}).items()
    ]
    session.execute(sa.text(PUT_BARE), rows)
    session.commit()
    return len(rows)


def ask_bare(engine: sa.Engine) -> list[Any]:
    with engine.connect() as connection:
        return [connection.execute(sa.text(statement)).all() for statement in BARE]


def sum_up(engine: sa.Engine) -> ComparableGroup:
    """All figures of the province from what is stored."""
    with Session(engine) as session:
        asked = open_questionnaire(session.exec(select(IssuedQuestionnaire)).one())
        key, place = (asked.document, asked.level.value), ("140000", "某某市")
        members = [
            Member(str(id), str(id), place, True, key, "已认定", False, False, one.outcome, one.own, one.verified)
            for id, one in read_outcomes(session, basis=Basis.OWN).items()
        ]
    return sum_group(asked, members)


def sum_up_with_members(engine: sa.Engine) -> ComparableGroup:
    """The same as the report on the round does it, with its bureaus."""
    with Session(engine) as session:
        round = session.exec(select(Round)).one()
        with_places = joinedload(Response.bureau).joinedload(Bureau.parent)  # type: ignore[arg-type]
        responses = session.exec(select(Response).options(with_places)).all()  # as the page reads them
        report = read_round(session, round, responses, "某某省", "Asia/Shanghai")
    return sum_group(report.questionnaires[0], report.members)


def time_it(act: Callable[[sa.Engine], object], engine: sa.Engine) -> float:
    """Seconds of wall clock: a server's work is not this process's."""
    gc.collect()
    gc.disable()
    with Clock() as clock:
        act(engine)
    gc.enable()
    return clock.wall


def compare(name: str, url: str, bureaus: int, varied: bool) -> None:
    migrate(url)
    with closing_engine(url) as engine:
        fill_province(engine, bureaus, varied)
        with Session(engine) as session:
            rows = put_bare(session)
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(sa.text("ANALYZE"))
        check(engine)
        acts = (ask_bare, sum_up, sum_up_with_members)
        rounds = [[time_it(act, engine) for act in acts] for _ in range(TIMES)]
        bare, own, whole = (median(column) for column in zip(*rounds, strict=True))
        ratios = [median(one[which] / one[0] for one in rounds) for which in (1, 2)]
    print(
        f"{name}, {'varied' if varied else 'alike'}, {rows} credits: bare GROUP BY {bare:.3f} s; "
        f"all figures {own:.3f} s, ratio {ratios[0]:.2f}; with members {whole:.3f} s, ratio {ratios[1]:.2f}"
    )


def check(engine: sa.Engine) -> None:
    """Both sides have the same means of the questions."""
    means = {id: mean for id, mean, _ in ask_bare(engine)[1]}
    for gap in sum_up(engine).gaps:
        assert abs(float(gap.mean) - means[gap.question.id]) < 1e-6, gap.question.id


def main(bureaus: int) -> None:
    with start_postgresql() as postgresql:
        for name, server in (("SQLite", Server()), ("PostgreSQL", postgresql)):
            for varied in (False, True):
                with TemporaryDirectory() as folder, server.make_database(Path(folder)) as url:
                    compare(name, url, bureaus, varied)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
