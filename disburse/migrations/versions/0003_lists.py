"""Lists with their dirt: corrections of rating lists, matches, reviews, and recognition lists."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Day, Json

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0003"
down_revision = "0002"
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
    "decision",
]
NEW = ["row_match", "review_task", "recognition_list"]
COLUMNS = {
    "rating_list": {
        "scale": "TEXT CONSTRAINT ck_rating_list_scale_known CHECK (scale IN ('above', 'below'))",
        "corrects": "TEXT CONSTRAINT fk_rating_list_corrects REFERENCES rating_list (id)",
        "correction": "TEXT CONSTRAINT ck_rating_list_correction_known CHECK (correction IN ('whole', 'part'))",
    },
    "claim": {
        "recognition_list_id": "TEXT CONSTRAINT fk_claim_recognition_list_id REFERENCES recognition_list (id)",
        "recognition_row": {"sqlite": "INTEGER", "postgresql": "BIGINT"},
        "recognition_key": "TEXT",
    },
}


def upgrade():
    op.create_table(
        "row_match",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        *_audited("row_match"),
        sa.CheckConstraint("verdict IN ('confirmed', 'rejected')", name=op.f("ck_row_match_verdict_known")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_row_match_enterprise_id")
        ),
        sa.UniqueConstraint(
            "list_id", "row", "enterprise_id", name=op.f("uq_row_match_list_id_row_enterprise_id")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "review_task",
        sa.Column("workflow_version", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("rated_by", sa.Text(), nullable=False),
        sa.Column("rating_was", sa.Text(), nullable=False),
        sa.Column("rating_now", sa.Text(), nullable=True),
        sa.Column("raised_on", Day(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_document", sa.Text(), nullable=True),
        *_audited("review_task"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_review_task_claim_id")),
        sa.ForeignKeyConstraint(["list_id"], ["rating_list.id"], name=op.f("fk_review_task_list_id")),
        sa.ForeignKeyConstraint(["rated_by"], ["rating_list.id"], name=op.f("fk_review_task_rated_by")),
        sqlite_strict=True,
    )
    op.create_index("ix_review_task_claim", "review_task", ["claim_id", "state"], unique=False)
    op.create_table(
        "recognition_list",
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("rows_sha256", sa.Text(), nullable=False),
        sa.Column("row_count", WHOLE, nullable=False),
        sa.Column("imported_on", Day(), nullable=False),
        *_audited("recognition_list"),
        sa.CheckConstraint("row_count > 0", name=op.f("ck_recognition_list_not_empty")),
        sa.UniqueConstraint(
            "item", "unit", "file_sha256", name=op.f("uq_recognition_list_item_unit_file_sha256")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "recognition_row",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("row", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("match_name", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("recognised_on", Day(), nullable=False),
        sa.Column("object", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["recognition_list.id"],
            name=op.f("fk_recognition_row_list_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("list_id", "row", name=op.f("pk_recognition_row")),
        sqlite_strict=True,
    )
    _widen()
    _guard()


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


def _widen():
    dialect = op.get_bind().dialect.name
    for table, columns in COLUMNS.items():
        for column, kind in columns.items():
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN {column} {kind if isinstance(kind, str) else kind[dialect]}"
            )
    stands = sa.text("state NOT IN ('withdrawn', 'refused', 'revoked')")
    op.create_index(
        "uq_claim_one_per_recognition",
        "claim",
        ["recognition_key"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


def _guard():
    dialect = op.get_bind().dialect.name
    record, rows = (
        (guards.sqlite_record, guards.sqlite_rows)
        if dialect == "sqlite"
        else (guards.postgres_record, guards.postgres_rows)
    )
    _follow([*BEFORE, *NEW])
    _run(statement for table in NEW for statement in record(table).values())
    _run(rows("recognition_row", "list_id").values())
    if dialect == "postgresql":
        op.execute(f"GRANT SELECT, INSERT ON recognition_row TO {guards.APP_ROLE}")
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON {', '.join(NEW)} TO {guards.APP_ROLE}")


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
    op.drop_index("uq_claim_one_per_recognition", "claim")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    _follow(BEFORE)
    for table in ("recognition_row", "recognition_list", "review_task", "row_match"):
        op.drop_table(table)
