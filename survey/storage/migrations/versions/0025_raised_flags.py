"""Reasons to look are stored: what was handed in is marked for comparing; the worker counts the rest

Revision 0025, follows 0024.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns
from survey.responses.flags import normalise

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

WITH_BUREAU = ("drafting", "returned", "reopened", "presented", "signed_off")


def table(name: str, *columns: str, **typed: Any) -> sa.TableClause:
    """A table as this revision finds it, whatever later ones make of it."""
    return sa.table(name, *map(sa.column, columns), *(sa.column(one, type) for one, type in typed.items()))


MOMENT, JSON = survey.storage.columns.UtcDateTime(), survey.storage.columns.JSON
RESPONSE = table("response", "id", "round_id", "state", submitted_at=MOMENT)
ANSWER = table("storedanswer", "response_id", "question_id", saved_at=MOMENT, content=JSON)
EDIT = table("edit", "id", "response_id", "question_id", "state", made_at=MOMENT, content=JSON)
HANDED = table("handedremark", "response_id", "question_id", "mark")


def upgrade() -> None:
    op.create_table(
        "handedremark",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("mark", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_handedremark_response_id_response")),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_handedremark")),
    )
    op.create_table(
        "raisedflags",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_raisedflags_response_id_response")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_raisedflags")),
    )
    connection = op.get_bind()
    for response in connection.execute(sa.select(RESPONSE).where(RESPONSE.c.submitted_at.is_not(None))).all():
        rows = [
            {"response_id": response.id, "question_id": id, "mark": mark(response.round_id, id, words)}
            for id, content in find_handed_in(connection, response)
            if (words := normalise((content or {}).get("remark") or ""))
        ]
        if rows:
            connection.execute(sa.insert(HANDED), rows)
    op.create_index(op.f("ix_handedremark_mark"), "handedremark", ["mark"])


def find_handed_in(connection: sa.Connection, response: sa.Row[Any]) -> Iterator[tuple[str, Any]]:
    """The answers that a response was handed in with, by question; of one that its bureau has again, as they were."""
    answers = sa.select(ANSWER).where(ANSWER.c.response_id == response.id)
    for answer in connection.execute(answers).all():
        if response.state not in WITH_BUREAU or answer.saved_at <= response.submitted_at:
            yield answer.question_id, answer.content
            continue
        place = (EDIT.c.response_id == response.id, EDIT.c.question_id == answer.question_id, EDIT.c.state == "kept")
        then = sa.select(EDIT.c.content).where(*place, EDIT.c.made_at <= response.submitted_at)
        before = connection.execute(then.order_by(EDIT.c.id.desc()).limit(1)).first()
        if before is not None:
            yield answer.question_id, before.content


def mark(round_id: int, question_id: str, words: str) -> str:
    return hashlib.sha256(f"{round_id} {question_id} {words}".encode()).hexdigest()


def downgrade() -> None:
    op.drop_table("raisedflags")
    op.drop_table("handedremark")
