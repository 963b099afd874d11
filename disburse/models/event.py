"""The journal's own rows: events, the personal data they speak of by digest only, and running numbers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.types import Flag, Moment, Whole


class Event(Base):
    """One change of one record. ``body`` holds the canonical bytes, ``hash`` their SHA-256.

    The other columns repeat what the body says, for queries; ``disburse trail verify`` compares them.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=True)
    record: Mapped[str] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(Whole)
    kind: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    delegation: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    demo: Mapped[bool] = mapped_column(Flag)
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("record", "seq"),
        UniqueConstraint("record", "seq", "hash"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("length(hash) = 64 AND length(prev) = 64", name="hash_length"),
        Index("ix_event_actor", "actor", "record"),
        Index("ix_event_unit", "unit", "id"),
        Index(
            "ix_event_pace",
            "record",
            "seq",
            "action",
            "at",
            sqlite_where=text("kind = 'claim'"),
            postgresql_where=text("kind = 'claim'"),
        ),
        Index(
            "ix_event_delegation",
            "delegation",
            "record",
            sqlite_where=text("delegation IS NOT NULL"),
            postgresql_where=text("delegation IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True, "sqlite_strict": True},
    )


class Disclosure(Base):
    """A piece of personal data behind a digest in the journal. Erasing the row leaves every proof valid."""

    __tablename__ = "disclosure"

    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    record: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_disclosure_record", "record"), {"sqlite_strict": True})


class Numbering(Base):
    """The last number given out in a series, such as the claims of a year."""

    __tablename__ = "numbering"

    series: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int] = mapped_column(Whole)

    __table_args__ = ({"sqlite_strict": True},)
