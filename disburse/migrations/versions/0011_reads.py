"""What pages read: spellings of names, and indexes that lists, counts and the pace of work are read from."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from schemas.pinyin import keys

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_claim_work": ("claim", ["state", "unit", "due_on", "id"]),
    "ix_claim_due": ("claim", ["state", "due_on", "id"]),
    "ix_claim_list": ("claim", ["unit", "id"]),
    "ix_claim_sums": ("claim", [
        "unit", "state", "item", "rating", "due_on", "approved_on", "submitted_at", "enterprise_id",
        "claimed_fen", "recognised_fen", "payable_fen", "paid_fen", "recovered_fen",
    ]),
    "ix_event_unit": ("event", ["unit", "id"]),
}  # fmt: skip
OF_CLAIMS = sa.text("kind = 'claim'")


def upgrade():
    op.create_table(
        "enterprise_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_enterprise_key_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("key", "enterprise_id", name=op.f("pk_enterprise_key")),
        sqlite_strict=True,
    )
    _spell()
    op.drop_index("ix_claim_work", "claim")
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns, unique=False)
    paced = ["record", "seq", "action", "at"]
    op.create_index("ix_event_pace", "event", paced, sqlite_where=OF_CLAIMS, postgresql_where=OF_CLAIMS)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT SELECT, INSERT ON enterprise_key TO {guards.APP_ROLE}")


def _spell():
    """The keys of everyone who is registered already."""
    known = sa.table("enterprise", sa.column("id"), sa.column("name"), sa.column("nature"))
    firms = op.get_bind().execute(sa.select(known.c.id, known.c.name).where(known.c.nature != "person"))
    rows = [
        {"key": key, "enterprise_id": number} for number, name in firms.all() for key in sorted(keys(name))
    ]
    if rows:
        op.bulk_insert(sa.table("enterprise_key", sa.column("key"), sa.column("enterprise_id")), rows)


def downgrade():
    op.drop_index("ix_event_pace", "event")
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    op.create_index("ix_claim_work", "claim", ["state", "unit", "due_on"], unique=False)
    op.drop_table("enterprise_key")
