"""The payment file of a batch: every writing is an event. It shows account numbers, so no answer is kept."""

from flask import Response

from disburse import banking
from disburse.api import body, describe, door, versions
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.fields import record_example
from disburse.api.reading import wants
from disburse.errors import NotFound
from disburse.records import read
from disburse.services.paying import write_file
from schemas.identifiers import RecordNumber
from schemas.payouts import FILE_IN

SHA256 = "X-Content-SHA256"
ANY = "application/octet-stream"


def written(number: str) -> Response:
    """The file to hand to the bank: the same batch in the same form gives the same bytes."""
    wants()
    form = read(FILE_IN, body.read_json())["form"]
    if not RecordNumber.pattern.fullmatch(number):
        raise NotFound(number=number)
    payer = banking.payer_of(door.config())
    made = write_file(number, form=form, payer=payer, by=door.asking())
    sent = Response(made.data, mimetype=ANY)
    sent.headers.set("Content-Disposition", "attachment", filename=made.name)
    sent.headers["ETag"] = versions.tag(made.batch)
    sent.headers[SHA256] = made.sha256
    return sent


def _says() -> Piece:
    noes = (*describe.ALWAYS, *(no for no in describe.ON_CHANGE if no not in ("412", "428")))
    told = describe.file(ANY, "支付文件", "the payment file", noes)
    told["200"]["headers"] |= {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", SHA256)}
    return {
        "summary": "生成支付文件 / Write the payment file",
        "description": "每次生成是一个事件，不用 Idempotency-Key / an event each time; scope: `money`",
        "parameters": describe.asking(),
        "requestBody": describe.body(
            describe.ref(FILE_IN, "FileBody"), required=True, example=record_example(FILE_IN)
        ),
        "responses": told,
    }


WRITE = Extra(
    "POST", "/batches/<number>/file", "write_file", "money", written, _says(),
    (describe.in_path("number", RecordNumber.pattern.pattern),),
)  # fmt: skip
