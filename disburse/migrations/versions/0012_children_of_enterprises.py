"""Indexes of what belongs to an enterprise, for SQLite looks for the children of each row that is new.

Where a transaction has open deferred references, as every one of ours has until its event is written, a new
parent row has its child tables searched for it; without an index that reads them whole.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_enterprise_key_enterprise": "enterprise_key",
    "ix_row_match_enterprise": "row_match",
}


def upgrade():
    for name, table in INDEXES.items():
        op.create_index(name, table, ["enterprise_id"], unique=False)


def downgrade():
    for name, table in INDEXES.items():
        op.drop_index(name, table)
