"""Plans: what bureaus promise about their gaps, item by item, with all that was done to each

Revision 0027, follows 0026. There are none so far; going back, they are deleted with the ties of their files, which
stay on the shelves.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None
STATUSES = ("not_started", "under_way", "done", "checked", "cannot")
ACTS = ("add", "change", "set", "move", "note", "sign", "agree", "give-back", "check", "refuse", "end")
STANDING = sa.text("ended_at IS NULL")


def text(name: str, length: int, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=nullable)


def number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def at(name: str, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, survey.storage.columns.UtcDateTime(timezone=True), nullable=nullable)


def refer(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "plan",
        number("response_id"),
        at("made_at"),
        number("made_by_id"),
        at("signed_at", nullable=True),
        number("signed_by_id", nullable=True),
        at("agreed_at", nullable=True),
        number("agreed_by_id", nullable=True),
        refer("plan", "response_id", "response"),
        *(refer("plan", column, "person") for column in ("made_by_id", "signed_by_id", "agreed_by_id")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_plan")),
    )
    _make_items()
    op.create_table(
        "planentry",
        number("id"),
        number("item_id"),
        number("version"),
        sa.Column("act", words("planact", ACTS), nullable=False),
        sa.Column("said", survey.storage.columns.JSON, nullable=False),
        text("text", 1000),
        text("once", 32, nullable=True),
        at("made_at"),
        number("made_by_id"),
        refer("planentry", "item_id", "planitem"),
        refer("planentry", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planentry")),
        sa.UniqueConstraint("made_by_id", "once", name=op.f("uq_planentry_made_by_id_once")),
    )
    op.create_index(op.f("ix_planentry_item_id"), "planentry", ["item_id"], unique=False)


def _make_items() -> None:
    op.create_table(
        "planitem",
        number("id"),
        number("response_id"),
        text("question_id", 60, nullable=True),
        *(text("title", 60), text("measure", 500), text("office", 60), text("owner", 60)),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        text("resources", 200),
        sa.Column("status", words("planstatus", STATUSES), nullable=False),
        *(text("reason", 500), text("remark", 500)),
        *(number(one) for one in ("version", "promised", "signed", "agreed")),
        *(number(one, nullable=True) for one in ("set_by_id", "due_set_by_id")),
        sa.Column("content", survey.storage.columns.JSON, nullable=True),
        at("checked_at", nullable=True),
        number("checked_by_id", nullable=True),
        at("ended_at", nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_planitem_version")),
        sa.CheckConstraint("question_id IS NOT NULL OR title <> ''", name=op.f("ck_planitem_is_about_something")),
        sa.CheckConstraint("status <> 'cannot' OR reason <> ''", name=op.f("ck_planitem_cannot_has_reason")),
        sa.CheckConstraint(
            "(status = 'checked') = (checked_at IS NOT NULL)", name=op.f("ck_planitem_checked_has_time")
        ),
        refer("planitem", "response_id", "response"),
        *(refer("planitem", column, "person") for column in ("set_by_id", "due_set_by_id", "checked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planitem")),
    )
    op.create_index(op.f("ix_planitem_response_id"), "planitem", ["response_id"], unique=False)
    op.create_index(
        "uq_planitem_standing",
        "planitem",
        ["response_id", "question_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    op.drop_table("planentry")
    op.drop_table("planitem")
    op.drop_table("plan")
    op.execute(sa.text("DELETE FROM evidence WHERE question_id LIKE 'plan.%'"))
