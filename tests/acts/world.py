"""One claim in every state, with all that stands around it; and acts that are tried and then undone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from disburse import desk
from disburse.actors import Actor
from disburse.acts import act
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Claim, Event, Payment, Recovery
from tests.make import (
    APPROVER,
    BANK_CODE,
    CLERK,
    HEAD,
    PATH,
    UNIT,
    a_claim,
    a_fund,
    a_lock,
    a_recovery,
    a_unit,
    again,
    agent,
    here,
    repay,
    wait_for_the_notice,
)
from workflows.roles import ROLES

DECIDED = {"note": "测试原因", "document": "测试文号1号"}


@dataclass(frozen=True)
class Scene:
    """A claim as the test found it, with a fund, and the payment and the recovery it has."""

    claim: Any
    fund: Any
    payment: Any = None
    recovery: Any = None

    def persons(self) -> list[Actor]:
        """Somebody new in every role, of the unit that this claim concerns."""
        units = {"enterprise": self.claim.enterprise_id, "district": UNIT}
        return [Actor(f"new-{r.name}", r.name, units.get(r.office, r.office)) for r in ROLES.values()]


def scenes() -> dict[str, Scene]:
    """A claim in every state that acts lead to."""
    fund = a_fund()
    claims = {state: a_claim(state, fund=fund) for state in PATH}
    wait_for_the_notice(claims["public_notice"])
    claims["returned"] = act("return_claim", {**here(a_claim("submitted")), "note": "缺发票"}, CLERK)
    claims["refused"] = act("refuse_claim", {**here(a_claim("submitted")), "note": "不符合"}, HEAD)
    draft = a_claim("draft")
    claims["withdrawn"] = act("withdraw_claim", here(draft), agent(draft.enterprise_id))
    approved = a_claim("approved", fund=fund)
    claims["revoked"] = act("revoke_claim", {**here(approved), **DECIDED}, APPROVER)
    a_unit(BANK_CODE, "bank")
    claims["pledged"] = db.session.get_one(Claim, a_lock(claim=a_claim("approved", fund=fund)).claim_id)
    for state in ("recovering", "recovered"):
        claims[state] = a_claim("paid", fund=fund)
        recovery = a_recovery(claims[state], "100.00")
        if state == "recovered":
            repay(recovery, "100.00")
    return {state: _scene(again(claim), fund) for state, claim in claims.items()}


def _scene(claim: Any, fund: Any) -> Scene:
    payment, recovery = (
        db.session.scalar(select(model).where(model.claim_id == claim.id)) for model in (Payment, Recovery)
    )
    return Scene(claim, again(fund), payment, recovery)


class Trial:
    """Does acts and undoes them: what would have been committed is looked at and rolled back.

    That a refusal is itself written down is tried elsewhere, and left out here.
    """

    def __init__(self, monkeypatch: Any) -> None:
        self._mark = db.session.scalar(select(func.max(Event.id))) or 0
        self._written: list[tuple[str, str]] = []
        monkeypatch.setattr(desk.db.session, "commit", self._undo)
        monkeypatch.setattr(desk, "_write_down", lambda *_: None)

    def _undo(self) -> None:
        rows = select(Event.record, Event.action).where(Event.id > self._mark).order_by(Event.id)
        self._written += [(record, action) for record, action in db.session.execute(rows)]
        db.session.rollback()

    def of(self, name: str, body: dict[str, Any], by: Actor) -> tuple[str, list[tuple[str, str]]]:
        """The class that refused, empty when it was done; and every event that would now be there."""
        self._written = []
        try:
            act(name, body, by)
        except Refusal as no:
            return no.code, self._written
        return "", self._written
