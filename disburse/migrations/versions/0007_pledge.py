"""The pledge in full: locks and their receipts, freezes by court order, the keys that banks sign with."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BEFORE = [
    "enterprise", "claim", "objection", "fund", "batch", "payment", "recovery", "adoption", "rating_list",
    "refusal", "decision", "row_match", "review_task", "recognition_list", "unit", "person", "delegation",
    "token", "pledge", "receipt_file", "endpoint",
]  # fmt: skip
NEW = ["freeze_order", "signing_key"]
TEXT = {"sqlite": "TEXT", "postgresql": "TEXT"}
DAY = {"sqlite": "TEXT", "postgresql": "DATE"}
JSON = {"sqlite": "TEXT", "postgresql": "JSONB"}
SUM = {"sqlite": "INTEGER", "postgresql": "BIGINT"}
PLEDGE = {
    "account_name": TEXT,
    "bank_code": TEXT,
    "bank_name": TEXT,
    "account_number_digest": TEXT,
    "loan_number": TEXT,
    "secured_fen": SUM,
    "registration_number": TEXT,
    "registered_on": DAY,
    "query_certificate": TEXT,
    "receipt_number": TEXT,
    "receipt_on": DAY,
    "new_account": JSON,
    "shortfall_fen": SUM,
    "bank_signature": JSON,
}
POSITIVE = {"secured_fen": "secured_positive", "shortfall_fen": "shortfall_positive"}
STANDS = sa.text("state IN ('proposed', 'confirmed', 'active', 'changing', 'change_confirmed')")
IN_FORCE = sa.text("state = 'in_force'")


def upgrade():
    _pledge()
    _freeze()
    _key()
    _guard()


def _pledge():
    dialect = op.get_bind().dialect.name
    for column, kind in PLEDGE.items():
        check = f" CONSTRAINT ck_pledge_{POSITIVE[column]} CHECK ({column} > 0)" if column in POSITIVE else ""
        op.execute(f"ALTER TABLE pledge ADD COLUMN {column} {kind[dialect]}{check}")
    _unique_where("uq_pledge_one_lock_per_award", "pledge", ["claim_id"], STANDS)
    numbered = sa.text("receipt_number IS NOT NULL")
    _unique_where("uq_pledge_receipt_number", "pledge", ["receipt_number"], numbered)


def _freeze():
    op.create_table(
        "freeze_order",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("court", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        *_audited("freeze_order"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_freeze_order_claim_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_freeze_order_claim", "freeze_order", ["claim_id", "state"], unique=False)
    _unique_where("uq_freeze_order_one_each", "freeze_order", ["claim_id", "order_number"], IN_FORCE)


def _key():
    op.create_table(
        "signing_key",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("revoked_on", Day(), nullable=True),
        *_audited("signing_key"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_signing_key_unit")),
        sa.UniqueConstraint("public_key", name=op.f("uq_signing_key_public_key")),
        sqlite_strict=True,
    )
    op.create_index("ix_signing_key_unit", "signing_key", ["unit"], unique=False)


def _unique_where(name, table, columns, where):
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


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
    op.drop_index("uq_pledge_receipt_number", "pledge")
    op.drop_index("uq_pledge_one_lock_per_award", "pledge")
    for column in PLEDGE:
        op.execute(f"ALTER TABLE pledge DROP COLUMN {column}")
