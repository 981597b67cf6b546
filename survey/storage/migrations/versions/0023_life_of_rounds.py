"""How a bureau is out of a round, and until when it has its own time; rounds that are withdrawn or archived, and titles
that no two of the others share.

Revision 0023, follows 0022. Whoever was out of a round until now was excused. Of rounds with the same title the later
ones get their short name behind it. Going back, whoever is out is excused, and days of one's own are lost.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ABSENCES = ("excused", "unsubmitted", "taken_out", "withdrawn")
LONGEST = 80


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def moment(name: str) -> sa.Column[object]:
    return sa.Column(name, survey.storage.columns.UtcDateTime(timezone=True), nullable=True)


def upgrade() -> None:
    kinds = sa.Enum(*ABSENCES, name="absence", native_enum=False, create_constraint=True, length=24)
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint(op.f("ck_response_excused_has_reason"), type_="check")
        batch.alter_column("excused_at", new_column_name="absent_at")
        batch.alter_column("excused_reason", new_column_name="absent_reason")
        batch.add_column(sa.Column("absence", kinds, nullable=True))
        batch.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("due_reason", text(500), nullable=False, server_default=""))
    op.execute("UPDATE response SET absence = 'excused' WHERE absent_at IS NOT NULL")
    with op.batch_alter_table("response") as batch:
        batch.alter_column("due_reason", server_default=None)
        batch.create_check_constraint("absent_has_reason", "(absent_at IS NULL) = (absent_reason = '')")
        batch.create_check_constraint("absent_has_kind", "(absent_at IS NULL) = (absence IS NULL)")
        batch.create_check_constraint("due_has_reason", "(due_on IS NULL) = (due_reason = '')")
    with op.batch_alter_table("round") as batch:
        batch.add_column(moment("withdrawn_at"))
        batch.add_column(sa.Column("withdrawn_reason", text(500), nullable=False, server_default=""))
        batch.add_column(moment("archived_at"))
    part_titles()
    with op.batch_alter_table("round") as batch:
        batch.alter_column("withdrawn_reason", server_default=None)
        batch.create_check_constraint("withdrawn_has_reason", "(withdrawn_at IS NULL) = (withdrawn_reason = '')")
    where = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_round_title_standing", "round", ["title"], unique=True, sqlite_where=where, postgresql_where=where
    )


def part_titles() -> None:
    """Give each round a title of its own: short names are, so that what ends in one stands once."""
    connection = op.get_bind()
    rounds = connection.execute(sa.text("SELECT id, slug, title FROM round ORDER BY id")).all()
    taken: set[str] = set()
    for id, slug, title in rounds:
        end = f"（{slug}）"
        own = title if title not in taken else title[: LONGEST - len(end)] + end
        if own != title:
            connection.execute(sa.text("UPDATE round SET title = :title WHERE id = :id"), {"title": own, "id": id})
        taken.add(own)


def downgrade() -> None:
    op.drop_index("uq_round_title_standing", "round")
    with op.batch_alter_table("round") as batch:
        batch.drop_constraint(op.f("ck_round_withdrawn_has_reason"), type_="check")
        for column in ("archived_at", "withdrawn_reason", "withdrawn_at"):
            batch.drop_column(column)
    with op.batch_alter_table("response") as batch:
        for name in ("absent_has_reason", "absent_has_kind", "due_has_reason", "absence"):
            batch.drop_constraint(op.f(f"ck_response_{name}"), type_="check")
        for column in ("absence", "due_on", "due_reason"):
            batch.drop_column(column)
        batch.alter_column("absent_at", new_column_name="excused_at")
        batch.alter_column("absent_reason", new_column_name="excused_reason")
    with op.batch_alter_table("response") as batch:
        batch.create_check_constraint("excused_has_reason", "(excused_at IS NULL) = (excused_reason = '')")
