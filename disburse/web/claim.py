"""One claim: who holds it, its sums, its calculation step by step, its papers, and what happened to it."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from disburse.actors import BANK
from disburse.policy import catalogue as policy
from disburse.queries import claims
from disburse.queries.holding import holding
from disburse.queries.standing import code
from disburse.web.reader import reader
from disburse.web.wording import governing

pages = Blueprint("claim", __name__)


@pages.get("/claims/<number>")
def show(number: str) -> ResponseReturnValue:
    """Everything about a claim that an auditor may see, without personal data. Raises NotFound.

    A bank is shown an award in answer to a query only, which is itself an event: it has a page of its own.
    """
    if reader().role in BANK:
        return redirect(url_for("bank_pages.award", number=number, done=request.args.get("done")), 303)
    claim = claims.one(number, reader())
    item = governing(claim.item, claim.on)
    enterprise = claims.enterprise_of(claim)
    payments = claims.payments_of(claim)
    return render_template(
        "claim.html",
        claim=claim,
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
        has_notice=any(payment.state == "paid" for payment in payments),
        events=claims.time_line(claim),
    )
