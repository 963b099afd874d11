"""Doubts about records that have something in common: one recognition twice, one account in two hands."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import func, select, text

from disburse.actors import Actor
from disburse.models import Claim, Disclosure, Enterprise
from disburse.models.claim import STANDS
from disburse.queries import recognitions
from disburse.queries.found import Found, streamed
from disburse.scope import visible
from reports.figures import masked_account, masked_phone

SHARED = {
    "account_number": (Enterprise.account_number_digest, masked_account),
    "contact_phone": (Enterprise.contact_phone_digest, masked_phone),
}
"""What two enterprises should not have in common; the values are compared, and shown masked."""


def duplicates(by: Actor) -> Iterator[Found]:
    """Claims of one enterprise for one recognition, whatever the policy or level; and for one decision."""
    standing = (visible(Claim, by), Claim.state != "draft", text(STANDS))
    several = (
        select(Claim.enterprise_id).where(*standing).group_by(Claim.enterprise_id).having(func.count() > 1)
    )
    columns = (
        Claim.id,
        Claim.enterprise_id,
        Claim.item,
        Claim.object,
        Claim.on,
        Claim.facts,
        Claim.established,
    )
    query = select(*columns).where(*standing, Claim.enterprise_id.in_(several))
    rows = streamed(query.order_by(Claim.enterprise_id, Claim.id))
    for _, own in groupby(rows, key=lambda row: row.enterprise_id):
        known: dict[str, list[str]] = {}
        for row in own:
            for key in _keys(row):
                earlier = known.setdefault(key, [])
                if earlier:
                    yield Found("duplicates", row.id, row.id, {"same": key}, tuple(earlier[:10]))
                earlier.append(row.id)


def _keys(row: Any) -> Iterator[str]:
    """What a claim rests on: its recognition, and the decision that granted it by number."""
    day = row.established.get("recognised_on") or row.facts.get("recognised_on") or row.on.isoformat()
    yield recognitions.key(row.item, row.enterprise_id, row.object, date.fromisoformat(day))
    decision = row.established.get("decision_no")
    if decision:
        yield f"decision|{row.item}|{row.enterprise_id}|{decision}"


def related(by: Actor) -> Iterator[Found]:
    """Enterprises with claims that use the account or the telephone of another; each with the others."""
    seen = (
        visible(Enterprise, by),
        Enterprise.id.in_(select(Claim.enterprise_id).where(Claim.state != "draft")),
    )
    for field, (column, masked) in SHARED.items():
        shared = (
            select(Disclosure.value)
            .join(Enterprise, column == Disclosure.digest)
            .where(*seen)
            .group_by(Disclosure.value)
            .having(func.count() > 1)
        )
        query = (
            select(Disclosure.value, Enterprise.id)
            .join(Enterprise, column == Disclosure.digest)
            .where(*seen, Disclosure.value.in_(shared))
            .order_by(Disclosure.value, Enterprise.id)
        )
        for value, group in groupby(streamed(query), key=lambda row: row.value):
            firms = [row.id for row in group]
            facts = {field: masked(value)}
            for firm in firms:
                others = tuple(one for one in firms if one != firm)[:10]
                yield Found("related", firm, None, {**facts, "enterprises": str(len(firms))}, others)
