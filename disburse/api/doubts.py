"""What auditors ask: the eleven doubts, each streamed whole, and samples that can be drawn again."""

import json
from collections.abc import Iterator

from flask import Response, stream_with_context

from disburse.api import body, describe, door
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.fields import record_example
from disburse.api.reading import answer, wants
from disburse.api.shapes import Shape
from disburse.queries import doubts, sampling
from disburse.records import read
from schemas.shown_reads import DoubtSeen, FoundSeen, SampleIn, SampleSeen

DOUBT, FOUND, SAMPLE = Shape(DoubtSeen()), Shape(FoundSeen()), Shape(SampleSeen())
SAMPLE_IN = SampleIn()


def listed() -> Response:
    """The questions, in words."""
    wants()
    return answer({"data": DOUBT.many(doubts.DOUBTS)})


def found(name: str) -> Response:
    """The findings of one question, one JSON line each, however many there are."""
    wants()
    by = door.asking()

    def lines() -> Iterator[str]:
        for one in doubts.ask(by, name):
            yield json.dumps(FOUND.one(one), ensure_ascii=False) + "\n"

    sent = Response(stream_with_context(lines()), mimetype="application/jsonl")
    sent.headers.set("Content-Disposition", "attachment", filename=f"{name}.jsonl")
    return sent


def sample() -> Response:
    """Draw a sample; nothing is written, for it can be drawn again."""
    wants()
    given = read(SAMPLE_IN, body.read_json())
    members = sampling.population(door.asking(), state=given["state"], unit=given["unit"], item=given["item"])
    drawn = sampling.draw(members, seed=given["seed"], method=given["method"], size=given["size"])
    return answer(SAMPLE.one(drawn))


def _says_listed() -> Piece:
    rows = {"type": "array", "items": describe.ref(DOUBT.schema)}
    piece = {"type": "object", "required": ["data"], "properties": {"data": rows}}
    told = describe.answers("200", "疑点", "doubts", piece)
    return {"summary": "疑点查询 / The doubts", "parameters": describe.asking(), "responses": told}


def _says_found() -> Piece:
    told = describe.file("application/jsonl", "逐行 JSON", "JSON lines")
    return {
        "summary": "一个疑点的全部线索 / All findings of one doubt",
        "parameters": describe.asking(),
        "responses": told,
    }


def _says_sample() -> Piece:
    noes = (*describe.ALWAYS, "413", "415", "422")
    taken = describe.body(
        describe.ref(SAMPLE_IN, "SampleBody"), required=True, example=record_example(SAMPLE_IN)
    )
    told = describe.answers("200", "样本", "the sample", describe.ref(SAMPLE.schema), noes=noes)
    said = "按给定种子抽样，可重现 / Draw a sample from a stated seed"
    return {"summary": said, "parameters": describe.asking(), "requestBody": taken, "responses": told}


NAMES = ", ".join(map(repr, doubts.BY_NAME))
NAME = describe.parameter(
    "path", "name", {"type": "string", "enum": list(doubts.BY_NAME)}, "疑点", "doubt", required=True
)
EXTRAS = (
    Extra("GET", "/doubts", "list_doubts", "read", listed, _says_listed()),
    Extra(
        "GET",
        f"/doubts/<any({NAMES}):name>/findings.jsonl",
        "export_doubt",
        "read",
        found,
        _says_found(),
        (NAME,),
    ),
    Extra("POST", "/sample", "draw_sample", "read", sample, _says_sample()),
)
