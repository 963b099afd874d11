"""Files sent to be imported by a job: in the database, so that any machine that works can read them."""

import sqlalchemy as sa
from alembic import op

from disburse.migrations import guards
from disburse.models.types import Moment

revision = "0010"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sent_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_sent_file")),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON sent_file TO {guards.APP_ROLE}")


def downgrade():
    op.drop_table("sent_file")
