"""A bank's signed message (RFC 9421): read from the request here, checked and kept by the act it asks for."""

from flask import request

from disburse import clock
from disburse.api import door
from disburse.api.refusals import UnreadSignature
from reports import signatures
from reports.signatures import Message, Signed, UnfitSignature

HEADERS = ("Signature-Input", "Signature")
PARAMETERS = ("SignatureInput", "Signature", "ContentDigest")
"""What the document says of the headers of a signed message."""


def of_request() -> Signed | None:
    """The signature of the present request, None where it has none. Raises UnreadSignature.

    ``@target-uri`` is the address under ``DISBURSE_PUBLIC_URL``, whatever a proxy in between has called.
    """
    if not any(name in request.headers for name in HEADERS):
        return None
    headers = {name.lower(): value for name, value in request.headers}
    url = f"{door.config().public_url.rstrip('/')}{request.path}"
    message = Message(request.method, url, headers, request.get_data(cache=True))
    try:
        return signatures.read(message, clock.now())
    except UnfitSignature as no:
        zh, _, en = str(no).partition(" / ")
        raise UnreadSignature(why_zh=zh, why_en=en) from no
