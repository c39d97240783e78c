"""once a comment is analysed, only what was cleaned of personal data is kept.

The way back cannot bring back what people wrote, and refuses where any of it is gone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COMMENT = sa.table("comment", sa.column("text"), sa.column("state"))


def upgrade() -> None:
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.alter_column("text", existing_type=sa.LargeBinary(), nullable=True)
    op.execute(sa.update(COMMENT).where(COMMENT.c.state == "done").values(text=None))


def downgrade() -> None:
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(COMMENT).where(COMMENT.c.text.is_(None))):
        raise RuntimeError("comments as written were deleted after their analysis and cannot be brought back")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.alter_column("text", existing_type=sa.LargeBinary(), nullable=False)
