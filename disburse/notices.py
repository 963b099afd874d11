"""Telling a unit: a notice is written with the change that it tells of, and sent to the unit's endpoints.

Every notice can be read from the unit's feed as well, by number: a unit without an endpoint misses nothing.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from disburse import clock, jobs, numbering
from disburse.db import db
from disburse.models import Endpoint, Notice


def notify(
    unit: str, type_: str, subject: str, data: Mapping[str, Any], *, key: str | None = None
) -> int | None:
    """Tell ``unit`` in the transaction under way; the notice's number, or None where ``key`` was told before.

    ``type_`` is the CloudEvents type, such as ``cn.disburse.award.paid``; ``subject`` the record's number;
    ``data`` JSON that the unit may see: sums as strings of yuan, no personal data in the clear.
    """
    if key and db.session.scalar(select(Notice.number).where(Notice.unit == unit, Notice.key == key)):
        return None
    number = numbering.count(f"notices of {unit}")
    told = {"unit": unit, "number": number, "type": type_, "subject": subject, "data": dict(data)}
    db.session.execute(insert(Notice).values(**told, at=clock.now(), key=key))
    for endpoint in _endpoints(unit, type_):
        send(unit, number, endpoint, subject)
    return number


def send(unit: str, number: int, endpoint: str, subject: str) -> int | None:
    """Queue the delivery of a notice to one endpoint; None where it is queued already."""
    delivery = {"unit": unit, "number": number, "endpoint": endpoint}
    return jobs.enqueue("webhook", delivery, f"webhook:{endpoint}:{number}", subject)


def _endpoints(unit: str, type_: str) -> list[str]:
    """The unit's endpoints that want this type."""
    query = select(Endpoint.id, Endpoint.types).where(Endpoint.unit == unit, Endpoint.closed_on.is_(None))
    rows = db.session.execute(query.order_by(Endpoint.id))
    return [number for number, types in rows if not types or type_.startswith(tuple(types))]
