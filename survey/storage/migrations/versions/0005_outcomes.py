"""Outcomes: what submitted responses came to is stored, and worked out for those that are submitted already

Revision 0005, follows 0004.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns
from questionnaires.answers import reread_answer
from questionnaires.outcomes import keep_outcome, write_fractions
from questionnaires.questionnaire import Questionnaire
from questionnaires.scoring import RULES_VERSION, score

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN = ("submitted", "city_review", "provincial_review", "accepted")


def table(name: str, *columns: str, **typed: Any) -> sa.TableClause:
    """A table as this revision finds it, whatever later ones make of it."""
    return sa.table(name, *map(sa.column, columns), *(sa.column(one, type) for one, type in typed.items()))


RESPONSE = table("response", "id", "round_id", "questionnaire_id", "state", profile=survey.storage.columns.JSON)
ROUND = table("round", "id", as_of=sa.Date())
ISSUED = table("issuedquestionnaire", "id", "content")
ANSWER = table("storedanswer", "response_id", "question_id", content=survey.storage.columns.JSON)
REVIEW = table("review", "response_id", "question_id", "decision", "ended_at", content=survey.storage.columns.JSON)
OUTCOME = table("storedoutcome", "response_id", "basis", "rules", "score", "grade", "domains", "credits")


def upgrade() -> None:
    op.create_table(
        "storedoutcome",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("own", "verified", name="basis", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("rules", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("domains", sa.Text(), nullable=False),
        sa.Column("credits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_storedoutcome_response_id_response")),
        sa.PrimaryKeyConstraint("response_id", "basis", name=op.f("pk_storedoutcome")),
    )
    connection = op.get_bind()

    @cache
    def open_questionnaire(id: int) -> Questionnaire:
        content = connection.execute(sa.select(ISSUED.c.content).where(ISSUED.c.id == id)).scalar_one()
        return Questionnaire.model_validate_json(content)

    query = sa.select(RESPONSE, ROUND.c.as_of).join(ROUND, ROUND.c.id == RESPONSE.c.round_id)
    for response in connection.execute(query.where(RESPONSE.c.state.in_(IN))).all():
        store(connection, response, open_questionnaire)


def store(connection: sa.Connection, response: sa.Row[Any], open_questionnaire: Callable[[int], Questionnaire]) -> None:
    """Score one response as it was when it was submitted, and as verified once it is accepted."""
    whole = open_questionnaire(response.questionnaire_id)
    asked = whole.for_profile(response.profile or {})
    own = read(connection, sa.select(ANSWER).where(ANSWER.c.response_id == response.id))
    given = {"own": own}
    if response.state == "accepted":
        standing = sa.select(REVIEW).where(REVIEW.c.response_id == response.id, REVIEW.c.ended_at.is_(None))
        given["verified"] = own | read(connection, standing.where(REVIEW.c.decision == "set_aside"))
    for basis, contents in given.items():
        answers = {
            one.id: reread_answer(one, contents[one.id], response.as_of)
            for one in asked.questions
            if one.id in contents
        }
        outcome = keep_outcome(score(asked, answers, response.as_of))
        row = {
            "response_id": response.id,
            "basis": basis,
            "rules": RULES_VERSION,
            "score": None if outcome.score is None else str(outcome.score),
            "grade": outcome.grade,
            "domains": write_fractions([section.id for section in whole.domains], outcome.domains),
            "credits": write_fractions(whole.by_id, outcome.credits),
        }
        connection.execute(sa.insert(OUTCOME), row)


def read(connection: sa.Connection, query: sa.Select[Any]) -> dict[str, Any]:
    """The contents that are answers, by question."""
    found = {row.question_id: row.content for row in connection.execute(query)}
    return {id: one for id, one in found.items() if one and ("value" in one or "not_applicable" in one)}


def downgrade() -> None:
    op.drop_table("storedoutcome")
