"""What every reader of a claim may ask beside the claim itself: how its sum came about, and its papers."""

from flask import Response

from disburse.api import describe, door
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.reading import answer, wants
from disburse.api.shapes import Shape
from disburse.queries import assessing, claims
from schemas.identifiers import RecordNumber
from schemas.shown_rules import AssessmentSeen

ASSESSMENT = Shape(AssessmentSeen())
NUMBER = describe.in_path("number", RecordNumber.pattern.pattern)


def assessment(number: str) -> Response:
    """The explained assessment of a claim."""
    wants()
    return answer(ASSESSMENT.one(assessing.of_claim(claims.one(number, door.asking()))))


def _says(zh: str, en: str, responses: Piece) -> Piece:
    return {"summary": f"{zh} / {en}", "parameters": describe.asking(), "responses": responses}


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
)
"""Doors for everyone who may read claims."""
