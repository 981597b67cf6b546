"""Issued reports: the register of what was signed

Revision 0010, follows 0009. Reports that were made before are signed when they are next asked for.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issuedreport",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("says", survey.storage.columns.JSON, nullable=False),
        sa.Column("file", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("signed_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_issuedreport_round_id_round")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_issuedreport_response_id_response")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuedreport")),
        sa.UniqueConstraint("serial", "sha256", name=op.f("uq_issuedreport_serial_sha256")),
    )
    op.create_index(op.f("ix_issuedreport_sha256"), "issuedreport", ["sha256"])
    op.create_index(op.f("ix_issuedreport_response_id"), "issuedreport", ["response_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_issuedreport_response_id"), table_name="issuedreport")
    op.drop_index(op.f("ix_issuedreport_sha256"), table_name="issuedreport")
    op.drop_table("issuedreport")
