"""People and the offices they act for. What is secret about them is in ``disburse.models.access``."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Json, Moment, Whole
from workflows.people import PERSON


class Unit(Audited, Base):
    """An office, bank or audit body that people act for 单位. An enterprise is its own unit, by its number.

    ``office`` is the audience whose doors it uses; the id is what claims and funds name: a district's code
    (GB/T 2260), a functional zone's name, a bank's code 联行号, ``city``, ``finance``, ``audit``.
    """

    __tablename__ = "unit"
    kind = "unit"
    constraints = (Index("ix_unit_office", "office"),)

    office: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)


class Person(Audited, Base):
    """A person who signs in 人员, with the roles the person holds in one unit.

    ``login`` is the sign-in name, never a person's name or number; the name itself is a disclosure.
    """

    __tablename__ = "person"
    kind = "person"
    workflow = PERSON
    constraints = (
        UniqueConstraint("login"),
        UniqueConstraint("sso_subject"),
        Index("ix_person_unit", "unit", "state"),
    )

    workflow_version: Mapped[int] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    login: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[str]] = mapped_column(Json)
    name_digest: Mapped[str | None] = mapped_column(Text)
    phone_digest: Mapped[str | None] = mapped_column(Text)
    sso_subject: Mapped[str | None] = mapped_column(Text)
    signed_in_at: Mapped[datetime | None] = mapped_column(Moment)


class Delegation(Audited, Base):
    """A role that one person lends another of the same unit for some days 委托."""

    __tablename__ = "delegation"
    kind = "delegation"
    constraints = (
        CheckConstraint("principal <> delegate", name="two_persons"),
        CheckConstraint("until_day >= from_day", name="days_in_order"),
        Index("ix_delegation_delegate", "delegate", "until_day"),
        Index("ix_delegation_principal", "principal"),
    )

    principal: Mapped[str] = mapped_column(ForeignKey("person.id"))
    delegate: Mapped[str] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    from_day: Mapped[date] = mapped_column(Day)
    until_day: Mapped[date] = mapped_column(Day)
    grounds: Mapped[str] = mapped_column(Text)
    ended_on: Mapped[date | None] = mapped_column(Day)


class Token(Audited, Base):
    """An API token 接口令牌: a program acts with it for one person in one role of one unit.

    The secret itself is shown once; here is its SHA-256. ``scopes`` narrow what it may do.
    """

    __tablename__ = "token"
    kind = "token"
    constraints = (UniqueConstraint("secret_sha256"), Index("ix_token_owner", "owner"))

    owner: Mapped[str] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(Json)
    secret_sha256: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
