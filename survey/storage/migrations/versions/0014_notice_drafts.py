"""Notice drafts: notices that were sent in, their clauses while they are decided on, and every act on them

Revision 0014, follows 0013.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "noticedraft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("made_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_noticedraft_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noticedraft")),
    )
    op.create_table(
        "draftedclause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["noticedraft.id"], name=op.f("fk_draftedclause_draft_id_noticedraft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draftedclause")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_draftedclause_draft_id_number")),
    )
    op.create_table(
        "draftedit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("act", sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("version_before", sa.Integer(), nullable=False),
        sa.Column("made_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clause_id"], ["draftedclause.id"], name=op.f("fk_draftedit_clause_id_draftedclause")),
        sa.ForeignKeyConstraint(["draft_id"], ["noticedraft.id"], name=op.f("fk_draftedit_draft_id_noticedraft")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_draftedit_made_by_id_person")),
        sa.ForeignKeyConstraint(["undoes_id"], ["draftedit.id"], name=op.f("fk_draftedit_undoes_id_draftedit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draftedit")),
    )
    for column in ("draft_id", "clause_id", "undoes_id"):
        op.create_index(op.f(f"ix_draftedit_{column}"), "draftedit", [column])


def downgrade() -> None:
    for column in ("undoes_id", "clause_id", "draft_id"):
        op.drop_index(op.f(f"ix_draftedit_{column}"), table_name="draftedit")
    for table in ("draftedit", "draftedclause", "noticedraft"):
        op.drop_table(table)
