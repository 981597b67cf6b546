"""What a bureau said to a reason to look at an answer, what its head said before signing, and a state of its own for
what is presented to the head.

Revision 0018, follows 0016. Nobody has said anything yet, and nothing is presented.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


STATES = (
    *("drafting", "signed_off", "submitted", "city_review"),
    *("provincial_review", "returned", "accepted", "reopened"),
)
PLACES = (("statechange", "from_state"), ("statechange", "to_state"), ("review", "stage"), ("reviewentry", "stage"))


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    op.create_table(
        "doubtword",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        sa.Column("kind", text(24), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("words", text(200), nullable=False),
        sa.Column("said_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_doubtword_response_id_response")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_doubtword_said_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubtword")),
    )
    op.create_index("ix_doubtword_place", "doubtword", ["response_id", "question_id"])
    add_remarks()
    set_states((*STATES, "presented"), "'drafting', 'presented', 'signed_off'")


def add_remarks() -> None:
    op.create_table(
        "headremark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("words", text(500), nullable=False),
        sa.Column("made_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_headremark_response_id_response")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_headremark_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headremark")),
    )
    stands = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_headremark_standing",
        "headremark",
        ["response_id", "question_id"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def set_states(states: tuple[str, ...], without_time: str) -> None:
    """Let the columns of states hold these, and a response be without a time of submission in those."""
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint(op.f("ck_response_submitted_has_time"), type_="check")
        batch.drop_constraint(op.f("ck_response_state"), type_="check")
        batch.alter_column("state", existing_type=sa.VARCHAR(24), type_=words("state", states))
    with op.batch_alter_table("response") as batch:
        batch.create_check_constraint("submitted_has_time", f"submitted_at IS NOT NULL OR state IN ({without_time})")
    for table, column in PLACES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            batch.alter_column(column, existing_type=sa.VARCHAR(24), type_=words(column, states))


def downgrade() -> None:
    op.execute(
        "UPDATE response SET state = CASE WHEN submitted_at IS NULL THEN 'drafting' ELSE 'returned' END "
        "WHERE state = 'presented'"
    )
    op.execute("DELETE FROM statechange WHERE to_state = 'presented' OR action IN ('call_back', 'send_back')")
    op.execute("UPDATE statechange SET from_state = 'drafting' WHERE from_state = 'presented'")
    set_states(STATES, "'drafting', 'signed_off'")
    op.drop_table("headremark")
    op.drop_table("doubtword")
