"""One claim: who holds it, its sums, its calculation step by step, its papers, and what happened to it."""

from flask import Blueprint, render_template

from disburse.policy import catalogue as policy
from disburse.queries import claims
from disburse.queries.holding import holding
from disburse.queries.standing import code
from disburse.web.reader import reader
from disburse.web.wording import governing

pages = Blueprint("claim", __name__)


@pages.get("/claims/<number>")
def show(number: str) -> str:
    """Everything about a claim that an auditor may see, without personal data. Raises NotFound."""
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
