"""Background jobs: what waits, how far each is, what nobody could do; tried again, dropped, asked for."""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import Schema

from disburse.access.replies import Answer
from disburse.acts import act
from disburse.api import body, describe, door, idempotency
from disburse.api.audience import Collection, Extra
from disburse.api.describe import Piece
from disburse.api.fields import json_schema, record_example
from disburse.api.reading import JSON, answer, encoded, numbered, paged, wants
from disburse.api.shapes import Shape
from disburse.errors import NotFound
from disburse.exporting import Source
from disburse.queries import jobs as queue
from disburse.records import read
from schemas.choices import Choice
from schemas.fields import PlainText
from schemas.jobs import JOB_ACT, JOB_OUT, JOB_WHOLE, START_ACT, STATES

LINE, WHOLE = Shape(JOB_OUT), Shape(JOB_WHOLE)
NOTED = type(JOB_ACT)(exclude=("number",))
FILTERS = {"state": Choice(STATES), "kind": PlainText(40)}
DIGITS = 15
NUMBER = describe.in_path("number", f"[1-9][0-9]{{0,{DIGITS - 1}}}")
SCOPE = "people"


def listed() -> Response:
    """The newest jobs first, of those that one may see."""

    def rows(asked: Any) -> Any:
        return queue.page(door.asking(), before=numbered(asked), size=asked.limit + 1, **asked.chosen)

    return paged(rows, LINE, FILTERS, "id")


def one(number: str) -> Response:
    """One job, and what came of it."""
    wants()
    return answer(WHOLE.one(queue.one(_number(number), door.asking())))


def start() -> Response:
    """Ask for a job."""
    given = _given(START_ACT)

    def do() -> Any:
        return act("start_job", given, door.asking())

    return once(
        idempotency.canonical(given),
        do,
        lambda: queue.asked_for(queue.by_hand(given["kind"], given.get("batch"))),
        201,
    )


def retry(number: str) -> Response:
    """Try a dead letter again."""
    return _deal("retry_job", number)


def drop(number: str) -> Response:
    """Give a job up."""
    return _deal("drop_job", number)


def _deal(name: str, text: str) -> Response:
    given = _given(NOTED)
    number = _number(text)

    def do() -> Any:
        return act(name, {**given, "number": number}, door.asking())

    return once(idempotency.canonical(given), do, lambda: queue.one(number, door.asking()), 200)


def _given(schema: Schema) -> dict[str, Any]:
    wants()
    given = body.read_json()
    read(schema, given)
    idempotency.key()
    return given


def once(content: bytes, do: Callable[[], Any], job: Callable[[], Any], status: int) -> Response:
    """Act once; the answer is the job, though it is the person's chain that the act is written into."""

    def told(_person: Any) -> Answer:
        row = job()
        headers = {"Content-Type": JSON}
        if status in (201, 202):
            headers["Location"] = f"{door.PREFIX}{door.office()}/jobs/{row.id}"
        return Answer(status, headers, encoded(WHOLE.one(row)))

    return idempotency.once(content, do, told, "person")


def _number(text: str) -> int:
    """The number of a job in the address. Raises NotFound."""
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        raise NotFound(number=text)
    return int(text)


def _says_act(zh: str, en: str, schema: Schema, name: str, status: str, *headers: str) -> Piece:
    noes = (*describe.ALWAYS, *(no for no in describe.ON_CHANGE if no not in ("412", "428")))
    replayed = "Idempotent-Replayed"
    piece = describe.ref(WHOLE.schema)
    return {
        "summary": f"{zh} / {en}",
        "description": f"scope: `{SCOPE}`",
        "parameters": describe.changing(seen=False),
        "requestBody": describe.body(
            describe.ref(schema, name), required=True, example=record_example(schema)
        ),
        "responses": describe.answers(status, zh, en, piece, *headers, replayed, noes=noes),
    }


def _says(zh: str, en: str, piece: Piece, parameters: list[Any], *headers: str) -> Piece:
    return {
        "summary": f"{zh} / {en}",
        "parameters": parameters,
        "responses": describe.answers("200", zh, en, piece, *headers),
    }


LINES = Collection(
    "jobs", "job", "后台任务", "jobs", LINE, LINE, FILTERS,
    source=Source(
        lambda by, after, size, chosen: queue.page(by, before=after or 0, size=size, **chosen),
        lambda by, chosen: [queue.count(by, **chosen)],
    ),
)  # fmt: skip
"""Jobs as a list to be taken away, the newest first."""
READ = (
    Extra(
        "GET", "/jobs", "list_jobs", "read", listed,
        _says("后台任务", "Jobs", describe.a_list(describe.ref(LINE.schema)),
              describe.paging(FILTERS, json_schema), "Link"),
    ),
    Extra(
        "GET", "/jobs/<number>", "get_job", "read", one,
        _says("一项任务", "One job", describe.ref(WHOLE.schema), [*describe.asking()]), (NUMBER,),
    ),
)  # fmt: skip
"""For those who look after jobs, and for those who may ask for some: they see these."""
START = Extra(
    "POST", "/jobs", "start_job", SCOPE, start,
    _says_act("交办一项任务", "Ask for a job", START_ACT, "StartBody", "201", "Location"),
)  # fmt: skip
KEEP = (
    Extra(
        "POST", "/jobs/<number>/retry", "retry_job", SCOPE, retry,
        _says_act("重试", "Try again", NOTED, "JobBody", "200"), (NUMBER,),
    ),
    Extra(
        "POST", "/jobs/<number>/drop", "drop_job", SCOPE, drop,
        _says_act("放弃", "Give up", NOTED, "JobBody", "200"), (NUMBER,),
    ),
)  # fmt: skip
"""For the administrators."""
