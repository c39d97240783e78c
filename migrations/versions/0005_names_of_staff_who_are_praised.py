"""names of staff who are praised, where an organisation chooses to keep them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("names_praised", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "praise",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("names", sa.LargeBinary(), nullable=True),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_on_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_praise_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "comment_id"],
            ["comment.organisation_id", "comment.id"],
            name=op.f("fk_praise_organisation_id_comment_id_comment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "service_id"],
            ["service.organisation_id", "service.id"],
            name=op.f("fk_praise_organisation_id_service_id_service"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "unit_id"],
            ["unit.organisation_id", "unit.id"],
            name=op.f("fk_praise_organisation_id_unit_id_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "passed_on_by"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_praise_organisation_id_passed_on_by_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_praise")),
        sa.UniqueConstraint("organisation_id", "comment_id", name=op.f("uq_praise_organisation_id_comment_id")),
    )
    op.create_index("ix_praise_organisation_id_given_on_id", "praise", ["organisation_id", "given_on", "id"])
    op.create_index("ix_praise_forget_on", "praise", ["forget_on"])


def downgrade() -> None:
    op.drop_table("praise")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("names_praised")
