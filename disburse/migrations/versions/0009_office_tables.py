"""The office's own tables, and the data that is handed over."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day, Json

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = [
    "enterprise", "claim", "objection", "fund", "batch", "payment", "recovery", "adoption", "rating_list",
    "refusal", "decision", "row_match", "review_task", "recognition_list", "unit", "person", "delegation",
    "token", "pledge", "receipt_file", "endpoint", "freeze_order", "signing_key",
    "attachment",
]  # fmt: skip
NEW = ["city_table", "budget_table", "hand_over"]


def upgrade():
    series = sa.Column("series", sa.Text(), nullable=False)
    known = sa.CheckConstraint("series IN ('calendar', 'lpr')", name=op.f("ck_city_table_series_known"))
    _table("city_table", series, known)
    op.create_index("ix_city_table_series", "city_table", ["series", "year", "state"], unique=False)
    _table("budget_table")
    op.create_index("ix_budget_table_year", "budget_table", ["year", "state"], unique=False)
    _hand_over()
    _guard()


def _table(name, *more):
    op.create_table(
        name,
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *more,
        sa.Column("year", WHOLE, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("published_on", Day(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        *_audited(name),
        sqlite_strict=True,
    )


def _hand_over():
    op.create_table(
        "hand_over",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("audience", "collection", "form", "asker", "asker_role", "asker_unit")
        ),
        sa.Column("chosen", Json(), nullable=False),
        sa.Column("row_count", WHOLE, nullable=True),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("forgotten_on", Day(), nullable=True),
        *_audited("hand_over"),
        sa.CheckConstraint("form IN ('xlsx', 'csv', 'jsonl')", name=op.f("ck_hand_over_form_known")),
        sa.CheckConstraint(
            "(row_count IS NULL) = (file_sha256 IS NULL)", name=op.f("ck_hand_over_written_or_not")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_hand_over_asker", "hand_over", ["asker"], unique=False)


def _audited(table):
    return (
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name=f"fk_{table}_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _guard():
    dialect = op.get_bind().dialect.name
    record = guards.sqlite_record if dialect == "sqlite" else guards.postgres_record
    _follow([*BEFORE, *NEW])
    _run(statement for table in NEW for statement in record(table).values())
    if dialect == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {', '.join(NEW)} TO {guards.APP_ROLE}")


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
    for table in reversed(NEW):
        op.drop_table(table)
