"""Between people: assignments, offices that were asked, and notes about questions with how far each is read

Revision 0019, follows 0016. Nobody was given, asked or said anything yet.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STANDS = sa.text("ended_at IS NULL")


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, survey.storage.columns.UtcDateTime(timezone=True), nullable=nullable)


def circle() -> sa.Column[str]:
    words = sa.Enum("bureau", "review", name="circle", native_enum=False, create_constraint=True, length=24)
    return sa.Column("circle", words, nullable=False)


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        moment("made_at"),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        moment("ended_at", nullable=True),
        points_at("assignment", "response_id", "response"),
        points_at("assignment", "person_id", "person"),
        points_at("assignment", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_person_id"), "assignment", ["person_id"])
    op.create_index(
        "uq_assignment_standing",
        "assignment",
        ["response_id", "question_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_table(
        "officerequest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("office", text(80), nullable=False),
        sa.Column("contact", text(80), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        moment("made_at"),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        moment("ended_at", nullable=True),
        points_at("officerequest", "response_id", "response"),
        points_at("officerequest", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officerequest")),
    )
    op.create_index(op.f("ix_officerequest_response_id"), "officerequest", ["response_id"])
    op.create_table(
        "officequestion",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        moment("back_at", nullable=True),
        sa.Column("back_by_id", sa.Integer(), nullable=True),
        points_at("officequestion", "request_id", "officerequest"),
        points_at("officequestion", "back_by_id", "person"),
        sa.PrimaryKeyConstraint("request_id", "question_id", name=op.f("pk_officequestion")),
    )
    add_notes()


def add_notes() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        circle(),
        sa.Column("text", text(4000), nullable=False),
        sa.Column("once", text(32), nullable=False),
        moment("made_at"),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        points_at("note", "response_id", "response"),
        points_at("note", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("made_by_id", "once", name=op.f("uq_note_made_by_id_once")),
    )
    op.create_index("ix_note_place", "note", ["response_id", "question_id"])
    op.create_table(
        "notesread",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        circle(),
        sa.Column("last_id", sa.Integer(), nullable=False),
        points_at("notesread", "person_id", "person"),
        points_at("notesread", "response_id", "response"),
        sa.PrimaryKeyConstraint("person_id", "response_id", "question_id", "circle", name=op.f("pk_notesread")),
    )


def downgrade() -> None:
    for table in ("notesread", "note", "officequestion", "officerequest", "assignment"):
        op.drop_table(table)
