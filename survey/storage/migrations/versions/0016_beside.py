"""Beside the answers: bonus claims of bureaus, the reviewers' entries, and the total of a stored outcome

Revision 0016, follows 0015. Nobody has claimed or entered anything yet, and no stored outcome has a total.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STATES = (
    *("drafting", "signed_off", "submitted", "city_review"),
    *("provincial_review", "returned", "accepted", "reopened"),
)
STANDS = sa.text("kind = 'grant' AND ended_at IS NULL")


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    op.create_table(
        "storedclaims",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_storedclaims_response_id_response")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_storedclaims_saved_by_id_person")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_storedclaims")),
    )
    op.create_table(
        "reviewentry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("kind", words("entrykind", "grant", "deduction", "veto"), nullable=False),
        sa.Column("item_id", text(60), nullable=False),
        sa.Column("points", text(40), nullable=True),
        sa.Column("reason", text(500), nullable=False),
        sa.Column("stage", words("stage", *STATES), nullable=False),
        sa.Column("made_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_reason", text(500), nullable=False),
        sa.CheckConstraint("(kind = 'grant') = (points IS NOT NULL)", name=op.f("ck_reviewentry_granted_has_points")),
        sa.CheckConstraint("kind = 'grant' OR reason <> ''", name=op.f("ck_reviewentry_has_reason")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_reviewentry_response_id_response")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_reviewentry_made_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_reviewentry_ended_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewentry")),
    )
    op.create_index(op.f("ix_reviewentry_response_id"), "reviewentry", ["response_id"])
    op.create_index(
        "uq_reviewentry_standing_grant",
        "reviewentry",
        ["response_id", "item_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    with op.batch_alter_table("storedoutcome") as batch:
        batch.add_column(sa.Column("total", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("storedoutcome") as batch:
        batch.drop_column("total")
    op.drop_table("reviewentry")
    op.drop_table("storedclaims")
