"""what was said in conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAID = sa.text("said IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.Column("redacted", sa.Text(), nullable=True),
        sa.Column("meaning", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("who IN ('person', 'service')", name=op.f("ck_message_known_who")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_message_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "organisation_id",
            "submission_id",
            "turn",
            "who",
            name=op.f("uq_message_organisation_id_submission_id_turn_who"),
        ),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_said", ["id"], unique=False, postgresql_where=SAID, sqlite_where=SAID)


def downgrade() -> None:
    op.drop_table("message")
