"""What the province's own reviewers accepted, as nobody else could, is marked wherever its score is compared."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import Session, select

from reports.rounds.gathering import read_round
from reports.rounds.ranking import rank_level
from reports.rounds.ranking_rows import list_rank_rows
from reports.rounds.ranking_tables import write_ranking_tables
from reports.word.circular import describe_circular
from survey.bureaus.moving import move_person
from survey.bureaus.places import find_bureau
from survey.responses.steps_taken import BY_ITS_OWN, UNREVIEWED, find_mark
from survey.storage.columns import now
from survey.storage.database import writing
from survey.storage.states import Action, State
from survey.storage.tables import Bureau, Response, Round, StateChange
from tests.people import Respondent, sign_in
from tests.reports.leading.reading import accept_with_some_set_aside
from tests.survey.bureaus.linking import find
from tests.survey.bureaus.outsiders import add_outsider


@pytest.fixture
def own(bureau: Respondent, engine: sa.Engine) -> int:
    """An accepted response that is the top bureau's, as one was that its own reviewers accepted."""
    accept_with_some_set_aside(bureau)
    with writing(engine) as session:
        top = find_bureau(session, "150000")
        assert top is not None
        session.get_one(Response, bureau.response_id).bureau_id = top.id
    return bureau.response_id


def step(engine: sa.Engine, own: int, action: Action, person_id: int) -> None:
    """The last step, as it was taken some hours ago."""
    with writing(engine) as session:
        at = now() - timedelta(hours=2)
        review, accepted = State.PROVINCIAL_REVIEW, State.ACCEPTED
        session.add(
            StateChange(
                response_id=own, person_id=person_id, action=action, at=at, from_state=review, to_state=accepted
            )
        )


def mark(engine: sa.Engine, own: int) -> str:
    with Session(engine) as session:
        return find_mark(session, session.get_one(Response, own))


def test_an_acceptance_by_its_own_reviewers_is_told_from_all_others(own: int, engine: sa.Engine) -> None:
    assert mark(engine, own) == BY_ITS_OWN  # by the reviewer of the province, of whom the bureau is
    step(engine, own, Action.ACCEPT, add_outsider(engine))
    assert mark(engine, own) == ""
    step(engine, own, Action.ACCEPT_SELF, find(engine, "admin").id)
    assert mark(engine, own) == UNREVIEWED


def test_whoever_moved_since_is_judged_by_where_they_were(own: int, engine: sa.Engine) -> None:
    reviewer, outsider = find(engine, "province").id, add_outsider(engine)
    step(engine, own, Action.ACCEPT, reviewer)
    with writing(engine) as session:
        move_person(session, find(engine, "admin").id, reviewer, "15ZJ", "provincial_reviewer")
    assert mark(engine, own) == BY_ITS_OWN
    step(engine, own, Action.ACCEPT, outsider)
    with writing(engine) as session:
        move_person(session, find(engine, "admin").id, outsider, "150000", "provincial_reviewer")
    assert mark(engine, own) == ""


def test_a_bureau_with_somebody_above_is_never_marked(own: int, engine: sa.Engine) -> None:
    with writing(engine) as session:
        county = session.exec(select(Bureau).where(Bureau.code == "150121")).one()
        session.get_one(Response, own).bureau_id = county.id
    assert mark(engine, own) == ""


def test_the_mark_stands_in_ranking_circular_and_tables(own: int, engine: sa.Engine) -> None:
    with Session(engine) as session:
        round, response = session.exec(select(Round)).one(), session.get_one(Response, own)
        report = read_round(session, round, [response], "全区", "Asia/Shanghai")
    [member] = report.members
    assert (member.mark, member.state) == (BY_ITS_OWN, "已认定（本单位人员审核）")
    ranking = rank_level(report, member.key[1])
    assert [row.mark for row in list_rank_rows(ranking, ranking.ordered)] == ["本单位人员审核"]
    assert [row.mark for level in describe_circular(report).levels for row in level.bureaus] == ["本单位人员审核"]
    assert [row[-1] for row in write_ranking_tables(report)[0].rows] == ["本单位人员审核"]


def test_the_mark_stands_on_the_pages_that_compare(own: int, site: Flask) -> None:
    admin = sign_in(site, "admin")
    for address in (
        *("/rounds/2026", "/years/2025", "/years/2025/ranking?level=county", "/years/2025/results.csv"),
        *("/overview/2026/bureaus?level=county", "/overview/2026/bureaus.csv?level=county", "/rounds/2026/report"),
        *("/overview/2026/bureaus/150000", f"/responses/{own}/result"),
    ):
        answer = admin.get(address)
        assert answer.status_code == 200, address
        assert "本单位人员审核" in answer.text, address
