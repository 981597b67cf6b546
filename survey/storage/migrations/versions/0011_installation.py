"""The installation: its id, by which a data folder and its database know each other; and the trail takes no line twice

Revision 0011, follows 0010. The id is given by the first start that finds database and folder together.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    if op.get_bind().dialect.name == "sqlite":  # REPLACE deletes a line without asking the triggers for deletion
        op.execute(
            "CREATE TRIGGER trailentry_no_replace BEFORE INSERT ON trailentry "
            "WHEN EXISTS (SELECT 1 FROM trailentry WHERE number = NEW.number) "
            "BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER trailentry_no_replace")
    op.drop_table("installation")
