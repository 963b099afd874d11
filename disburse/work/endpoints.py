"""Endpoints at the door: the address is looked at, the secret is made here, shown once and kept sealed."""

import base64
import hashlib
import secrets
from collections.abc import Sequence

from disburse.access import keys
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.models import Endpoint
from disburse.services import endpoints
from disburse.work import addresses

PREFIX = "whsec_"
SECRET_BYTES = 32


def register(url: str, types: Sequence[str], by: Actor) -> tuple[str, Endpoint]:
    """A new endpoint of the unit of ``by``, and its secret. Raises BadRecord for an address that is unfit."""
    require_fit(url)
    secret = _fresh()
    endpoint = endpoints.register_endpoint(url=url, types=types, **_kept(secret), by=by)
    return secret, endpoint


def rotate(number: str, *, version: int | None = None, by: Actor) -> tuple[str, Endpoint]:
    """Another secret for an endpoint, in place of the one it has."""
    secret = _fresh()
    return secret, endpoints.rotate_endpoint(number, **_kept(secret), version=version, by=by)


def require_fit(url: str) -> None:
    """Refuse an address that nothing may be sent to, with all that is wrong. Raises BadRecord."""
    guarded = keys.config().in_production
    found = addresses.faults(url, guarded=guarded)
    if not found and guarded:
        place = addresses.place(url)
        try:
            addresses.resolve(place.host, place.port, guarded=True)
        except addresses.Unreachable as no:
            zh, _, en = str(no).partition(" / ")
            found = [Finding("url", zh, en)]
    if found:
        raise BadRecord(found)


def _fresh() -> str:
    """A secret of 256 bits, as Standard Webhooks writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _kept(secret: str) -> dict[str, str]:
    return {"sealed": keys.seal(secret), "secret_sha256": hashlib.sha256(secret.encode()).hexdigest()}
