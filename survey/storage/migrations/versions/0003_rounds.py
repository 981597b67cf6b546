"""Rounds: the notice that was chosen, the grade bands of the round, and when answering begins

Revision 0003, follows 0002.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString(length=60)
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("document", text, nullable=True))
        batch.add_column(sa.Column("nearest", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("bands", survey.storage.columns.JSON, nullable=True))
        batch.add_column(sa.Column("opens_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("round") as batch:
        batch.alter_column("nearest", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("round") as batch:
        for column in ("document", "nearest", "bands", "opens_at"):
            batch.drop_column(column)
