"""What every reader of a claim may ask beside the claim itself: how its sum came about, and its papers."""

from flask import Response

from disburse.api import describe, door
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.reading import answer, wants
from disburse.api.shapes import Shape
from disburse.queries import assessing, claims, printing
from schemas.identifiers import RecordNumber
from schemas.shown_rules import AssessmentSeen

ASSESSMENT = Shape(AssessmentSeen())
NUMBER = describe.in_path("number", RecordNumber.pattern.pattern)


def assessment(number: str) -> Response:
    """The explained assessment of a claim."""
    wants()
    return answer(ASSESSMENT.one(assessing.of_claim(claims.one(number, door.asking()))))


def notice(number: str) -> Response:
    """The disbursement notice as PDF."""
    return _paper("notice", number)


def calculation(number: str) -> Response:
    """The calculation sheet as PDF."""
    return _paper("calculation", number)


def _paper(kind: str, number: str) -> Response:
    wants()
    made = printing.pdf(kind, number, door.asking(), door.config())
    sent = Response(made, mimetype="application/pdf")
    sent.headers.set("Content-Disposition", "attachment", filename=f"{number}-{kind}.pdf")
    return sent


def _says(zh: str, en: str, responses: Piece) -> Piece:
    return {"summary": f"{zh} / {en}", "parameters": describe.asking(), "responses": responses}


def _says_paper(zh: str, en: str) -> Piece:
    noes = (*describe.ALWAYS, "409", "422")
    return _says(zh, en, describe.file("application/pdf", zh, en, noes))


EXTRAS = (
    Extra(
        "GET",
        "/claims/<number>/assessment",
        "assess_claim",
        "read",
        assessment,
        _says(
            "测算及逐步说明",
            "The assessment, step by step",
            describe.answers("200", "测算", "assessment", describe.ref(ASSESSMENT.schema)),
        ),
        (NUMBER,),
    ),
    Extra(
        "GET", "/claims/<number>/notice.pdf", "print_notice", "read", notice,
        _says_paper("拨付通知书", "The disbursement notice"), (NUMBER,),
    ),
    Extra(
        "GET", "/claims/<number>/calculation.pdf", "print_calculation", "read", calculation,
        _says_paper("算账单", "The calculation sheet"), (NUMBER,),
    ),
)  # fmt: skip
"""Doors for everyone who may read claims."""
