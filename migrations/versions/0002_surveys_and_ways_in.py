"""proposals, quotas, invitations, contacts, resuming; more ways in.

A draft of before opens as it did: its seal says how it was made. What was counted of submissions is told apart by the
version of the survey that they answer. The way back refuses where submissions came by a way that the former tables do
not know.
"""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


BEFORE = {
    "collector": ("known_kind", "kind IN ('link', 'widget', 'demonstration')"),
    "submission": ("known_mode", "mode IN ('page', 'conversation')"),
}
SINCE = {
    "collector": ("known_kind", "kind IN ('link', 'widget', 'invitation', 'api', 'import', 'demonstration')"),
    "submission": ("known_mode", "mode IN ('page', 'conversation', 'api', 'import')"),
}

PLACE = ("organisation_id", "service_id", "unit_id", "collector_id", "language")
GIVEN = ("day", "pipeline", "subject", "value")


def table(name: str, *columns: str) -> sa.TableClause:
    """Return a table as this migration's statements see it."""
    return sa.table(name, *(sa.column(column) for column in columns))


TALLY = table("tally", *PLACE, "version", *GIVEN, "n")
SUBMISSION = table("submission", "id", *PLACE, "survey_version_id", "given_on", "mode")
ANSWER = table("answer", "submission_id", "question", "value")
COMMENT = table("comment", "submission_id", "question")
VERSION = table("survey_version", "id", "number")


def check_anew(batch_op: BatchOperations, table: str, checks: dict[str, tuple[str, str]]) -> None:
    """Put a check in the place of the one of its name."""
    name, condition = checks[table]
    batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    batch_op.create_check_constraint(name, condition)


