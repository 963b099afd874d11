"""Statistics for whoever leads, the dossier of one enterprise, and what another class would do to it."""

from flask import Response

from disburse import clock
from disburse.api import describe, door
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.reading import answer, wants
from disburse.api.shapes import CLAIM_LINE, FREEZE, OBJECTION, PAYMENT_SEEN, PLEDGE, RECOVERY, Shape
from disburse.policy.model import RATINGS
from disburse.queries import dossier as firms
from disburse.queries import statistics
from disburse.queries.claims import shown_name
from schemas.identifiers import RecordNumber
from schemas.shown_reads import ChangedSeen, FirmSeen, RatedSeen, StatisticsSeen, YearSeen

STATISTICS = Shape(StatisticsSeen())
FIRM, YEAR, RATED, CHANGED = Shape(FirmSeen()), Shape(YearSeen()), Shape(RatedSeen()), Shape(ChangedSeen())
BESIDE = {
    "payments": PAYMENT_SEEN, "pledges": PLEDGE, "recoveries": RECOVERY, "freezes": FREEZE,
    "objections": OBJECTION,
}  # fmt: skip
CLASSES = ", ".join(map(repr, RATINGS))
NUMBER = describe.in_path("number", RecordNumber.pattern.pattern)


def figures() -> Response:
    """Every table of the statistics, of the claims that the asker may see, reckoned now."""
    wants()
    by = door.asking()
    pace, flow = statistics.movement(by)
    made = {
        "reckoned_at": clock.now(),
        **{f"{of}s": statistics.sums(by, of) for of in statistics.OF},
        "months": statistics.months(by),
        "pace": pace,
        "flow": flow,
    }
    return answer(STATISTICS.one(made))


def dossier(number: str) -> Response:
    """Everything of one enterprise."""
    wants()
    found = firms.dossier(number, door.asking())
    firm = {
        column.key: getattr(found.enterprise, column.key)
        for column in found.enterprise.__mapper__.column_attrs
    }
    return answer(
        {
            "enterprise": FIRM.one({**firm, "name": shown_name(found.enterprise)}),
            "years": YEAR.many(found.years),
            "ratings": RATED.many(found.ratings),
            "claims": CLAIM_LINE.many(found.claims),
            **{name: shape.many(found.beside[name]) for name, shape in BESIDE.items()},
        }
    )


def what_if(number: str, rating: str) -> Response:
    """What the enterprise's claims would be due under another class; nothing is written."""
    wants()
    return answer({"data": CHANGED.many(firms.what_if(number, rating, door.asking()))})


def _says(zh: str, en: str, piece: Piece) -> Piece:
    told = describe.answers("200", zh, en, piece)
    return {"summary": f"{zh} / {en}", "parameters": describe.asking(), "responses": told}


def _rows(shape: Shape) -> Piece:
    return _object({"data": _list(shape)})


def _dossier() -> Piece:
    lists = {"years": YEAR, "ratings": RATED, "claims": CLAIM_LINE, **BESIDE}
    of_lists = {name: _list(shape) for name, shape in lists.items()}
    return _object({"enterprise": describe.ref(FIRM.schema), **of_lists})


def _list(shape: Shape) -> Piece:
    return {"type": "array", "items": describe.ref(shape.schema)}


def _object(properties: dict[str, Piece]) -> Piece:
    return {"type": "object", "required": list(properties), "properties": properties}


STATISTICS_DOOR = Extra(
    "GET", "/statistics", "read_statistics", "read", figures,
    _says("统计：办理用时、金额、流向", "Statistics: days, sums, flow", describe.ref(STATISTICS.schema)),
)  # fmt: skip
"""For every office, each of what it may see; leaders read as city approvers or heads of a district."""
OF_ENTERPRISES = (
    Extra("GET", "/enterprises/<number>/dossier", "read_dossier", "read", dossier,
          _says("一企一档", "One enterprise over the years", _dossier()), (NUMBER,)),
    Extra("GET", f"/enterprises/<number>/what-if/<any({CLASSES}):rating>", "what_if_rated",
          "read", what_if, _says("如果评为另一类", "If it had another class", _rows(CHANGED)),
          (NUMBER, describe.parameter("path", "rating", {"type": "string", "enum": list(RATINGS)},
                                      "类别", "class", required=True))),
)  # fmt: skip
"""For the city bureau and auditors."""
