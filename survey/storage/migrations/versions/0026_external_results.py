"""Results from elsewhere: rounds of which only scores are known, imported from a file

Revision 0026, follows 0025. There are none so far; going back, those rounds are deleted with their results.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None
NAMED = sa.text("UPDATE round SET previous_id = NULL WHERE previous_id IN (SELECT round_id FROM externalround)")


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def refer(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "externalround",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("file_name", text(120), nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("made_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        refer("externalround", "round_id", "round"),
        refer("externalround", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_externalround")),
    )
    op.create_table(
        "externalresult",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("score", survey.storage.columns.Hundredths(), nullable=False),
        sa.Column("grade", text(16), nullable=False),
        sa.Column("domains", survey.storage.columns.JSON, nullable=False),
        sa.Column("credits", survey.storage.columns.JSON, nullable=False),
        refer("externalresult", "round_id", "round"),
        refer("externalresult", "bureau_id", "bureau"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_externalresult")),
        sa.UniqueConstraint("round_id", "bureau_id", name=op.f("uq_externalresult_round_id_bureau_id")),
    )
    op.create_index(op.f("ix_externalresult_bureau_id"), "externalresult", ["bureau_id"], unique=False)


def downgrade() -> None:
    op.execute(NAMED)
    op.execute(sa.text("CREATE TEMPORARY TABLE gone AS SELECT round_id FROM externalround"))
    op.drop_table("externalresult")
    op.drop_table("externalround")
    op.execute(sa.text("DELETE FROM round WHERE id IN (SELECT round_id FROM gone)"))
    op.execute(sa.text("DROP TABLE gone"))
