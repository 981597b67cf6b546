"""Bureaus: which one a bureau has taken the place of

Revision 0009, follows 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bureau") as batch:
        batch.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_bureau_replaces_id_bureau"), "bureau", ["replaces_id"], ["id"])
        batch.create_index(op.f("ix_bureau_replaces_id"), ["replaces_id"])


def downgrade() -> None:
    with op.batch_alter_table("bureau") as batch:
        batch.drop_index(op.f("ix_bureau_replaces_id"))
        batch.drop_constraint(op.f("fk_bureau_replaces_id_bureau"), type_="foreignkey")
        batch.drop_column("replaces_id")
