"""One claim: who holds it, its sums, its calculation, its evidence and papers, and what happened to it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from disburse.actors import BANK, ENTERPRISE, Actor
from disburse.errors import Finding, Refusal
from disburse.policy import catalogue as policy
from disburse.queries import claims
from disburse.queries.holding import holding
from disburse.queries.reviewed import has_opinion
from disburse.queries.standing import code
from disburse.web import evidence, forms, once
from disburse.web.newest import newest
from disburse.web.reader import config, reader
from disburse.web.wording import governing, told
from workflows.claim import CLAIM
from workflows.freeze import FREEZE
from workflows.pledge import PLEDGE

pages = Blueprint("claim", __name__)
MOST = 50
"""Pledges and freezes that are shown of a claim."""


@pages.get("/claims/<number>")
def show(number: str) -> ResponseReturnValue:
    """Everything about a claim that the reader may see, without personal data. Raises NotFound.

    A bank is shown an award in answer to a query only, which is itself an event: it has a page of its own.
    """
    if reader().role in BANK:
        return redirect(url_for("bank_pages.award", number=number, done=request.args.get("done")), 303)
    return _page(claims.one(number, reader()), reader())


@pages.post("/claims/<number>/attachments")
def attach(number: str) -> ResponseReturnValue:
    """Attach a file to a claim; what is wrong is said beside the field. Raises NotFound, StrangeForm."""
    by = reader()
    claim = claims.one(number, by)
    if not evidence.open_papers(claim, by):
        return redirect(f"/claims/{number}#{evidence.PLACE}", 303)
    try:
        key = evidence.take(claim, by)
    except RequestEntityTooLarge:
        return _page(claims.one(number, by), by, [_too_large()]), 413
    except Refusal as no:
        found = no.findings or [Finding("file", no.zh, no.en)]
        return _page(claims.one(number, by), by, found, forms.text("paper")), no.status
    return redirect(f"/claims/{number}?{once.DONE}={key}#{evidence.PLACE}", 303)


def _too_large() -> Finding:
    most = config().max_attachment_bytes // 1_048_576
    zh = f"文件超过 {most} MB。请压缩，或分成几份后逐份上传。"
    return Finding("file", zh, f"The file is larger than {most} MB: compress it, or send it in parts.")


def _page(claim: Any, by: Actor, findings: Sequence[Finding] = (), paper: str = "") -> str:
    item = governing(claim.item, claim.on)
    enterprise = claims.enterprise_of(claim)
    payments = claims.payments_of(claim)
    return render_template(
        "claim.html",
        claim=claim,
        states=told(CLAIM, by),
        code=code(claim.id, claim.head),
        enterprise=enterprise,
        name=claims.shown_name(enterprise),
        is_person=enterprise.nature == claims.PERSON,
        item=item,
        document=policy.load().document(item),
        holding=holding(claim),
        account=claims.account_of(claim),
        objection=claims.standing_objection(claim),
        payments=payments,
        has_opinion=has_opinion(claim, by),
        has_notice=any(payment.state == "paid" for payment in payments),
        evidence=evidence.of_claim(claim, by, findings, paper),
        pledges=newest("pledge", MOST, {"claim_id": claim.id}),
        pledge_states=told(PLEDGE, by),
        freezes=newest("freeze_order", MOST, {"claim_id": claim.id}),
        freeze_states=told(FREEZE, by),
        events=_events(claim, by),
    )


def _events(claim: Any, by: Actor) -> list[dict[str, Any]]:
    """The time line; what an event is about besides is for officials alone, as in the interface."""
    hidden = {"about": None} if by.role in ENTERPRISE | BANK else {}
    return [{**event, **hidden} for event in claims.time_line(claim)]
