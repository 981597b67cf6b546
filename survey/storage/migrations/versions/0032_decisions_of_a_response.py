"""Decisions found by their response: those that were ended, too

Revision 0032, follows 0031. The index of what stands leaves out what was ended, so that the history of one response
was looked for among all decisions there are: 110 ms among a million on SQLite.
"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_review_response_id"), "review", ["response_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_review_response_id"), table_name="review")
