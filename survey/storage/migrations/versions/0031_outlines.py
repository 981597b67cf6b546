"""A map: the outlines of the counties, from a file that an administrator sends in

Revision 0031, follows 0030. There is none so far; going back, it is deleted.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "countymap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("outlines", survey.storage.columns.JSON, nullable=False),
        sa.Column("made_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_countymap_one_row")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_countymap_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_countymap")),
    )


def downgrade() -> None:
    op.drop_table("countymap")
