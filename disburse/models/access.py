"""Rows that the journal does not follow: secrets, sessions, failures to sign in, answers given once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, Update, update
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.types import Flag, Json, Moment, Whole


class Credential(Base):
    """A person's secrets: the password's argon2id hash, the TOTP seed under the service's key.

    ``totp_step`` is the last time step that was accepted: none is taken twice (RFC 6238 § 5.2).
    ``password_earlier`` has the hashes of the passwords before, newest first, where the policy asks for them.
    """

    __tablename__ = "credential"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    password_set_at: Mapped[datetime | None] = mapped_column(Moment)
    password_once: Mapped[bool] = mapped_column(Flag, default=False)
    password_earlier: Mapped[list[str]] = mapped_column(Json, default=list)
    totp_sealed: Mapped[str | None] = mapped_column(Text)
    totp_confirmed: Mapped[bool] = mapped_column(Flag, default=False)
    totp_step: Mapped[int] = mapped_column(Whole, default=0)

    __table_args__ = ({"sqlite_strict": True},)


class SignedIn(Base):
    """A session 会话 of one person in one role; ``id`` is the SHA-256 of the secret that the client holds."""

    __tablename__ = "signed_in"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    delegation_id: Mapped[str | None] = mapped_column(ForeignKey("delegation.id"))
    how: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    agent: Mapped[str] = mapped_column(Text)
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (Index("ix_signed_in_person", "person_id", "ends_at"), {"sqlite_strict": True})

    @classmethod
    def ending(cls, person_id: str, at: datetime) -> Update:
        """The statement that ends every session of a person."""
        return update(cls).where(cls.person_id == person_id, cls.ended_at.is_(None)).values(ended_at=at)


class Attempt(Base):
    """Failures to sign in under one name or from one address since the last success."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[int] = mapped_column(Whole)
    first_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = ({"sqlite_strict": True},)


class TokenUse(Base):
    """When an API token was last used, to the minute; apart from the token, whose changes are events."""

    __tablename__ = "token_use"

    token_id: Mapped[str] = mapped_column(ForeignKey("token.id"), primary_key=True)
    last_at: Mapped[datetime] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(Text)

    __table_args__ = ({"sqlite_strict": True},)


class Reply(Base):
    """The answer to a request that carried an Idempotency-Key, kept so that asking twice does nothing twice.

    Without ``status`` the request is in flight since ``taken_at``; the answer is written in the transaction
    of the act itself.
    """

    __tablename__ = "reply"

    person: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    request_sha256: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime] = mapped_column(Moment)
    status: Mapped[int | None] = mapped_column(Whole)
    headers: Mapped[dict[str, str] | None] = mapped_column(Json)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_reply_taken_at", "taken_at"), {"sqlite_strict": True})
