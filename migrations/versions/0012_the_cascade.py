"""the cascade: aspirations, agreements with their objectives, technical notes, units' targets, observations.

Rows of before keep what they say: their keys are made of their numbers, an agreement's title is its aim, and the
themes of a target are links that somebody confirmed. The way back refuses where rows say what the former tables
cannot, and loses aspirations, objectives, notes, observations and all that is new of a target.
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EMPTY = "{}"


def organisation(table: str) -> list[sa.Column | sa.ForeignKeyConstraint]:
    """Return the column of the tenant, and its foreign key."""
    return [
        sa.Column("organisation_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id_organisation")
        ),
    ]


def refer(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key of a new table to a row of the same organisation."""
    return sa.ForeignKeyConstraint(
        ["organisation_id", column],
        [f"{to}.organisation_id", f"{to}.id"],
        name=op.f(f"fk_{table}_organisation_id_{column}_{to}"),
    )


def refer_from(batch_op: BatchOperations, table: str, column: str, to: str) -> None:
    """Add a foreign key to a row of the same organisation."""
    batch_op.create_foreign_key(
        batch_op.f(f"fk_{table}_organisation_id_{column}_{to}"),
        to,
        ["organisation_id", column],
        ["organisation_id", "id"],
    )


def upgrade() -> None:
    op.create_table(
        "aspiration",
        *organisation("aspiration"),
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aspiration")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_aspiration_organisation_id_id")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_aspiration_organisation_id_key")),
    )
    upgrade_agreements()
    upgrade_measures()
    upgrade_targets()
    upgrade_links()
    create_observations()


