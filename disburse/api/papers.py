"""Papers as PDF, made when they are asked for: of a claim, a pledge, a district's list, a public notice."""

from collections.abc import Callable
from typing import Any

from flask import Response

from disburse.api import describe, door
from disburse.api.audience import Extra
from disburse.api.reading import wants
from disburse.errors import OutOfOrder
from disburse.queries import printing, records
from disburse.queries.rolls import PUBLICATION, RECOMMENDATION
from schemas.identifiers import RecordNumber
from workflows.pledge import LOCKED

RECORD = RecordNumber.pattern.pattern


def _printer(kind: str) -> Callable[[str], Response]:
    def print_it(number: str) -> Response:
        """Make the paper. Raises NotFound, OutOfOrder, NotIssued or TooManyLines."""
        wants()
        about = _locked(number) if kind == "receipt" else number
        made = printing.pdf(kind, about, door.asking(), door.config())
        sent = Response(made, mimetype="application/pdf")
        sent.headers.set("Content-Disposition", "attachment", filename=f"{number}-{kind}.pdf")
        return sent

    return print_it


def _locked(number: str) -> str:
    """The claim that a pledge has locked. Raises NotFound or OutOfOrder."""
    pledge: Any = records.one("pledge", number, door.asking())
    if pledge.state not in LOCKED:
        zh, en = "没有锁定，没有回执。", "it has locked no award."
        raise OutOfOrder(number=number, why_zh=zh, why_en=en)
    claim: str = pledge.claim_id
    return claim


def _paper(collection: str, kind: str, zh: str, en: str, pattern: str = RECORD) -> Extra:
    noes = (*describe.ALWAYS, "409", "422")
    says = {
        "summary": f"{zh} / {en}",
        "parameters": describe.asking(),
        "responses": describe.file("application/pdf", zh, en, noes),
    }
    path, name = f"/{collection}/<number>/{kind}.pdf", f"print_{kind}"
    return Extra("GET", path, name, "read", _printer(kind), says, (describe.in_path("number", pattern),))


OF_CLAIMS = (
    _paper("claims", "notice", "拨付通知书", "The disbursement notice"),
    _paper("claims", "calculation", "算账单", "The calculation sheet"),
)
"""For everyone who may read claims."""
OF_PLEDGES = (_paper("pledges", "receipt", "账户信息确认回执", "The receipt of a lock"),)
"""For everyone who may read pledges."""
OF_DISTRICTS = (
    _paper("claims", "opinion", "初审意见表", "The opinion form of the district"),
    _paper(
        "recommendations", "letter", "推荐函：TJ-单位-起日-止日",
        "The letter of recommendation: TJ-unit-first-last", RECOMMENDATION.pattern,
    ),
    _paper(
        "recommendations", "summary", "汇总表：TJ-单位-起日-止日",
        "The summary table: TJ-unit-first-last", RECOMMENDATION.pattern,
    ),
)  # fmt: skip
"""Papers of a district's review: for the district, the city and auditors."""
OF_NOTICES = (
    _paper("publications", "publication", "公示：GS-日期", "The public notice: GS-day", PUBLICATION.pattern),
)
"""Papers of public notices: for the city and auditors; everybody has them on the public page."""
