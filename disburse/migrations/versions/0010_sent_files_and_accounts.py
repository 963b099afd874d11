"""Files sent to be imported by a job, where any machine can read them; accounts proposed and not yet confirmed."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = {"sqlite": "TEXT", "postgresql": "JSONB"}


def upgrade():
    op.create_table(
        "sent_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_sent_file")),
        sqlite_strict=True,
    )
    dialect = op.get_bind().dialect.name
    op.execute(f"ALTER TABLE enterprise ADD COLUMN new_account {JSON[dialect]}")
    if dialect == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON sent_file TO {guards.APP_ROLE}")


def downgrade():
    op.execute("ALTER TABLE enterprise DROP COLUMN new_account")
    op.drop_table("sent_file")
