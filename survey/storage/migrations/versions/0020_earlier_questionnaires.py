"""Questionnaires that a round was asked by before it was moved to a newer version

Revision 0020, follows 0016. No round has been moved yet.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    op.create_table(
        "earlierquestionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("version", text(40), nullable=False),
        sa.Column("content_hash", text(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", text(500), nullable=False),
        sa.Column("ended_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["issuedquestionnaire.id"],
            name=op.f("fk_earlierquestionnaire_questionnaire_id_issuedquestionnaire"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_earlierquestionnaire_ended_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlierquestionnaire")),
    )
    op.create_index(
        op.f("ix_earlierquestionnaire_questionnaire_id"), "earlierquestionnaire", ["questionnaire_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("earlierquestionnaire")
