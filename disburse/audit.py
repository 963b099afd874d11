"""The journal: append one event to one record's chain. Only the desk and the ledger call this."""

import secrets
from contextvars import ContextVar
from typing import Any

from sqlalchemy import inspect

from disburse import clock
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Audited, Disclosure, Event
from disburse.models.record import audited_columns, audited_state, journal_name, journal_value
from reports import proof

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Id of the request being answered; every event carries it."""


def append(
    record: Audited,
    action: str,
    *,
    by: Actor,
    source: str | None = None,
    target: str | None = None,
    amount_fen: int | None = None,
    about: str | None = None,
    reason: str | None = None,
    document: str | None = None,
) -> Event:
    """Write the record as it now is, and the event that says so, in the transaction under way.

    ``amount_fen`` is the money that this event moves, ``about`` another record it speaks of. The database
    refuses the commit unless both are there and agree.
    """
    changes = _changes(record)
    prev = record.head if record.version else proof.GENESIS
    seq = (record.version or 0) + 1
    at = clock.now()
    body = proof.event(
        kind=record.kind,
        record=record.id,
        seq=seq,
        prev=prev,
        at=at,
        demo=clock.is_demo(),
        action=action,
        source=source,
        target=target,
        by={"id": by.id, "role": by.role, "unit": by.unit},
        changes=changes,
        amount=journal_value("amount_fen", amount_fen),
        about=about,
        reason=reason,
        document=document,
        request=request_id.get(),
        state=proof.state_digest(audited_state(record)),
    )
    record.version, record.head = seq, proof.digest(body)
    event = Event(
        record=record.id, seq=seq, kind=record.kind, hash=record.head, prev=prev, action=action,
        actor=by.id, role=by.role, unit=by.unit, at=at, demo=clock.is_demo(), body=body.decode(),
    )  # fmt: skip
    db.session.add(record)
    db.session.flush()
    db.session.add(event)
    db.session.flush()
    return event


def _changes(record: Audited) -> dict[str, tuple[Any, Any]]:
    """Each column that changed, before and after, as the journal writes it."""
    attributes = inspect(record).attrs
    changes = {}
    for column in audited_columns(record):
        history = attributes[column].history
        now = journal_value(column, getattr(record, column))
        before = journal_value(column, history.deleted[0]) if history.deleted else None
        if history.has_changes() and before != now:
            changes[journal_name(column)] = (before, now)
    return changes


def disclose(record_id: str, field: str, value: str) -> str:
    """Keep a piece of personal data apart from the journal; gives the digest that stands for it there."""
    salt = secrets.token_hex(16)
    digest = proof.disclosure(salt, field, value)
    db.session.add(Disclosure(digest=digest, record=record_id, field=field, salt=salt, value=value))
    return digest
