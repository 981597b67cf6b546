"""The day of which a done item of a plan was checked, where it is later than the reference date of the round

Revision 0033, follows 0032. What was checked so far was checked as of the reference date, which is said by none; going
back, the days are forgotten, and what was confirmed with them is read as of the reference date again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("planitem") as batch:
        batch.add_column(sa.Column("checked_as_of", sa.Date(), nullable=True))
        batch.create_check_constraint("day_of_checked", "checked_as_of IS NULL OR status = 'checked'")


def downgrade() -> None:
    with op.batch_alter_table("planitem") as batch:
        batch.drop_constraint(op.f("ck_planitem_day_of_checked"), type_="check")
        batch.drop_column("checked_as_of")
