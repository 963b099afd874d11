"""Where a bank's notices are sent. An answer with a secret is told once: it carries no Idempotency-Key."""

from typing import Any

from flask import Response

from disburse.api import body, describe, door, shapes, versions
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.fields import json_schema, record_example
from disburse.api.reading import answer, numbered, paged, wants
from disburse.api.shapes import Shape
from disburse.errors import NotFound
from disburse.queries import notices
from disburse.records import read
from disburse.work import endpoints
from schemas.endpoints import ENDPOINT_IN, DeliveryOut, EndpointIssued
from schemas.identifiers import RecordNumber

ISSUED = EndpointIssued()
DELIVERY = Shape(DeliveryOut())
NUMBER = describe.in_path("number", RecordNumber.pattern.pattern)
SCOPE = "pledges"


def register() -> Response:
    """An address of one's own bank, with the secret that its notices are signed with."""
    wants()
    given = read(ENDPOINT_IN, body.read_json())
    return _issued(*endpoints.register(given["url"], given["types"], door.asking()), status=201)


def rotate(number: str) -> Response:
    """Another secret for an endpoint."""
    wants()
    body.read_json()
    tag = versions.given()
    _require_shape(number)
    seen = versions.seen(number, tag)
    return _issued(*endpoints.rotate(number, version=seen, by=door.asking()), status=200)


def undelivered(number: str) -> Response:
    """The notices that an endpoint has not accepted yet."""
    _require_shape(number)
    return paged(
        lambda asked: notices.deliveries(number, door.asking(), after=numbered(asked), size=asked.limit + 1),
        DELIVERY,
        {},
        "job",
    )


def _issued(secret: str, endpoint: Any, *, status: int) -> Response:
    told = {**shapes.ENDPOINT.one(endpoint), "secret": secret}
    where = f"{door.PREFIX}bank/endpoints/{endpoint.id}"
    return answer(told, {"ETag": versions.tag(endpoint), "Location": where}, status)


def _require_shape(number: str) -> None:
    if not RecordNumber.pattern.fullmatch(number):
        raise NotFound(number=number)


def _says(zh: str, en: str, status: str, *headers: str, taken: Piece | None = None) -> Piece:
    noes = (*describe.ALWAYS, *describe.ON_CHANGE)
    told: Piece = {
        "summary": f"{zh} / {en}",
        "description": f"密钥只告知一次，不接受 Idempotency-Key / the secret is told once; scope: `{SCOPE}`",
        "parameters": [*headers, *describe.asking()],
        "responses": describe.answers(status, zh, en, describe.ref(ISSUED), "ETag", "Location", noes=noes),
    }
    return {**told, "requestBody": taken} if taken else told


_BODY = describe.body(
    describe.ref(ENDPOINT_IN, "EndpointBody"), required=True, example=record_example(ENDPOINT_IN)
)
_UNSENT: Piece = {
    "summary": "未送达的通知 / Notices not delivered yet",
    "parameters": describe.paging({}, json_schema),
    "responses": describe.answers(
        "200", "一页", "one page", describe.a_list(describe.ref(DELIVERY.schema)), "Link"
    ),
}
UNDELIVERED = Extra(
    "GET", "/endpoints/<number>/deliveries", "list_deliveries", "read", undelivered, _UNSENT, (NUMBER,)
)
"""For the bank, and for those who look after its endpoint."""
OWN = (
    Extra(
        "POST", "/endpoints", "register_endpoint", SCOPE, register,
        _says("登记接收地址", "Register an endpoint", "201", taken=_BODY),
    ),
    Extra(
        "POST", "/endpoints/<number>/rotate", "rotate_endpoint", SCOPE, rotate,
        _says("更换密钥", "Change the secret of an endpoint", "200", "Seen"), (NUMBER,),
    ),
)  # fmt: skip
"""For the bank alone."""
