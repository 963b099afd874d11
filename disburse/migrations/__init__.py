"""Alembic migrations: tables, and the guards that refuse a change without its event."""
