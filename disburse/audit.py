"""The journal: append one event to one record's chain. Only the desk and the ledger call this."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import insert, inspect, select

from disburse import clock
from disburse.actors import Actor
from disburse.db import db
from disburse.models import Audited, Disclosure, Event
from disburse.models.record import audited_columns, audited_state, journal_name, journal_value
from reports import proof

_INSERT = insert(Event)
"""Events are written and never changed: they pass the session by, which would keep and compare them."""

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Id of the request being answered; every event carries it."""
QUESTIONS = ("query",)
"""Actions by which somebody only asked: they leave the record as it was."""


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
) -> None:
    """Write the record as it now is, and the event that says so, in the transaction under way.

    ``amount_fen`` is the money that this event moves, ``about`` another record it speaks of. The database
    refuses the commit unless both are there and agree.
    """
    place = _place(record)
    body = proof.event(
        **place,
        action=action,
        source=source,
        target=target,
        by=_person(by),
        changes=_changes(record),
        amount=journal_value("amount_fen", amount_fen),
        about=about,
        reason=reason,
        document=document,
        request=request_id.get(),
        state=proof.state_digest(audited_state(record)),
    )
    digest = proof.digest(body)
    person = {"actor": by.id, "role": by.role, "unit": by.unit, "delegation": by.delegation}
    _write(record, {**place, **person, "action": action, "hash": digest, "body": body.decode()})


def changed_since(record: Audited, version: int) -> bool:
    """Whether a record is another than it was at ``version``: a bank's question is an event and no change."""
    if version >= record.version:
        return version > record.version
    later = (Event.record == record.id, Event.seq > version, Event.action.not_in(QUESTIONS))
    return db.session.scalar(select(Event.id).where(*later).limit(1)) is not None


def _person(by: Actor) -> dict[str, str | None]:
    """Who acts; where the role is lent, for which delegation."""
    lent = {"for": by.delegation} if by.delegation else {}
    return {"id": by.id, "role": by.role, "unit": by.unit, **lent}


def _place(record: Audited) -> dict[str, Any]:
    """Where the next event stands in the record's chain, and when."""
    return {
        "kind": record.kind,
        "record": record.id,
        "seq": (record.version or 0) + 1,
        "prev": record.head if record.version else proof.GENESIS,
        "at": clock.now(),
        "demo": clock.is_demo(),
    }


def _write(record: Audited, event: dict[str, Any]) -> None:
    """State first, event second: the guards in the database insist on this order."""
    record.version, record.head = event["seq"], event["hash"]
    db.session.add(record)
    db.session.flush()
    db.session.connection().execute(_INSERT, event)


def _changes(record: Audited) -> dict[str, tuple[Any, Any]]:
    """Each column that changed, before and after, as the journal writes it."""
    state = inspect(record)
    untouched, changes = state.unmodified, {}
    for column in audited_columns(type(record)):
        if column in untouched:
            continue
        history = state.attrs[column].history
        now = journal_value(column, getattr(record, column))
        before = journal_value(column, history.deleted[0]) if history.deleted else None
        if history.has_changes() and before != now:
            changes[journal_name(column)] = (before, now)
    return changes


def disclose(record_id: str, field: str, value: str) -> str:
    """Keep a piece of personal data apart from the journal; gives the digest that stands for it there."""
    salt = clock.salt()
    digest = proof.disclosure(salt, field, value)
    db.session.add(Disclosure(digest=digest, record=record_id, field=field, salt=salt, value=value))
    return digest


def disclose_contact(record_id: str, contact: dict[str, str] | None) -> dict[str, str]:
    """The digest columns of a contact person, who may be left out."""
    return {
        f"contact_{field}_digest": disclose(record_id, f"contact_{field}", contact[field])
        for field in ("name", "phone")
        if contact
    }


def disclosed(digest: str) -> str | None:
    """The personal data behind a digest; None once it was erased."""
    return db.session.scalar(select(Disclosure.value).where(Disclosure.digest == digest))
