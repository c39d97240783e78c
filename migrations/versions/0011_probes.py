"""what conversations ask further, and what they found to ask about."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("probing", sa.Boolean(), server_default=sa.true(), nullable=False))
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opinions", sa.LargeBinary(), nullable=True))
    op.create_table(
        "theme_probes",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_theme_probes_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_probes")),
        sa.UniqueConstraint("organisation_id", "theme", name=op.f("uq_theme_probes_organisation_id_theme")),
    )


def downgrade() -> None:
    op.drop_table("theme_probes")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("opinions")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("probing")
