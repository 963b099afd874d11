"""The job ``webhook``: one notice to one endpoint, signed as Standard Webhooks says, until it is accepted.

Sent twice it has the same ``webhook-id`` and the same body, so that the receiver knows it again.
"""

import http.client
from collections.abc import Mapping
from typing import Any

import orjson
from cryptography.fernet import InvalidToken
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook

from disburse import clock
from disburse.access import keys
from disburse.config import Config
from disburse.db import db
from disburse.models import Endpoint, EndpointSecret, Notice
from disburse.queries.notices import cloud_event
from disburse.work import addresses, sending
from disburse.work.errand import Errand, Failed

GONE = 410
"""The receiver wants no more of it."""


def deliver(errand: Errand) -> Mapping[str, Any]:
    """Send the notice. Raises Failed with the status or the trouble; the answer's body is not kept."""
    given = errand.payload
    notice = db.session.get_one(Notice, (given["unit"], given["number"]))
    query = select(Endpoint.url, EndpointSecret.sealed).join(EndpointSecret)
    found = db.session.execute(query.where(Endpoint.id == given["endpoint"])).one_or_none()
    db.session.close()  # nothing is held in the database while the other side takes its time
    if found is None:
        return {"closed": True}
    config = keys.config()
    event = cloud_event(notice, config.public_url)
    body = orjson.dumps(event, option=orjson.OPT_SORT_KEYS)
    status = _post(found.url, body, _headers(event["id"], body, found.sealed), config)
    if 200 <= status < 300:
        return {"status": status}
    raise Failed(f"对方答复 {status} / the endpoint answered {status}", final=status == GONE)


def _headers(number: str, body: bytes, sealed: str) -> dict[str, str]:
    try:
        secret = keys.unseal(sealed)
    except InvalidToken:
        raise Failed(
            "密钥已更换，请重发端点密钥 / sealed under another key: rotate the secret", final=True
        ) from None
    now = clock.now()
    return {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "User-Agent": "disburse",
        "webhook-id": number,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(number, now, body.decode()),
    }


def _post(url: str, body: bytes, headers: Mapping[str, str], config: Config) -> int:
    """The status of the answer. What was fit when it was registered is looked at again."""
    found = addresses.faults(url, guarded=config.in_production)
    if found:
        raise Failed(str(found[0]), final=True)
    place = addresses.place(url)
    try:
        address = addresses.resolve(place.host, place.port, guarded=config.in_production)
        return sending.post(place, address, body, headers).status
    except addresses.Unreachable as no:
        raise Failed(str(no)) from no
    except (OSError, http.client.HTTPException) as no:
        raise Failed(f"未能送达 / not delivered: {type(no).__name__}") from no
