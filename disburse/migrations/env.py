"""Run migrations on the connection that the command line hands over."""

from alembic import context

from disburse import models
from disburse.db import Base

TABLES = models.AUDITED  # importing them registers their tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
