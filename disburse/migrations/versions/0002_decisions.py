"""Official readings of what the policies leave open: one more kind of record, guarded like the others."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEFORE = [
    "enterprise",
    "claim",
    "objection",
    "fund",
    "batch",
    "payment",
    "recovery",
    "adoption",
    "rating_list",
    "refusal",
]


def upgrade():
    op.create_table(
        "decision",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("holds_from", Day(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("catalogue", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_decision_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_strict=True,
    )
    op.create_index("ix_decision_question", "decision", ["question", "state"], unique=False)
    dialect = op.get_bind().dialect.name
    record = guards.sqlite_record if dialect == "sqlite" else guards.postgres_record
    _run(record("decision").values())
    _follow([*BEFORE, "decision"])
    if dialect == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON decision TO {guards.APP_ROLE}")


def _follow(kinds):
    """Let the journal follow these kinds of records and no others."""
    dialect = op.get_bind().dialect.name
    op.execute("DROP TRIGGER guard_event_insert" + ("" if dialect == "sqlite" else " ON event"))
    events = (
        guards.sqlite_events(kinds, delegated=False) if dialect == "sqlite" else guards.postgres_events(kinds)
    )
    _run([events["event_insert"]])


def _run(statements):
    for statement in statements:
        op.get_bind().exec_driver_sql(statement, execution_options={"no_parameters": True})


def downgrade():
    _follow(BEFORE)
    op.drop_table("decision")
