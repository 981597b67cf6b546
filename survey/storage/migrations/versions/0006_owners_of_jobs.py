"""Owners of jobs: who has a job in hand is named, and open jobs are found by an index

Revision 0006, follows 0005. What is in hand meanwhile has no owner, and comes free when its lease runs out.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job") as batch:
        batch.add_column(sa.Column("owner", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=True))
        batch.create_index(op.f("ix_job_state"), ["state"])


def downgrade() -> None:
    with op.batch_alter_table("job") as batch:
        batch.drop_index(op.f("ix_job_state"))
        batch.drop_column("owner")
