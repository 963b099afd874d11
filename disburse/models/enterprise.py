"""Enterprises and other beneficiaries."""

from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Flag, Json


class Enterprise(Audited, Base):
    """A beneficiary 受益主体. ``unit`` is the bureau that reviews it, whatever the district code.

    ``new_account`` has the columns of an account that was proposed; until it is confirmed the old one holds.
    """

    __tablename__ = "enterprise"
    kind = "enterprise"
    constraints = (UniqueConstraint("uscc"), Index("ix_enterprise_match", "unit", "match_name"))

    uscc: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    match_name: Mapped[str] = mapped_column(Text)
    nature: Mapped[str] = mapped_column(Text)
    district: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    above_scale: Mapped[bool] = mapped_column(Flag)
    manufacturing: Mapped[bool] = mapped_column(Flag)
    account_name: Mapped[str] = mapped_column(Text)
    bank_code: Mapped[str] = mapped_column(Text)
    bank_name: Mapped[str] = mapped_column(Text)
    account_number_digest: Mapped[str] = mapped_column(Text)
    new_account: Mapped[dict[str, Any] | None] = mapped_column(Json)
    contact_name_digest: Mapped[str | None] = mapped_column(Text)
    contact_phone_digest: Mapped[str | None] = mapped_column(Text)


class EnterpriseKey(Base):
    """A spelling by which an enterprise is searched for: pinyin or initials of a name it has or had.

    It is made from the name and follows it; natural persons have none, for their names are not searched.
    """

    __tablename__ = "enterprise_key"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    enterprise_id: Mapped[str] = mapped_column(ForeignKey("enterprise.id"), primary_key=True)

    __table_args__ = (Index("ix_enterprise_key_enterprise", "enterprise_id"), {"sqlite_strict": True})
