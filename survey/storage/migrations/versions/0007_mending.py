"""Mending by evidence: which return a new file answers, and what was done about it

Revision 0007, follows 0006. Files that are there already answer no return.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence") as batch:
        batch.add_column(sa.Column("mends_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_evidence_mends_id_review"), "review", ["mends_id"], ["id"])
    with op.batch_alter_table("evidence") as batch:  # one column at a time: of two, Alembic may not find an order
        words = sqlmodel.sql.sqltypes.AutoString(length=100)
        batch.add_column(sa.Column("done", words, nullable=False, server_default=""))
    with op.batch_alter_table("evidence") as batch:
        batch.alter_column("done", server_default=None)
        batch.create_index(op.f("ix_evidence_mends_id"), ["mends_id"])
        batch.create_check_constraint(op.f("ck_evidence_mended_has_words"), "mends_id IS NULL OR done <> ''")


def downgrade() -> None:
    with op.batch_alter_table("evidence") as batch:
        batch.drop_constraint(op.f("ck_evidence_mended_has_words"), type_="check")
        batch.drop_index(op.f("ix_evidence_mends_id"))
        batch.drop_constraint(op.f("fk_evidence_mends_id_review"), type_="foreignkey")
        batch.drop_column("done")
        batch.drop_column("mends_id")
