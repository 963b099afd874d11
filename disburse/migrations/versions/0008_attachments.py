"""Attachments: evidence of claims and papers of pledges; their bytes lie in the store."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Moment

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = [
    "enterprise", "claim", "objection", "fund", "batch", "payment", "recovery", "adoption", "rating_list",
    "refusal", "decision", "row_match", "review_task", "recognition_list", "unit", "person", "delegation",
    "token", "pledge", "receipt_file", "endpoint", "freeze_order", "signing_key",
]  # fmt: skip
NEW = ["attachment"]
TEXTS = ("state", "claim_id", "about_kind", "about", "paper", "name_digest", "media_type", "sha256")
KEPT = sa.text("state <> 'removed'")


def upgrade():
    _attachment()
    _guard()


def _attachment():
    op.create_table(
        "attachment",
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*TEXTS, "attached_by", "id", "head")),
        *(sa.Column(name, WHOLE, nullable=False) for name in ("workflow_version", "size_bytes", "version")),
        sa.Column("attached_at", Moment(), nullable=False),
        *(sa.Column(name, Moment(), nullable=True) for name in ("scanned_at", "removed_at")),
        sa.Column("scan_finding", sa.Text(), nullable=True),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_attachment_not_empty")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_attachment_hash_length")),
        sa.CheckConstraint(
            "about_kind = 'pledge' OR (about_kind = 'claim' AND about = claim_id)",
            name=op.f("ck_attachment_about_known"),
        ),
        sa.ForeignKeyConstraint(
            ["id", "version", "head"],
            ["event.record", "event.seq", "event.hash"],
            name="fk_attachment_its_event",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_attachment_claim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_strict=True,
    )
    op.create_index("ix_attachment_claim", "attachment", ["claim_id", "state"], unique=False)
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"], unique=False)
    op.create_index(
        "uq_attachment_once_each",
        "attachment",
        ["about", "sha256"],
        unique=True,
        sqlite_where=KEPT,
        postgresql_where=KEPT,
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
