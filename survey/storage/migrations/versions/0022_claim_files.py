"""Files of bonus claims: they stand at the item, whose name among the questions is longer than theirs

Revision 0022, follows 0021. No claim has a file yet; going back, what claims have is deleted.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    with op.batch_alter_table("evidence") as batch:
        batch.alter_column("question_id", existing_type=text(60), type_=text(80), existing_nullable=False)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM evidence WHERE question_id LIKE 'bonus.%'"))
    with op.batch_alter_table("evidence") as batch:
        batch.alter_column("question_id", existing_type=text(80), type_=text(60), existing_nullable=False)
