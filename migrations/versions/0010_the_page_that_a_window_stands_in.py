"""the page that a window stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submission") as batch_op:
        batch_op.add_column(sa.Column("page_url", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("page_title", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("submission") as batch_op:
        batch_op.drop_column("page_title")
        batch_op.drop_column("page_url")
