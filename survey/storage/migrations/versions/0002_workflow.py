"""The workflow: more states and roles, verification, evidence, closings, the trail, durable work

Revision 0002, follows 0001.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import survey.storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATES = (
    "drafting",
    "signed_off",
    "submitted",
    "city_review",
    "provincial_review",
    "returned",
    "accepted",
    "reopened",
)
ROLES = ("clerk", "head", "city_reviewer", "provincial_reviewer", "administrator", "auditor")
SOURCES = ("typed", "carried", "workbook")
TRAIL_RULES = {
    "sqlite": [
        f"CREATE TRIGGER trailentry_no_{act} BEFORE {act} ON trailentry "
        "BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END"
        for act in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_trail_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trail is only added to'; END $$",
        "CREATE TRIGGER trailentry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON trailentry "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()",
    ],
}


def words(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    change_people()
    change_rounds()
    add_steps()
    add_reviews()
    add_evidence()
    add_records()


def change_people() -> None:
    with op.batch_alter_table("bureau") as batch:
        batch.add_column(sa.Column("mailbox", text(120), nullable=False, server_default=""))
    with op.batch_alter_table("bureau") as batch:
        batch.alter_column("mailbox", server_default=None)
    with op.batch_alter_table("person") as batch:
        batch.drop_constraint(op.f("ck_person_has_bureau"), type_="check")
        batch.drop_constraint(op.f("ck_person_role"), type_="check")
        batch.alter_column("role", existing_type=sa.VARCHAR(16), type_=sa.VARCHAR(24), existing_nullable=False)
        batch.add_column(sa.Column("post", text(60), nullable=False, server_default=""))
        batch.add_column(sa.Column("telephone", text(30), nullable=False, server_default=""))
        batch.add_column(sa.Column("password_set_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("totp_secret", text(64), nullable=True))
        batch.add_column(sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
    # Until now one kind of reviewer looked at everything below their bureau; the province's were those of a province.
    op.execute(
        "UPDATE person SET role = CASE WHEN (SELECT level FROM bureau WHERE bureau.id = person.bureau_id) = 'province' "
        "THEN 'provincial_reviewer' ELSE 'city_reviewer' END WHERE role = 'reviewer'"
    )
    op.execute("UPDATE person SET password_set_at = created_at WHERE password_hash IS NOT NULL")
    with op.batch_alter_table("person") as batch:
        for column in ("post", "telephone", "totp_step"):
            batch.alter_column(column, server_default=None)
        batch.alter_column("role", existing_type=sa.VARCHAR(24), type_=words(*ROLES, name="role"))
        batch.create_check_constraint("has_bureau", "role IN ('administrator', 'auditor') OR bureau_id IS NOT NULL")


def change_rounds() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("previous_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_round_previous_id_round"), "round", ["previous_id"], ["id"])
    with op.batch_alter_table("response") as batch:
        batch.drop_constraint(op.f("ck_response_submitted_has_time"), type_="check")
        batch.drop_constraint(op.f("ck_response_state"), type_="check")
        batch.alter_column("state", existing_type=sa.VARCHAR(16), type_=words(*STATES, name="state"))
        batch.add_column(sa.Column("verified_score", survey.storage.columns.Hundredths(), nullable=True))
        batch.add_column(sa.Column("verified_grade", text(16), nullable=True))
        batch.add_column(sa.Column("excused_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("excused_reason", text(500), nullable=False, server_default=""))
    with op.batch_alter_table("response") as batch:
        batch.alter_column("excused_reason", server_default=None)
        batch.create_check_constraint(
            "submitted_has_time", "submitted_at IS NOT NULL OR state IN ('drafting', 'signed_off')"
        )
        batch.create_check_constraint("excused_has_reason", "(excused_at IS NULL) = (excused_reason = '')")
    for table, states in (("edit", ("kept", "waiting", "settled")), ("storedanswer", ())):
        with op.batch_alter_table(table) as batch:
            if states:
                batch.drop_constraint(op.f("ck_edit_editstate"), type_="check")
                batch.alter_column("state", existing_type=sa.VARCHAR(16), type_=words(*states, name="editstate"))
            batch.add_column(
                sa.Column("source", words(*SOURCES, name="source"), nullable=False, server_default="typed")
            )
        with op.batch_alter_table(table) as batch:
            batch.alter_column("source", server_default=None)


def add_steps() -> None:
    op.create_table(
        "statechange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("action", text(16), nullable=False),
        sa.Column("from_state", words(*STATES, name="from_state"), nullable=False),
        sa.Column("to_state", words(*STATES, name="to_state"), nullable=False),
        sa.Column("reason", text(500), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statechange_person_id_person")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_statechange_response_id_response")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statechange")),
    )
    op.create_index(op.f("ix_statechange_response_id"), "statechange", ["response_id"])
    op.create_table(
        "closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("bureau_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=False),
        sa.Column("lifted_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["bureau_id"], ["bureau.id"], name=op.f("fk_closing_bureau_id_bureau")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_closing_closed_by_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_closing_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing")),
    )
    _add_standing("uq_closing_standing", "closing", ["round_id", "bureau_id"], "lifted_at IS NULL")


def _add_standing(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def add_reviews() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        sa.Column("stage", words(*STATES, name="stage"), nullable=False),
        sa.Column("decision", words("confirmed", "set_aside", "returned", name="decision"), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("content", survey.storage.columns.JSON, nullable=True),
        sa.Column("reason", text(500), nullable=False),
        sa.Column("mend_by", sa.Date(), nullable=True),
        sa.Column("made_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision <> 'returned' OR mend_by IS NOT NULL", name=op.f("ck_review_returned_has_date")),
        sa.CheckConstraint("decision = 'confirmed' OR reason <> ''", name=op.f("ck_review_has_reason")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_review_made_by_id_person")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_review_response_id_response")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    _add_standing("uq_review_standing", "review", ["response_id", "question_id"], "ended_at IS NULL")


def add_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", text(60), nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("name", text(120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("added_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_evidence_added_by_id_person")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_evidence_removed_by_id_person")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_evidence_response_id_response")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_place", "evidence", ["response_id", "question_id"])
    op.create_index(op.f("ix_evidence_sha256"), "evidence", ["sha256"])


def add_records() -> None:
    op.create_table(
        "trailentry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("login", text(60), nullable=False),
        sa.Column("address", text(60), nullable=False),
        sa.Column("act", text(40), nullable=False),
        sa.Column("subject", text(200), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("hash", text(64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_trailentry_person_id_person")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_trailentry")),
    )
    op.create_index(op.f("ix_trailentry_act"), "trailentry", ["act"])
    op.create_index(op.f("ix_trailentry_person_id"), "trailentry", ["person_id"])
    op.create_table(
        "trailhead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", text(64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_trailhead_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trailhead")),
    )
    op.execute("INSERT INTO trailhead (id, number, hash) VALUES (1, 0, '')")
    for rule in TRAIL_RULES[op.get_bind().dialect.name]:
        op.execute(rule)
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", text(24), nullable=False),
        sa.Column("key", text(160), nullable=False),
        sa.Column("payload", survey.storage.columns.JSON, nullable=False),
        sa.Column("state", words("owed", "leased", "done", "failed", "cancelled", name="jobstate"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.Column("error", text(500), nullable=False),
        sa.Column("created_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", survey.storage.columns.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index(op.f("ix_job_kind"), "job", ["kind"])


def downgrade() -> None:
    raise NotImplementedError("roles, decisions and evidence cannot be told in the first tables; restore the backup")
