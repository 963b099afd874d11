"""Jobs: work to be done after the transaction that asked for it; notices, and where they are sent."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day, Flag, Json, Moment

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BEFORE = [
    "enterprise", "claim", "objection", "fund", "batch", "payment", "recovery", "adoption", "rating_list",
    "refusal", "decision", "row_match", "review_task", "recognition_list", "unit", "person", "delegation",
    "token", "pledge", "receipt_file",
]  # fmt: skip
BESIDE = ["job", "endpoint_secret"]


def upgrade():
    _jobs()
    _notices()
    _guard()


def _jobs():
    op.create_table(
        "job",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("once", Flag(), nullable=False),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", WHOLE, nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("handed_at", Moment(), nullable=True),
        sa.Column("done_count", WHOLE, nullable=True),
        sa.Column("total_count", WHOLE, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("result", Json(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'dead', 'dropped')", name=op.f("ck_job_state_known")
        ),
        sa.CheckConstraint(
            "(state = 'running') = (lease_until IS NOT NULL)", name=op.f("ck_job_lease_while_running")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    still_open = sa.text("once OR state IN ('waiting', 'running')")
    op.create_index(
        "uq_job_open_key",
        "job",
        ["key"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_index("ix_job_due", "job", ["state", "not_before"], unique=False)
    op.create_index("ix_job_about", "job", ["about"], unique=False)


def _notices():
    op.create_table(
        "endpoint",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("types", Json(), nullable=False),
        sa.Column("secret_sha256", sa.Text(), nullable=False),
        sa.Column("closed_on", Day(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_endpoint_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_endpoint_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint")),
        sqlite_strict=True,
    )
    in_use = sa.text("closed_on IS NULL")
    op.create_index(
        "uq_endpoint_url",
        "endpoint",
        ["unit", "url"],
        unique=True,
        sqlite_where=in_use,
        postgresql_where=in_use,
    )
    op.create_table(
        "endpoint_secret",
        sa.Column("endpoint_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["endpoint.id"],
            name=op.f("fk_endpoint_secret_endpoint_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("endpoint_id", name=op.f("pk_endpoint_secret")),
        sqlite_strict=True,
    )
    op.create_table(
        "notice",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("data", Json(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("unit", "number", name=op.f("pk_notice")),
        sa.UniqueConstraint("unit", "key", name=op.f("uq_notice_unit_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_notice_subject", "notice", ["subject"], unique=False)


def _guard():
    dialect = op.get_bind().dialect.name
    record = guards.sqlite_record if dialect == "sqlite" else guards.postgres_record
    _follow([*BEFORE, "endpoint"])
    _run(record("endpoint").values())
    if dialect == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON endpoint TO {guards.APP_ROLE}")
        op.execute(f"GRANT SELECT, INSERT ON notice TO {guards.APP_ROLE}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(BESIDE)} TO {guards.APP_ROLE}")
        op.execute(f"GRANT USAGE ON SEQUENCE job_id_seq TO {guards.APP_ROLE}")


def _follow(kinds):
    """Let the journal follow these kinds of records and no others."""
    dialect = op.get_bind().dialect.name
    on = "" if dialect == "sqlite" else " ON event"
    op.execute(f"DROP TRIGGER guard_event_insert{on}")
    events = guards.sqlite_events if dialect == "sqlite" else guards.postgres_events
    _run([events(kinds)["event_insert"]])


def _run(statements):
    for statement in statements:
        op.get_bind().exec_driver_sql(statement, execution_options={"no_parameters": True})


def downgrade():
    _follow(BEFORE)
    for table in ("notice", "endpoint_secret", "endpoint", "job"):
        op.drop_table(table)
