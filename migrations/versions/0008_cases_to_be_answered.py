"""cases that citizens want to be answered, how soon a service answers, and which drafts were deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reply_days", sa.Integer(), nullable=True))
    op.create_table(
        "followup_case",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("service_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("led", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", BIG, nullable=True),
        sa.CheckConstraint("kind IN ('person', 'question')", name=op.f("ck_followup_case_known_kind")),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_followup_case_known_state")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_followup_case_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "service_id"],
            ["service.organisation_id", "service.id"],
            name=op.f("fk_followup_case_organisation_id_service_id_service"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "unit_id"],
            ["unit.organisation_id", "unit.id"],
            name=op.f("fk_followup_case_organisation_id_unit_id_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "closed_by"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_followup_case_organisation_id_closed_by_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followup_case")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_followup_case_organisation_id_id")),
        sa.UniqueConstraint(
            "organisation_id", "submission_id", name=op.f("uq_followup_case_organisation_id_submission_id")
        ),
        sa.UniqueConstraint("organisation_id", "reference", name=op.f("uq_followup_case_organisation_id_reference")),
    )
    op.create_index(
        "ix_followup_case_organisation_id_state_opened_at",
        "followup_case",
        ["organisation_id", "state", "opened_at"],
    )
    op.create_table(
        "case_contact",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_contact_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "case_id"],
            ["followup_case.organisation_id", "followup_case.id"],
            name=op.f("fk_case_contact_organisation_id_case_id_followup_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_contact")),
        sa.UniqueConstraint("organisation_id", "case_id", name=op.f("uq_case_contact_organisation_id_case_id")),
    )
    op.create_index("ix_case_contact_forget_on", "case_contact", ["forget_on"])
    op.create_table(
        "deleted_draft",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_deleted_draft_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_deleted_draft")),
    )


def downgrade() -> None:
    op.drop_table("deleted_draft")
    op.drop_table("case_contact")
    op.drop_table("followup_case")
    with op.batch_alter_table("service", schema=None) as batch_op:
        batch_op.drop_column("reply_days")
