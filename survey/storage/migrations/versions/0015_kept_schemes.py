"""Schemes that a province keeps for its next rounds

Revision 0015, follows 0014.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keptscheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_keptscheme_saved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keptscheme")),
    )


def downgrade() -> None:
    op.drop_table("keptscheme")
