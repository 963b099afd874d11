"""One record at a glance: who holds it and until when, its claim, its payee's account, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from disburse import office
from disburse.actors import BANK, Actor
from disburse.clock import BEIJING
from disburse.db import db
from disburse.errors import NotFound
from disburse.models import Audited, Claim, Event
from disburse.queries import claims, records
from disburse.queries.holding import Term, until
from reports import proof
from reports.figures import masked_account
from workflows.roles import ROLES, Role

MOST = 50
"""Events that are shown, the last ones."""


@dataclass(frozen=True)
class Glance:
    """What is around a record. ``role`` holds it until the end of ``term``; None where it is at rest.

    ``enterprise`` is the name as a page may show it, ``account`` the payee's number masked; empty where there
    is none. ``claim`` is None where the reader may not see it; a bank asks for awards one by one.
    """

    role: Role | None
    term: Term | None
    claim: Claim | None
    enterprise: str
    is_person: bool
    account: str
    events: Sequence[Mapping[str, Any]]


def glance(record: Audited, by: Actor) -> Glance:
    """Look at a record that ``by`` may see; a handful of queries."""
    events = _events(record.id)
    claim = _claim(record, by)
    firm = claims.enterprise_of(claim) if claim else None
    digest = getattr(record, "account_number_digest", None)
    state = record.workflow.state(getattr(record, "state", "")) if record.workflow else None
    return Glance(
        role=ROLES[state.holder] if state and state.holder else None,
        term=_term(state.deadline_workdays, events) if state and state.deadline_workdays else None,
        claim=claim,
        enterprise=claims.shown_name(firm) if firm else "",
        is_person=bool(firm and firm.nature == claims.PERSON),
        account=masked_account(records.disclosed([digest]).get(digest, "")) if digest else "",
        events=events,
    )


def _events(number: str) -> list[dict[str, Any]]:
    query = select(Event.body).where(Event.record == number).order_by(Event.seq.desc()).limit(MOST)
    return [proof.read_event(body.encode()) for body in reversed(db.session.scalars(query).all())]


def _claim(record: Audited, by: Actor) -> Claim | None:
    number = getattr(record, "claim_id", None)
    if not number or by.role in BANK:
        return None
    try:
        return claims.one(number, by)
    except NotFound:
        return None


def _term(workdays: int, events: Sequence[Mapping[str, Any]]) -> Term | None:
    """The term of the present state, which began with the last step into it."""
    began = next((event["at"] for event in reversed(events) if event["from"] != event["to"]), None)
    if began is None:
        return None
    days = office.calendar()
    since = datetime.fromisoformat(began).astimezone(BEIJING).date()
    return until(days.add_workdays(since, workdays), days)
