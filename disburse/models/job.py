"""Work to be done after the transaction that asked for it. The journal does not follow it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.types import Flag, Json, Moment, Whole

OPEN = "once OR state IN ('waiting', 'running')"
"""While this holds, the same intention is not queued again."""


class Job(Base):
    """An intention 后台任务, written with what brought it about: ``kind`` says what, ``payload`` on what.

    ``key`` names the intention, for good where it is done ``once``. Who works holds the lease until
    ``lease_until``; ``result`` is what came of it, ``about`` the record it is about. ``handed_at`` is when a
    broker was last told.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    once: Mapped[bool] = mapped_column(Flag)
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(Whole)
    not_before: Mapped[datetime] = mapped_column(Moment)
    lease_owner: Mapped[str | None] = mapped_column(Text)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    done_count: Mapped[int | None] = mapped_column(Whole)
    total_count: Mapped[int | None] = mapped_column(Whole)
    last_error: Mapped[str | None] = mapped_column(Text)
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    about: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'dead', 'dropped')", name="state_known"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="lease_while_running"),
        Index("uq_job_open_key", "key", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_job_due", "state", "not_before"),
        Index("ix_job_about", "about"),
        {"sqlite_autoincrement": True, "sqlite_strict": True},
    )


class SentFile(Base):
    """A file that a job imports, until it is cleared away; apart from the job, whose row is read often."""

    __tablename__ = "sent_file"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = ({"sqlite_strict": True},)
