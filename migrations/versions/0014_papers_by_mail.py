"""papers that staff want mailed to themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "paper_mail",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_mail_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_paper_mail_organisation_id_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_mail")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_paper_mail_organisation_id_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_paper_mail_reference")),
    )


def downgrade() -> None:
    op.drop_table("paper_mail")