def upgrade_agreements() -> None:
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("title", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("responsible", sa.JSON(), nullable=False, server_default=EMPTY))
        for column in ("aspiration_id", "parent_id"):
            batch_op.add_column(sa.Column(column, BIG, nullable=True))
        for column in ("starts_on", "ends_on"):
            batch_op.add_column(sa.Column(column, sa.Date(), nullable=True))
        batch_op.alter_column("service_id", existing_type=BIG, nullable=True)
    op.execute("UPDATE agreement SET key = 'agreement-' || id, title = aim")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column("title", existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column("responsible", existing_type=sa.JSON(), server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_agreement_organisation_id_key"), ["organisation_id", "key"])
        batch_op.create_check_constraint("only_sda_delivers", "kind = 'sda' OR parent_id IS NULL")
        refer_from(batch_op, "agreement", "aspiration_id", "aspiration")
        refer_from(batch_op, "agreement", "parent_id", "agreement")
    op.create_table(
        "objective",
        *organisation("objective"),
        sa.Column("agreement_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        refer("objective", "agreement_id", "agreement"),
        sa.PrimaryKeyConstraint("agreement_id", "number", name=op.f("pk_objective")),
    )


def upgrade_measures() -> None:
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("cadence", sa.String(length=7), nullable=False, server_default="month"))
        batch_op.add_column(sa.Column("source", sa.String(length=8), nullable=False, server_default="figures"))
        batch_op.add_column(sa.Column("formula", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("parameters", sa.JSON(), nullable=False, server_default=EMPTY))
        batch_op.alter_column("better", existing_type=sa.String(length=6), type_=sa.String(length=7))
        batch_op.drop_constraint(op.f("ck_measure_known_direction"), type_="check")
        batch_op.create_check_constraint("known_direction", "better IN ('higher', 'lower', 'neutral')")
    op.execute("UPDATE measure SET key = 'measure-' || id")
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=64), nullable=False)
        for column in ("cadence", "source", "parameters"):
            batch_op.alter_column(column, server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_measure_organisation_id_key"), ["organisation_id", "key"])
        batch_op.create_check_constraint("known_cadence", "cadence IN ('month', 'quarter')")
        batch_op.create_check_constraint(
            "known_source",
            "source = 'figures' AND formula IS NULL OR source = 'feedback' AND formula IS NOT NULL",
        )
    op.create_table(
        "technical_note",
        *organisation("technical_note"),
        sa.Column("measure_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("source", "numerator", "denominator", "exclusions", "reason")
        ),
        sa.Column("minimum_n", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        refer("technical_note", "measure_id", "measure"),
        sa.PrimaryKeyConstraint("organisation_id", "measure_id", "version", name=op.f("pk_technical_note")),
    )


def upgrade_targets() -> None:
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=64), nullable=True))
        for column in ("unit_id", "parent_id"):
            batch_op.add_column(sa.Column(column, BIG, nullable=True))
        for column in ("owner_since", "baseline_on"):
            batch_op.add_column(sa.Column(column, sa.Date(), nullable=True))
        for column in ("stretch", "baseline"):
            batch_op.add_column(sa.Column(column, sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("milestones", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("value_for_money", sa.Boolean(), nullable=False, server_default=sa.false()))
        for column in ("set_by", "delivered_by", "reviewed_by"):
            batch_op.add_column(sa.Column(column, sa.JSON(), nullable=False, server_default=EMPTY))
        batch_op.alter_column("agreement_id", existing_type=BIG, nullable=True)
    op.execute("UPDATE target SET key = 'target-' || id")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=64), nullable=False)
        for column in ("milestones", "value_for_money", "set_by", "delivered_by", "reviewed_by"):
            batch_op.alter_column(column, server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_target_organisation_id_key"), ["organisation_id", "key"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_target_organisation_id_parent_id_unit_id"), ["organisation_id", "parent_id", "unit_id"]
        )
        batch_op.create_check_constraint("unit_of_a_target", "(unit_id IS NULL) = (parent_id IS NULL)")
        batch_op.create_check_constraint("whole_baseline", "(baseline IS NULL) = (baseline_on IS NULL)")
        refer_from(batch_op, "target", "parent_id", "target")
        refer_from(batch_op, "target", "unit_id", "unit")
        batch_op.create_index("ix_target_organisation_id_owner_id", ["organisation_id", "owner_id"], unique=False)
    op.create_table(
        "former_owner",
        *organisation("former_owner"),
        sa.Column("id", BIG, nullable=False),
        sa.Column("target_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        refer("former_owner", "target_id", "target"),
        refer("former_owner", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_owner")),
    )
    op.create_index(
        "ix_former_owner_organisation_id_target_id", "former_owner", ["organisation_id", "target_id"], unique=False
    )


def upgrade_links() -> None:
    with op.batch_alter_table("target_theme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("state", sa.String(length=9), nullable=False, server_default="confirmed"))
        batch_op.add_column(sa.Column("weight", sa.Double(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("changed_by", BIG, nullable=True))
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("target_theme", schema=None) as batch_op:
        for column in ("version", "state", "weight"):
            batch_op.alter_column(column, server_default=None)
        batch_op.drop_constraint(batch_op.f("pk_target_theme"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_target_theme"), ["target_id", "theme", "version"])
        batch_op.create_check_constraint("known_state", "state IN ('suggested', 'confirmed', 'rejected')")
        refer_from(batch_op, "target_theme", "changed_by", "person")


def create_observations() -> None:
    op.create_table(
        "observation",
        *organisation("observation"),
        sa.Column("id", BIG, nullable=False),
        sa.Column("measure_id", BIG, nullable=False),
        sa.Column("unit_id", BIG, nullable=False),
        sa.Column("period_on", sa.Date(), nullable=False),
        sa.Column("cadence", sa.String(length=7), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("numerator", "denominator", "value", "low", "high")),
        sa.Column("shown", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("pipeline", sa.String(length=64), nullable=False),
        sa.Column("note_version", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        refer("observation", "measure_id", "measure"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "measure_id", "note_version"],
            ["technical_note.organisation_id", "technical_note.measure_id", "technical_note.version"],
            name="fk_observation_technical_note",
        ),
        sa.CheckConstraint("cadence IN ('month', 'quarter')", name=op.f("ck_observation_known_cadence")),
        sa.CheckConstraint("source IN ('feedback', 'upload', 'api')", name=op.f("ck_observation_known_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint(
            "organisation_id", "measure_id", "unit_id", "period_on", "revision", name="uq_observation_revision"
        ),
    )


def refuse_what_is_lost() -> None:
    """Refuse the way back where rows say what the former tables cannot."""
    new = {
        "agreements of the whole organisation": "SELECT count(*) FROM agreement WHERE service_id IS NULL",
        "measures of which neither side is better": "SELECT count(*) FROM measure WHERE better = 'neutral'",
        "targets that flow from no agreement": "SELECT count(*) FROM target WHERE agreement_id IS NULL",
        "targets of units": "SELECT count(*) FROM target WHERE unit_id IS NOT NULL",
    }
    for what, query in new.items():
        if op.get_bind().scalar(sa.text(query)):
            raise RuntimeError(f"there are {what}, which the former tables cannot hold")


def downgrade() -> None:
    refuse_what_is_lost()
    op.drop_table("observation")
    downgrade_links()
    op.drop_table("former_owner")
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.drop_index("ix_target_organisation_id_owner_id")
        for name in ("parent_id_target", "unit_id_unit"):
            batch_op.drop_constraint(batch_op.f(f"fk_target_organisation_id_{name}"), type_="foreignkey")
        for name in ("unit_of_a_target", "whole_baseline"):
            batch_op.drop_constraint(op.f(f"ck_target_{name}"), type_="check")
        for name in ("key", "parent_id_unit_id"):
            batch_op.drop_constraint(batch_op.f(f"uq_target_organisation_id_{name}"), type_="unique")
        batch_op.alter_column("agreement_id", existing_type=BIG, nullable=False)
        for column in ("key", "unit_id", "parent_id", "owner_since", "baseline_on", "stretch", "baseline"):
            batch_op.drop_column(column)
        for column in ("milestones", "value_for_money", "set_by", "delivered_by", "reviewed_by"):
            batch_op.drop_column(column)
    op.drop_table("technical_note")
    with op.batch_alter_table("measure", schema=None) as batch_op:
        for name in ("known_source", "known_cadence", "known_direction"):
            batch_op.drop_constraint(op.f(f"ck_measure_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_measure_organisation_id_key"), type_="unique")
        batch_op.alter_column("better", existing_type=sa.String(length=7), type_=sa.String(length=6))
        batch_op.create_check_constraint("known_direction", "better IN ('higher', 'lower')")
        for column in ("key", "cadence", "source", "formula", "parameters"):
            batch_op.drop_column(column)
    op.drop_table("objective")
    downgrade_agreements()
    op.drop_table("aspiration")


def downgrade_links() -> None:
    # A link that is not confirmed in its newest version was none; of those that are, one row is left.
    op.execute(
        "DELETE FROM target_theme WHERE state <> 'confirmed' OR version < ("
        "SELECT max(newer.version) FROM target_theme AS newer"
        " WHERE newer.target_id = target_theme.target_id AND newer.theme = target_theme.theme)"
    )
    with op.batch_alter_table("target_theme", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_target_theme_organisation_id_changed_by_person"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_target_theme_known_state"), type_="check")
        batch_op.drop_constraint(batch_op.f("pk_target_theme"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_target_theme"), ["target_id", "theme"])
        for column in ("version", "state", "weight", "changed_by", "changed_at"):
            batch_op.drop_column(column)


def downgrade_agreements() -> None:
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        for name in ("aspiration_id_aspiration", "parent_id_agreement"):
            batch_op.drop_constraint(batch_op.f(f"fk_agreement_organisation_id_{name}"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_agreement_only_sda_delivers"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_agreement_organisation_id_key"), type_="unique")
        batch_op.alter_column("service_id", existing_type=BIG, nullable=False)
        for column in ("key", "aspiration_id", "parent_id", "title", "responsible", "starts_on", "ends_on"):
            batch_op.drop_column(column)
