"""The shelf: a bureau's own files, each once, and which of them proves what

Revision 0017, follows 0016. Every file that is attached to a question comes onto the shelf of its bureau, as it was
last attached; what is attached keeps its name and dates.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STANDS = sa.text("removed_at IS NULL")
NEWEST = """
    SELECT MAX(evidence.id) FROM evidence JOIN response ON response.id = evidence.response_id
    WHERE evidence.removed_at IS NULL GROUP BY response.bureau_id, evidence.sha256
"""
FILL = f"""
    INSERT INTO shelffile
        (bureau_id, sha256, size, kind, name, number, issued_on, valid_until, note, added_at, added_by_id)
    SELECT response.bureau_id, evidence.sha256, evidence.size, evidence.kind, evidence.name, '', evidence.issued_on,
        evidence.valid_until, '', evidence.added_at, evidence.added_by_id
    FROM evidence JOIN response ON response.id = evidence.response_id
    WHERE evidence.id IN ({NEWEST}) ORDER BY evidence.id
"""
TIE = """
    UPDATE evidence SET file_id = (
        SELECT shelffile.id FROM shelffile JOIN response ON response.bureau_id = shelffile.bureau_id
        WHERE response.id = evidence.response_id AND shelffile.sha256 = evidence.sha256
    ) WHERE removed_at IS NULL
"""


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    op.create_table(
        "shelffile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("name", text(120), nullable=False),
        sa.Column("number", text(60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", text(200), nullable=False),
        sa.Column("added_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["bureau_id"], ["bureau.id"], name=op.f("fk_shelffile_bureau_id_bureau")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_shelffile_added_by_id_person")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_shelffile_removed_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shelffile")),
    )
    op.create_index(op.f("ix_shelffile_bureau_id"), "shelffile", ["bureau_id"])
    op.create_index(op.f("ix_shelffile_sha256"), "shelffile", ["sha256"])
    op.create_index(
        "uq_shelffile_standing",
        "shelffile",
        ["bureau_id", "sha256"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    with op.batch_alter_table("evidence") as batch:
        batch.add_column(sa.Column("number", text(60), nullable=False, server_default=""))
    with op.batch_alter_table("evidence") as batch:  # one column at a time: of two, Alembic may not find an order
        batch.alter_column("number", server_default=None)
        batch.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_evidence_file_id_shelffile"), "shelffile", ["file_id"], ["id"])
    with op.batch_alter_table("evidence") as batch:
        batch.create_index(op.f("ix_evidence_file_id"), ["file_id"])
    op.execute(FILL)
    op.execute(TIE)


def downgrade() -> None:
    with op.batch_alter_table("evidence") as batch:
        batch.drop_index(op.f("ix_evidence_file_id"))
        batch.drop_constraint(op.f("fk_evidence_file_id_shelffile"), type_="foreignkey")
        batch.drop_column("file_id")
        batch.drop_column("number")
    op.drop_table("shelffile")
