"""Authors of the draft of a notice, and clauses that somebody is asked to read

Revision 0021, follows 0020. So far administrators alone work on drafts.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
OPEN = sa.text("ended_at IS NULL")


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def at(name: str, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, survey.storage.columns.UtcDateTime(timezone=True), nullable=nullable)


def refer(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "draftauthor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        at("made_at"),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        at("ended_at", nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        refer("draftauthor", "draft_id", "noticedraft"),
        *(refer("draftauthor", column, "person") for column in ("person_id", "made_by_id", "ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draftauthor")),
    )
    op.create_index(op.f("ix_draftauthor_person_id"), "draftauthor", ["person_id"], unique=False)
    _let_one_stand("uq_draftauthor_standing", "draftauthor", ["draft_id", "person_id"])
    op.create_table(
        "clausereading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        at("asked_at"),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        at("read_at", nullable=True),
        sa.Column("version_read", sa.Integer(), nullable=True),
        sa.Column("remark", text(500), nullable=False),
        sa.Column("answer", text(500), nullable=False),
        at("ended_at", nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        refer("clausereading", "draft_id", "noticedraft"),
        refer("clausereading", "clause_id", "draftedclause"),
        *(refer("clausereading", column, "person") for column in ("reader_id", "asked_by_id", "ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clausereading")),
    )
    op.create_index(op.f("ix_clausereading_draft_id"), "clausereading", ["draft_id"], unique=False)
    op.create_index(op.f("ix_clausereading_reader_id"), "clausereading", ["reader_id"], unique=False)
    _let_one_stand("uq_clausereading_standing", "clausereading", ["clause_id", "reader_id"])


def _let_one_stand(name: str, table: str, columns: list[str]) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_table("clausereading")
    op.drop_table("draftauthor")
