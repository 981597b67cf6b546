"""A second notice in the year of the first: the same bureaus are asked by both, each in a round of its own."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from questionnaires.loading import load_library
from survey.rounds.rounds import invite_bureaus, issue_questionnaire, open_round
from survey.storage.database import writing
from survey.storage.tables import Bureau
from tests.conftest import AS_OF
from tests.machine import TODAY
from tests.people import Respondent

OTHER = "jilin-2021-44"


def open_second(engine: sa.Engine, codes: tuple[str, ...] = ("150121", "150122"), notice: str = OTHER) -> None:
    """Ask these bureaus by another notice, too: until five days on."""
    with writing(engine) as session:
        round = open_round(session, "2026-b", "2026年度第二项自评", AS_OF, TODAY, TODAY + timedelta(days=5))
        issued = issue_questionnaire(session, round, load_library(), notice, "county")
        invite_bureaus(session, issued, session.exec(select(Bureau).where(col(Bureau.code).in_(codes))).all())


def find_ids(person: Respondent) -> list[int]:
    """The responses of a bureau, that of the first round first."""
    with person.engine.connect() as connection:
        own = "SELECT bureau_id FROM response WHERE id = :id"
        query = sa.text(f"SELECT id FROM response WHERE bureau_id = ({own}) ORDER BY round_id")
        return list(connection.execute(query, {"id": person.response_id}).scalars())


def turn_to(person: Respondent, response_id: int) -> Respondent:
    """The same person at work on another response."""
    person.response_id = response_id
    return person
