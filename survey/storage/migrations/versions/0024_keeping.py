"""Who keeps the bureaus and people of a city; bureaus that take part no more; reviewers from outside; messages

Revision 0024, follows 0023. Nobody keeps a city, none is ended, nobody named and nobody told anything yet.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def moment(name: str) -> sa.Column[object]:
    return sa.Column(name, survey.storage.columns.UtcDateTime(timezone=True), nullable=False)


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("keeps_city", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("person") as batch:
        batch.alter_column("keeps_city", server_default=None)
    op.create_table(
        "endedbureau",
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        moment("ended_at"),
        sa.Column("ended_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", text(500), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        points_at("endedbureau", "bureau_id", "bureau"),
        points_at("endedbureau", "ended_by_id", "person"),
        points_at("endedbureau", "into_id", "bureau"),
        sa.PrimaryKeyConstraint("bureau_id", name=op.f("pk_endedbureau")),
    )
    op.create_table(
        "namedreviewer",
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        moment("named_at"),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        points_at("namedreviewer", "bureau_id", "bureau"),
        points_at("namedreviewer", "person_id", "person"),
        points_at("namedreviewer", "named_by_id", "person"),
        sa.PrimaryKeyConstraint("bureau_id", name=op.f("pk_namedreviewer")),
    )
    op.create_index(op.f("ix_namedreviewer_person_id"), "namedreviewer", ["person_id"])
    add_messages()


def add_messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", text(80), nullable=False),
        sa.Column("text", text(2000), nullable=False),
        sa.Column("once", text(32), nullable=False),
        moment("made_at"),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        points_at("message", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("made_by_id", "once", name=op.f("uq_message_made_by_id_once")),
    )
    op.create_table(
        "messagefile",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("name", text(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        points_at("messagefile", "message_id", "message"),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_messagefile")),
    )
    op.create_table(
        "messageto",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        points_at("messageto", "message_id", "message"),
        points_at("messageto", "bureau_id", "bureau"),
        sa.PrimaryKeyConstraint("message_id", "bureau_id", name=op.f("pk_messageto")),
    )
    op.create_index(op.f("ix_messageto_bureau_id"), "messageto", ["bureau_id"])
    op.create_table(
        "messagereading",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        moment("at"),
        points_at("messagereading", "message_id", "message"),
        points_at("messagereading", "person_id", "person"),
        points_at("messagereading", "bureau_id", "bureau"),
        sa.PrimaryKeyConstraint("message_id", "person_id", name=op.f("pk_messagereading")),
    )


def downgrade() -> None:
    for table in ("messagereading", "messageto", "messagefile", "message"):
        op.drop_table(table)
    op.drop_table("namedreviewer")
    op.drop_table("endedbureau")
    with op.batch_alter_table("person") as batch:
        batch.drop_column("keeps_city")
