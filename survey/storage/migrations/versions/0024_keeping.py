"""City administrators: who keeps the bureaus and people of their city

Revision 0024, follows 0022. Nobody does yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("keeps_city", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("person") as batch:
        batch.alter_column("keeps_city", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.drop_column("keeps_city")
