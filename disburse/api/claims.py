"""What every reader of a claim may ask beside the claim itself: how its sum came about, and its papers."""

from flask import Response

from disburse.api import describe, door
from disburse.api.audience import Extra
from disburse.api.describe import Piece
from disburse.api.reading import answer, wants
from disburse.api.shapes import Shape
from disburse.queries import assessing, claims, printing
from disburse.queries.rolls import PUBLICATION, RECOMMENDATION
from schemas.identifiers import RecordNumber
from schemas.shown_rules import AssessmentSeen

ASSESSMENT = Shape(AssessmentSeen())
LIST = describe.in_path("number", RECOMMENDATION.pattern)
NOTICE = describe.in_path("number", PUBLICATION.pattern)
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


def opinion(number: str) -> Response:
    """The opinion form as PDF."""
    return _paper("opinion", number)


def letter(number: str) -> Response:
    """The letter of recommendation as PDF."""
    return _paper("letter", number)


def summary(number: str) -> Response:
    """The summary table as PDF."""
    return _paper("summary", number)


def publication(number: str) -> Response:
    """The public notice as PDF."""
    return _paper("publication", number)


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
OF_DISTRICTS = (
    Extra(
        "GET", "/claims/<number>/opinion.pdf", "print_opinion", "read", opinion,
        _says_paper("初审意见表", "The opinion form of the district"), (NUMBER,),
    ),
    Extra(
        "GET", "/recommendations/<number>/letter.pdf", "print_letter", "read", letter,
        _says_paper("推荐函：TJ-单位-起日-止日", "The letter of recommendation: TJ-unit-first-last"), (LIST,),
    ),
    Extra(
        "GET", "/recommendations/<number>/summary.pdf", "print_summary", "read", summary,
        _says_paper("汇总表：TJ-单位-起日-止日", "The summary table: TJ-unit-first-last"), (LIST,),
    ),
)  # fmt: skip
"""Papers of a district's review: for the district, the city and auditors."""
OF_NOTICES = (
    Extra(
        "GET", "/publications/<number>/publication.pdf", "print_publication", "read", publication,
        _says_paper("公示：GS-日期", "The public notice: GS-day"), (NOTICE,),
    ),
)  # fmt: skip
"""Papers of public notices: for the city and auditors; everybody has them on the public page."""
