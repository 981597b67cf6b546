"""Published catalogues

Revision 0013, follows 0012. The catalogues that come with the product are not in it: they are its files.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publishedcatalogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("notice_number", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("published_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publishedcatalogue"),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name="fk_publishedcatalogue_published_by_id_person"
        ),
        sa.UniqueConstraint("document", "number", name="uq_publishedcatalogue_document_number"),
        sa.UniqueConstraint("document", "edition", name="uq_publishedcatalogue_document_edition"),
    )


def downgrade() -> None:
    op.drop_table("publishedcatalogue")
