"""The OpenAPI document in pieces: what an operation says of its headers, body, answers and noes."""

from typing import Any

from marshmallow import Schema

from disburse.api.listing import LARGEST, USUAL, Filters
from disburse.api.problems import TYPE

Piece = dict[str, Any]
SCHEMAS: dict[str, Schema] = {}
"""Every schema that the document speaks of, by the name it has there."""
ALWAYS = ("400", "401", "403", "404", "405", "429", "500", "503")
ON_CHANGE = ("409", "412", "413", "415", "422", "428")
PROBLEMS = {
    "400": "无法识别的请求 / The request can't be read",
    "401": "未登录 / Not signed in",
    "403": "无权办理 / Not allowed",
    "404": "没有，或无权查看 / Not there, or not yours to see",
    "405": "不支持的方法 / Method not allowed",
    "409": "当前不能办理，或同键请求在办理中 / Not possible now, or in flight",
    "412": "记录已被改动 / The record was changed",
    "413": "正文过大 / The body is too large",
    "415": "正文类型不符 / This type of body is not accepted",
    "422": "内容不符合要求 / The content has faults",
    "428": "须有 If-Match / If-Match is needed",
    "429": "过于频繁 / Too many requests",
    "500": "系统故障 / Internal error",
    "503": "数据库暂不可用 / The database is away",
}
"""Every no by status; each is an ``application/problem+json``."""
ETAG = '^"[1-9][0-9]*-[0-9a-f]{16}"$'
HEADERS: dict[str, tuple[str, Piece]] = {
    "ETag": ("版本，改动时作为 If-Match / The version, for If-Match", {"type": "string", "pattern": ETAG}),
    "Location": ("新记录的地址 / Where the new record is", {"type": "string", "format": "uri-reference"}),
    "Link": ('下一页 rel="next" / The next page', {"type": "string"}),
    "X-Request-Id": ("请求编号，每个事件都有 / The request's number; every event has it", {"type": "string"}),
    "RateLimit": ("余量 / What is left", {"type": "string"}),
    "X-Content-SHA256": ("文件的散列值 / The file's hash", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "Idempotent-Replayed": ("同键重发的答复 / An answer given before", {"type": "string", "enum": ["true"]}),
}
OF_EVERY_ANSWER = ("X-Request-Id", "RateLimit")


def ref(schema: Schema, name: str = "") -> Piece:
    """A reference to a schema of the document, under the name of its class unless it has another."""
    known_as = name or type(schema).__name__
    SCHEMAS.setdefault(known_as, schema)
    return {"$ref": f"#/components/schemas/{known_as}"}


def parameter(where: str, name: str, schema: Piece, zh: str, en: str, *, required: bool = False) -> Piece:
    """One parameter."""
    told = {"in": where, "name": name, "description": f"{zh} / {en}", "schema": schema}
    return {**told, "required": True} if required else told


def in_path(name: str, pattern: str = "") -> Piece:
    """A number in the address; ``pattern`` where it has a fixed shape."""
    shape = {"pattern": f"^{pattern}$"} if pattern else {"minLength": 1, "maxLength": 80}
    return parameter("path", name, {"type": "string", **shape}, "编号", "number", required=True)


PARAMETERS: dict[str, Piece] = {
    "RequestId": parameter(
        "header", "X-Request-Id", {"type": "string", "examples": ["7f9c0f5e-2d7a-4c1b-9e55-0a6f3c1d2b84"]},
        "请求编号，如 UUID：8 至 64 个 0-9a-f-，含字母，否则由系统给出",
        "its number, such as a UUID: 8 to 64 of 0-9a-f- with a letter; else ours",
    ),
    "Language": parameter(
        "header", "Accept-Language", {"type": "string", "examples": ["zh-CN", "en"]},
        "问题标题的语言，zh 或 en", "language of problems",
    ),
    "Key": parameter(
        "header", "Idempotency-Key",
        {"type": "string", "pattern": "^[\\x21-\\x7E]{1,128}$", "examples": ["7f9c0f5e-claim-accept"]},
        "同键重发只办一次", "done once per key", required=True,
    ),
    "Seen": parameter(
        "header", "If-Match", {"type": "string", "pattern": ETAG, "examples": ['"3-0123456789abcdef"']},
        "所见版本的 ETag", "ETag of the version seen", required=True,
    ),
    "SignatureInput": parameter(
        "header", "Signature-Input", {"type": "string", "maxLength": 2000},
        "RFC 9421：覆盖 @method、@target-uri、content-digest，keyid 为公钥编号",
        "RFC 9421, covering @method, @target-uri and content-digest; the keyid is the key's number",
    ),
    "Signature": parameter(
        "header", "Signature", {"type": "string", "maxLength": 2000}, "RFC 9421 签名", "RFC 9421"
    ),
    "ContentDigest": parameter(
        "header", "Content-Digest", {"type": "string", "maxLength": 200},
        "RFC 9530，sha-256，签名时须有", "RFC 9530, sha-256; needed with a signature",
    ),
    "Known": parameter(
        "header", "If-None-Match", {"type": "string"}, "未变则答 304", "304 where it has not changed"
    ),
    "Limit": parameter(
        "query", "limit", {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": USUAL},
        "每页条数", "size of a page",
    ),
    "After": parameter(
        "query", "after", {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,600}$"},
        "上一页 meta.next", "meta.next of the page before",
    ),
}  # fmt: skip
"""Parameters that many operations have; an operation names them."""


def asking() -> list[str]:
    """Headers that any request may carry."""
    return ["RequestId", "Language"]


def changing(*, seen: bool) -> list[str]:
    """Headers of a change: the key, and the version seen of what is there already."""
    return ["Key", *(["Seen"] if seen else []), *asking()]


def paging(filters: Filters, schema_of: Any) -> list[Piece | str]:
    """Query of a list: its filters, the size of a page, and where it begins."""
    narrowed = [parameter("query", n, schema_of(field), "只要", "only these") for n, field in filters.items()]
    return [*narrowed, "Limit", "After", *asking()]


def body(piece: Piece, *, required: bool, example: Any = None) -> Piece:
    """A JSON body."""
    content = {"schema": piece} if example is None else {"schema": piece, "example": example}
    return {"required": required, "content": {"application/json": content}}


def answers(
    status: str, zh: str, en: str, piece: Piece, *headers: str, noes: tuple[str, ...] = ALWAYS
) -> Piece:
    """The good answer and every no."""
    good = {
        "description": f"{zh} / {en}",
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in (*headers, *OF_EVERY_ANSWER)},
        "content": {"application/json": {"schema": piece}},
    }
    return {status: good, **{no: {"$ref": f"#/components/responses/Problem{no}"} for no in noes}}


def file(mimetype: str, zh: str, en: str, noes: tuple[str, ...] = ALWAYS) -> Piece:
    """An answer that is a file."""
    told = answers("200", zh, en, {}, noes=noes)
    told["200"]["content"] = {mimetype: {"schema": {"type": "string", "contentMediaType": mimetype}}}
    return told


def a_list(piece: Piece) -> Piece:
    """One page of a list."""
    count: Piece = {"type": "integer", "minimum": 0}
    meta: dict[str, Piece] = {"limit": count, "count": count, "next": {"type": ["string", "null"]}}
    return _object({"data": {"type": "array", "items": piece}, "meta": _object(meta)})


def found(piece: Piece) -> Piece:
    """Everything that was found, and how much more there is that one may not see."""
    count: Piece = {"type": "integer", "minimum": 0}
    return _object({"data": {"type": "array", "items": piece}, "hidden_count": count})


def problem() -> Piece:
    """The problem document itself (RFC 9457)."""
    text: Piece = {"type": "string"}
    error = _object({"where": text, "detail_zh": text, "detail_en": text})
    error["properties"]["pointer"] = text
    kind: Piece = {"type": "string", "format": "uri"}
    number: Piece = {"type": "integer"}
    whole = {"type": kind, "title": text, "status": number, "detail": text, "instance": text}
    made = _object(whole)
    made["properties"]["errors"] = {"type": "array", "items": error}
    return made


def problem_answers() -> dict[str, Piece]:
    """Every no, as the document keeps it among its components."""
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {f"Problem{no}": {"description": said, "content": content} for no, said in PROBLEMS.items()}


def _object(properties: dict[str, Piece]) -> Piece:
    made = {"type": "object", "required": list(properties), "properties": properties}
    return {**made, "additionalProperties": False}
