"""from where on the limits of a target's chart are made anew, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def refer(column: str, to: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key to a row of the same organisation."""
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{to}.organisation_id", f"{to}.id"],
        name=op.f(f"fk_target_rebase_organisation_id_{column}_{to}"),
    )


def upgrade() -> None:
    op.create_table(
        "target_rebase",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("target_id", BIG, nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("added_by", BIG, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", BIG, nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_target_rebase_organisation_id_organisation")
        ),
        refer("target_id", "target"),
        refer("added_by", "person"),
        refer("removed_by", "person"),
        sa.CheckConstraint("(removed_by IS NULL) = (removed_at IS NULL)", name=op.f("ck_target_rebase_whole_removal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_rebase")),
    )
    op.create_index(
        "ix_target_rebase_organisation_id_target_id", "target_rebase", ["organisation_id", "target_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_target_rebase_organisation_id_target_id", table_name="target_rebase")
    op.drop_table("target_rebase")
