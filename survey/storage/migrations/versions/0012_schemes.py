"""Schemes: the scheme and the assessment year of a round

Revision 0012, follows 0011. Rounds that there are have the default scheme, and the year that follows from their date.
"""

import sqlalchemy as sa
from alembic import op

from questionnaires.calendar import default_year

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROUNDS = sa.table("round", sa.column("id", sa.Integer), sa.column("as_of", sa.Date), sa.column("year", sa.Integer))


def upgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("year", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("scheme", sa.Text(), nullable=True))
    connection = op.get_bind()
    for id, as_of in connection.execute(sa.select(ROUNDS.c.id, ROUNDS.c.as_of)).all():
        connection.execute(sa.update(ROUNDS).where(ROUNDS.c.id == id).values(year=default_year(as_of)))
    with op.batch_alter_table("round") as batch:
        batch.alter_column("year", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.drop_column("scheme")
        batch.drop_column("year")
