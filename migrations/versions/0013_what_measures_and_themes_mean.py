"""what the names of measures and the themes mean, as vectors of a model; what a link was suggested by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "measure_vector",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("measure_id", BIG, nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_measure_vector_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "measure_id"],
            ["measure.organisation_id", "measure.id"],
            name=op.f("fk_measure_vector_organisation_id_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "measure_id", name=op.f("pk_measure_vector")),
    )
    op.create_table(
        "theme_vector",
        sa.Column("theme", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("theme", name=op.f("pk_theme_vector")),
    )
    with op.batch_alter_table("target_theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("target_theme", schema=None) as batch_op:
        batch_op.alter_column("why", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("target_theme", schema=None) as batch_op:
        batch_op.drop_column("why")
    op.drop_table("theme_vector")
    op.drop_table("measure_vector")
