"""Endpoints of a bank: where its notices are sent. A secret comes here sealed, with its digest."""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select

from disburse import clock, desk, notices, numbering
from disburse.actors import BANK, Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding
from disburse.models import Endpoint, EndpointSecret, Notice, Unit

KEEPERS = ("bank_checker",)
"""Who registers an endpoint of the own bank and holds its secret [choice]."""
MOST = 5
"""Endpoints that a bank may have at a time."""
LONGEST_REPLAY = 1000
"""Notices sent again at once at most."""


@desk.use_case
def register_endpoint(
    *, url: str, types: Sequence[str], sealed: str, secret_sha256: str, by: Actor
) -> Endpoint:
    """Enter an address to which the notices of the unit of ``by`` are sent from now on."""
    _require_room(url, by)
    endpoint = Endpoint(
        id=numbering.next_id("endpoint"),
        unit=by.unit,
        url=url,
        types=sorted(set(types)),
        secret_sha256=secret_sha256,
    )
    desk.open_record(endpoint, "register", by=by, roles=KEEPERS)
    _keep(endpoint, sealed)
    return endpoint


@desk.use_case
def rotate_endpoint(
    number: str, *, sealed: str, secret_sha256: str, version: int | None = None, by: Actor
) -> Endpoint:
    """Sign with another secret from now on; what was not delivered under the old one is tried again."""
    endpoint = _open(number, version, by)
    desk.change(endpoint, "rotate", by=by, roles=KEEPERS, secret_sha256=secret_sha256)
    _keep(endpoint, sealed)
    return endpoint


@desk.use_case
def close_endpoint(number: str, *, note: str, version: int | None = None, by: Actor) -> Endpoint:
    """Send nothing more to an endpoint: its bank may say so, or the system administrator."""
    endpoint = _open(number, version, by)
    roles = (*KEEPERS, "system_admin")
    desk.change(endpoint, "close", by=by, roles=roles, note=note, closed_on=clock.today())
    db.session.execute(delete(EndpointSecret).where(EndpointSecret.endpoint_id == number))
    return endpoint


@desk.use_case
def replay_notices(
    number: str, *, first: int, last: int, note: str, version: int | None = None, by: Actor
) -> Endpoint:
    """Send the notices ``first`` to ``last`` of the endpoint's unit to it once more, as they were."""
    endpoint = _open(number, version, by)
    _require_span(first, last)
    desk.change(
        endpoint, "replay", by=by, roles=(*sorted(BANK), "system_admin"), note=f"{first}–{last}：{note}"
    )
    query = select(Notice.number, Notice.subject).where(
        Notice.unit == endpoint.unit, Notice.number.between(first, last)
    )
    for told, subject in db.session.execute(query.order_by(Notice.number)).all():
        notices.send(endpoint.unit, told, endpoint.id, subject)
    return endpoint


def _open(number: str, version: int | None, by: Actor) -> Endpoint:
    endpoint = desk.hold(Endpoint, number, by=by, version=version)
    if endpoint.closed_on:
        raise BadRecord([Finding("number", "端点已关闭", "the endpoint is closed")])
    return endpoint


def _keep(endpoint: Endpoint, sealed: str) -> None:
    db.session.execute(delete(EndpointSecret).where(EndpointSecret.endpoint_id == endpoint.id))
    db.session.execute(insert(EndpointSecret).values(endpoint_id=endpoint.id, sealed=sealed))


def _require_room(url: str, by: Actor) -> None:
    """A bank on record, an address that it has not entered yet, and not too many of them."""
    if db.session.scalar(select(Unit.id).where(Unit.id == by.unit, Unit.office == "bank")) is None:
        raise BadRecord([Finding("unit", "只有登记的银行有接收端点", "only a bank on record has endpoints")])
    own = select(Endpoint.id).where(Endpoint.unit == by.unit, Endpoint.closed_on.is_(None))
    known = db.session.scalar(own.where(Endpoint.url == url))
    if known:
        raise AlreadyThere(what=url, number=known)
    if (db.session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= MOST:
        raise BadRecord(
            [Finding("url", f"一家银行最多 {MOST} 个端点", f"a bank has at most {MOST} endpoints")]
        )


def _require_span(first: int, last: int) -> None:
    if not 0 < last - first + 1 <= LONGEST_REPLAY:
        zh, en = f"一次最多重发 {LONGEST_REPLAY} 条", f"at most {LONGEST_REPLAY} are sent again at once"
        raise BadRecord([Finding("last", zh, en)])
