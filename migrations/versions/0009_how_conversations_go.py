"""how conversations go: what was understood of a message, without words; and what staff say that words mean."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("intent", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("confidence", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("filled", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("repaired", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.create_table(
        "understanding_example",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("survey_id", BIG, nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("asked_type", sa.String(length=20), nullable=False),
        sa.Column("asked_text", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("intent", sa.String(length=20), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_understanding_example_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "survey_id"],
            ["survey.organisation_id", "survey.id"],
            name=op.f("fk_understanding_example_organisation_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "made_by"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_understanding_example_organisation_id_made_by_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_understanding_example")),
        sa.UniqueConstraint(
            "organisation_id",
            "survey_id",
            "asked",
            "said_hash",
            name=op.f("uq_understanding_example_said"),
        ),
    )


def downgrade() -> None:
    op.drop_table("understanding_example")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("repaired")
        batch_op.drop_column("filled")
        batch_op.drop_column("confidence")
        batch_op.drop_column("intent")
