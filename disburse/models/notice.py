"""What units are told of: the notices of each, and the addresses that they are sent to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Moment, Whole


class Endpoint(Audited, Base):
    """An address 接收端点 of a unit's own, to which its notices are sent as signed webhooks.

    ``types`` narrows what is sent by the first letters of a type, empty means all; the secret is shown once:
    here is its SHA-256.
    """

    __tablename__ = "endpoint"
    kind = "endpoint"
    constraints = (
        Index(
            "uq_endpoint_url",
            "unit",
            "url",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    unit: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    url: Mapped[str] = mapped_column(Text)
    types: Mapped[list[str]] = mapped_column(Json)
    secret_sha256: Mapped[str] = mapped_column(Text)
    closed_on: Mapped[date | None] = mapped_column(Day)


class EndpointSecret(Base):
    """The secret of an endpoint under the service's key; apart from the endpoint, whose state is hashed."""

    __tablename__ = "endpoint_secret"

    endpoint_id: Mapped[str] = mapped_column(
        ForeignKey("endpoint.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    sealed: Mapped[str] = mapped_column(Text)

    __table_args__ = ({"sqlite_strict": True},)


class Notice(Base):
    """Something a unit is told of 通知, numbered from one within the unit, in the order of commits.

    ``key`` names what may be told only once. Written with the change that it tells of; it never changes.
    """

    __tablename__ = "notice"

    unit: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int] = mapped_column(Whole, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    key: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("unit", "key"),
        Index("ix_notice_subject", "subject"),
        {"sqlite_strict": True},
    )
