"""What a bureau said to a reason to look at an answer.

Revision 0018, follows 0016. Nobody has said anything yet.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    op.create_table(
        "doubtword",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        sa.Column("kind", text(24), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("words", text(200), nullable=False),
        sa.Column("said_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_doubtword_response_id_response")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_doubtword_said_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubtword")),
    )
    op.create_index("ix_doubtword_place", "doubtword", ["response_id", "question_id"])


def downgrade() -> None:
    op.drop_table("doubtword")
