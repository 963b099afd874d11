"""Payment files: what the bank was sent and what it answered."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = [
    "enterprise", "claim", "objection", "fund", "batch", "payment", "recovery", "adoption", "rating_list",
    "refusal", "decision", "row_match", "review_task", "recognition_list", "unit", "person", "delegation",
    "token", "pledge",
]  # fmt: skip
NEW = ["receipt_file"]
BATCH = {
    "file_form": {"sqlite": "TEXT", "postgresql": "TEXT"},
    "file_sha256": {"sqlite": "TEXT", "postgresql": "TEXT"},
    "sent_on": {"sqlite": "TEXT", "postgresql": "DATE"},
}


def upgrade():
    dialect = op.get_bind().dialect.name
    for column, kind in BATCH.items():
        op.execute(f"ALTER TABLE batch ADD COLUMN {column} {kind[dialect]}")
    _files()
    _lines()
    _marks()
    _guard()


def _files():
    op.create_table(
        "receipt_file",
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("rows_sha256", sa.Text(), nullable=False),
        sa.Column("row_count", WHOLE, nullable=False),
        sa.Column("open_count", WHOLE, nullable=False),
        sa.Column("imported_on", Day(), nullable=False),
        *_audited("receipt_file"),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_receipt_file_not_empty")),
        sa.CheckConstraint(
            "open_count BETWEEN 0 AND row_count", name=op.f("ck_receipt_file_open_within_rows")
        ),
        sa.UniqueConstraint("file_sha256", name=op.f("uq_receipt_file_file_sha256")),
        sqlite_strict=True,
    )


def _lines():
    op.create_table(
        "receipt_line",
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("end_to_end", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("amount_fen", WHOLE, nullable=True),
        sa.Column("account_tail", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("on", Day(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("payment_id", sa.Text(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'returned', 'pending')", name=op.f("ck_receipt_line_outcome_known")
        ),
        sa.CheckConstraint("length(account_tail) <= 4", name=op.f("ck_receipt_line_tail_only")),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["receipt_file.id"],
            name=op.f("fk_receipt_line_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_receipt_line_payment_id")),
        sa.PrimaryKeyConstraint("file_id", "row", name=op.f("pk_receipt_line")),
        sqlite_strict=True,
    )
    op.create_index("ix_receipt_line_payment", "receipt_line", ["payment_id"], unique=False)


def _marks():
    op.create_table(
        "receipt_mark",
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("seq", WHOLE, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "action IN ('apply', 'match', 'dismiss')", name=op.f("ck_receipt_mark_action_known")
        ),
        sa.ForeignKeyConstraint(
            ["file_id", "row"],
            ["receipt_line.file_id", "receipt_line.row"],
            name=op.f("fk_receipt_mark_file_id_row"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id", "seq"], ["event.record", "event.seq"], name=op.f("fk_receipt_mark_file_id_seq")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_receipt_mark_payment_id")),
        sa.PrimaryKeyConstraint("file_id", "row", name=op.f("pk_receipt_mark")),
        sa.UniqueConstraint("file_id", "seq", name=op.f("uq_receipt_mark_file_id_seq")),
        sqlite_strict=True,
    )
    op.create_index("ix_receipt_mark_payment", "receipt_mark", ["payment_id"], unique=False)


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
    record, rows, marks = (
        (guards.sqlite_record, guards.sqlite_rows, guards.sqlite_marks)
        if dialect == "sqlite"
        else (guards.postgres_record, guards.postgres_rows, guards.postgres_marks)
    )
    _follow([*BEFORE, *NEW])
    _run(statement for table in NEW for statement in record(table).values())
    _run(rows("receipt_line", "file_id").values())
    if dialect == "postgresql":
        _run([guards.POSTGRES_MARK])
    _run(marks("receipt_mark", "file_id").values())
    if dialect == "postgresql":
        op.execute(f"GRANT SELECT, INSERT ON receipt_line, receipt_mark TO {guards.APP_ROLE}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {', '.join(NEW)} TO {guards.APP_ROLE}")


def _follow(kinds):
    """Let the journal follow these kinds of records and no others."""
    dialect = op.get_bind().dialect.name
    op.execute("DROP TRIGGER guard_event_insert" + ("" if dialect == "sqlite" else " ON event"))
    events = (
        guards.sqlite_events(kinds, delegated=True) if dialect == "sqlite" else guards.postgres_events(kinds)
    )
    _run([events["event_insert"]])


def _run(statements):
    for statement in statements:
        op.get_bind().exec_driver_sql(statement, execution_options={"no_parameters": True})


def downgrade():
    _follow(BEFORE)
    for table in ("receipt_mark", "receipt_line", "receipt_file"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION guard_mark()")
    for column in BATCH:
        op.execute(f"ALTER TABLE batch DROP COLUMN {column}")
