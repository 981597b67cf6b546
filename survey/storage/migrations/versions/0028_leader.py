"""Leaders: a role that reads what is accepted, for a bureau's place or for the whole installation

Revision 0028, follows 0027. There are none so far; going back, their accounts become those of auditors, deactivated:
what they did stays theirs, and no account gets more to read than it had.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BEFORE = ("clerk", "head", "city_reviewer", "provincial_reviewer", "administrator", "auditor")
ROLES = (*BEFORE, "leader")


def upgrade() -> None:
    change(ROLES)


def downgrade() -> None:
    op.execute("UPDATE person SET role = 'auditor', is_active = false WHERE role = 'leader'")
    change(BEFORE)


def change(after: tuple[str, ...]) -> None:
    """Let people have these roles, and those who work for no bureau be without one."""
    free = ", ".join(f"'{one}'" for one in after if one in ("administrator", "auditor", "leader"))
    with op.batch_alter_table("person") as batch:
        batch.drop_constraint(op.f("ck_person_has_bureau"), type_="check")
        batch.drop_constraint(op.f("ck_person_role"), type_="check")
        batch.alter_column("role", existing_type=sa.VARCHAR(24), type_=name_roles(after), existing_nullable=False)
        batch.create_check_constraint("has_bureau", f"role IN ({free}) OR bureau_id IS NOT NULL")


def name_roles(roles: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*roles, name="role", native_enum=False, create_constraint=True, length=24)