def key_of_tallies_anew(columns: list[str]) -> None:
    """Give the counts another primary key."""
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("pk_tally"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_tally"), columns)


def count_by_version() -> None:
    """Move what is counted of submissions to the version that each answers; what no row accounts for stays at 0."""
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    key_of_tallies_anew([*PLACE, "version", *GIVEN])
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.alter_column("version", server_default=None)
    value = ANSWER.c.value
    if op.get_bind().dialect.name == "postgresql":
        text: sa.ColumnElement[str] = value.op("#>>")(sa.literal_column("'{}'"))
    else:
        text = sa.cast(sa.func.json_extract(value, sa.literal_column("'$'")), sa.Text)
    answers = sa.join(SUBMISSION, ANSWER, ANSWER.c.submission_id == SUBMISSION.c.id)
    question = sa.literal_column("'question:'").concat(ANSWER.c.question)
    count_anew(SUBMISSION, sa.literal_column("'submissions'"), [SUBMISSION.c.mode])
    count_anew(answers, question, [text, ANSWER.c.question])
    # What was written is counted from now on.
    comments = sa.join(SUBMISSION, COMMENT, COMMENT.c.submission_id == SUBMISSION.c.id)
    written = sa.literal_column("'comment:'").concat(COMMENT.c.question)
    count_anew(comments, written, [sa.func.min(sa.literal_column("'#'")), COMMENT.c.question], values=0)
    moved = TALLY.alias()
    same = [moved.c[name] == TALLY.c[name] for name in (*PLACE, *GIVEN)]
    times = sa.select(sa.func.sum(moved.c.n)).where(*same, moved.c.version > 0).scalar_subquery()
    subject = TALLY.c.subject
    counted = sa.and_(TALLY.c.version == 0, (subject == "submissions") | subject.startswith("question:"))
    op.execute(sa.update(TALLY).where(counted).values(n=TALLY.c.n - sa.func.coalesce(times, 0)))
    op.execute(sa.delete(TALLY).where(counted, TALLY.c.n == 0))


def count_anew(
    rows: sa.FromClause, subject: sa.ColumnElement[str], by: list[sa.ColumnElement[str]], *, values: int = 1
) -> None:
    """Count rows of submissions under the number of their version; the value is the first of ``by``.

    They are parted by the rest of it, and by the value where there is more than one (``values``).
    """
    here, no_pipeline = SUBMISSION.c, sa.literal_column("''")
    unit_id = sa.func.coalesce(here.unit_id, sa.literal_column("0"))
    place = (here.organisation_id, here.service_id, unit_id, here.collector_id, here.language, VERSION.c.number)
    found = (
        sa.select(*place, here.given_on, no_pipeline, subject, by[0], sa.func.count())
        .select_from(rows.join(VERSION, VERSION.c.id == here.survey_version_id))
        .group_by(*place, here.given_on, *by[1 - values :])
    )
    op.execute(sa.insert(TALLY).from_select([*PLACE, "version", *GIVEN, "n"], found))


def count_without_version() -> None:
    """Add the counts of all versions up; the former code knows neither the ways in nor how many wrote."""
    key = [TALLY.c[name] for name in (*PLACE, *GIVEN)]
    op.execute(sa.delete(TALLY).where((TALLY.c.subject == "way") | TALLY.c.subject.startswith("comment:")))
    summed = sa.select(*key, sa.literal_column("-1"), sa.func.sum(TALLY.c.n)).group_by(*key)
    op.execute(sa.insert(TALLY).from_select([*PLACE, *GIVEN, "version", "n"], summed))
    op.execute(sa.delete(TALLY).where(TALLY.c.version >= 0))
    key_of_tallies_anew([*PLACE, *GIVEN])
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.drop_column("version")


def upgrade() -> None:
    count_by_version()
    op.create_table(
        "unsubscribed",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_unsubscribed_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsubscribed")),
        sa.UniqueConstraint(
            "organisation_id", "address_hash", name=op.f("uq_unsubscribed_organisation_id_address_hash")
        ),
    )
    op.create_table(
        "proposal",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remark", sa.String(length=2000), nullable=False),
        sa.CheckConstraint("state IN ('working', 'asked', 'returned')", name=op.f("ck_proposal_known_state")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "asked_by"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_proposal_organisation_id_asked_by_person"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "changed_by"],
            ["person.organisation_id", "person.id"],
            name=op.f("fk_proposal_organisation_id_changed_by_person"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "survey_id"],
            ["survey.organisation_id", "survey.id"],
            name=op.f("fk_proposal_organisation_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_proposal_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("organisation_id", "survey_id", name=op.f("uq_proposal_organisation_id_survey_id")),
    )
    op.create_table(
        "quota_count",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quota", sa.String(length=40), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "survey_id"],
            ["survey.organisation_id", "survey.id"],
            name=op.f("fk_quota_count_organisation_id_survey_id_survey"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_quota_count_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_count")),
        sa.UniqueConstraint(
            "organisation_id", "survey_id", "quota", name=op.f("uq_quota_count_organisation_id_survey_id_quota")
        ),
    )
    op.create_table(
        "invitation",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("collector_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("remind", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'answered', 'failed', 'unsubscribed')", name=op.f("ck_invitation_known_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "collector_id"],
            ["collector.organisation_id", "collector.id"],
            name=op.f("fk_invitation_organisation_id_collector_id_collector"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "organisation_id",
            "collector_id",
            "address_hash",
            name=op.f("uq_invitation_organisation_id_collector_id_address_hash"),
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_invitation_organisation_id_state_not_before", ["organisation_id", "state", "not_before"], unique=False
        )

    op.create_table(
        "volume",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("collector_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("offered", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("offered >= 0", name=op.f("ck_volume_not_negative")),
        sa.CheckConstraint("since <= until", name=op.f("ck_volume_in_order")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "collector_id"],
            ["collector.organisation_id", "collector.id"],
            name=op.f("fk_volume_organisation_id_collector_id_collector"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_volume_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume")),
        sa.UniqueConstraint(
            "organisation_id", "collector_id", "since", name=op.f("uq_volume_organisation_id_collector_id_since")
        ),
    )
    op.create_table(
        "contact",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "submission_id"],
            ["submission.organisation_id", "submission.id"],
            name=op.f("fk_contact_organisation_id_submission_id_submission"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint(
            "organisation_id",
            "submission_id",
            "question",
            name=op.f("uq_contact_organisation_id_submission_id_question"),
        ),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_forget_on", ["forget_on"], unique=False)

    op.create_table(
        "resume_mail",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_resume_mail_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["draft.submission_id"],
            name=op.f("fk_resume_mail_submission_id_draft"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume_mail")),
        sa.UniqueConstraint("organisation_id", "id", name=op.f("uq_resume_mail_organisation_id_id")),
    )
    with op.batch_alter_table("collector", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("secret_hash", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_collector_secret_hash"), ["secret_hash"])
        check_anew(batch_op, "collector", SINCE)

    with op.batch_alter_table("collector") as batch_op:
        batch_op.alter_column("name", server_default=None)

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("preview_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("reached", sa.String(length=64), nullable=True))
        batch_op.alter_column("content", new_column_name="sealed")
        batch_op.alter_column("collector_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.alter_column("survey_version_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_draft_code_hash"), ["code_hash"])
        batch_op.create_foreign_key(
            batch_op.f("fk_draft_organisation_id_preview_of_survey"),
            "survey",
            ["organisation_id", "preview_of"],
            ["organisation_id", "id"],
        )
        batch_op.create_check_constraint(
            "of_a_version_or_a_preview",
            "preview_of IS NOT NULL OR (collector_id IS NOT NULL AND survey_version_id IS NOT NULL)",
        )

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seed", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("over_quota", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("body_hash", sa.String(length=64), nullable=True))
        check_anew(batch_op, "submission", SINCE)

    with op.batch_alter_table("survey_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("published_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_survey_version_organisation_id_asked_by_person"),
            "person",
            ["organisation_id", "asked_by"],
            ["organisation_id", "id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_survey_version_organisation_id_published_by_person"),
            "person",
            ["organisation_id", "published_by"],
            ["organisation_id", "id"],
        )


def downgrade() -> None:
    count_without_version()
    with op.batch_alter_table("survey_version", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_survey_version_organisation_id_published_by_person"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_survey_version_organisation_id_asked_by_person"), type_="foreignkey")
        batch_op.drop_column("asked_by")
        batch_op.drop_column("published_by")

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("body_hash")
        batch_op.drop_column("over_quota")
        batch_op.drop_column("seed")
        check_anew(batch_op, "submission", BEFORE)

    # The former code cannot open them, nor has it previews.
    op.drop_table("resume_mail")
    op.execute("DELETE FROM draft")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_draft_of_a_version_or_a_preview"), type_="check")
        batch_op.alter_column("sealed", new_column_name="content")
        batch_op.drop_constraint(batch_op.f("fk_draft_organisation_id_preview_of_survey"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_draft_code_hash"), type_="unique")
        batch_op.alter_column("survey_version_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.alter_column("collector_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("reached")
        batch_op.drop_column("preview_of")
        batch_op.drop_column("code_hash")

    with op.batch_alter_table("collector", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_collector_secret_hash"), type_="unique")
        batch_op.drop_column("secret_hash")
        batch_op.drop_column("name")
        check_anew(batch_op, "collector", BEFORE)

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_forget_on")

    op.drop_table("contact")
    op.drop_table("volume")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_invitation_organisation_id_state_not_before")

    op.drop_table("invitation")
    op.drop_table("quota_count")
    op.drop_table("proposal")
    op.drop_table("unsubscribed")
