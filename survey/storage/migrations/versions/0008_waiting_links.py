"""One-time links: what those that are not handed out yet are made from, and who made them

Revision 0008, follows 0007. Links made before were shown once: they count as handed out.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch:
        batch.add_column(sa.Column("salt", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True))
        batch.add_column(sa.Column("made_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_invitation_made_by_id_person"), "person", ["made_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f("fk_invitation_made_by_id_person"), type_="foreignkey")
        batch.drop_column("made_by_id")
        batch.drop_column("salt")
