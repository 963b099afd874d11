"""An award as an authorised bank sees it 补贴贷: sums, state, and what stands in the way."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from disburse.actors import Actor
from disburse.db import db
from disburse.models import Claim, Freeze, Pledge
from disburse.policy import catalogue as policy
from disburse.queries import claims, locks, records, rules
from workflows.claim import CLAIM
from workflows.pledge import STANDING


def award_for_bank(claim: Claim, by: Actor) -> Mapping[str, Any]:
    """What a bank is shown of an award beside its own columns: nothing of the enterprise's other affairs.

    Whether another bank has a lock, or asks for one, is said by yes or no.
    """
    item = policy.load().governing(claim.item, claim.on)
    enterprise, state = claims.enterprise_of(claim), CLAIM.state(claim.state)
    adoption = rules.adoptions().get(item.document)
    moved, last = records.last_event(claim.id, moved=True), records.last_event(claim.id)
    freezes = _freezes(claim)
    free = not freezes and not any(locks.unpledgeable(claim, enterprise))
    return {
        "number": claim.id,
        "uscc": enterprise.uscc,
        "payee": claim.account_name or claims.shown_name(enterprise),
        "item_zh": item.title_zh,
        "article": item.article,
        "document_number": adoption.number if adoption else None,
        "year": claim.on.year,
        "factor": _factor(claim),
        "pledgeable_fen": locks.pledgeable_fen(claim) if free else 0,
        "state_zh": state.zh,
        "state_en": state.en,
        "state_since": moved.at if moved else None,
        "freezes": freezes,
        "other_locks": _locked_to_others(claim, by),
        "changed_at": last.at if last else None,
    }


def _factor(claim: Claim) -> str | None:
    """The rating factor that the sum was settled with, such as ``4/5``; none for an investment item."""
    pair = (claim.calculation or {}).get("factor")
    return str(Fraction(*pair)) if pair else None


def _freezes(claim: Claim) -> list[str]:
    """The numbers of the freezes in force."""
    query = select(Freeze.id).where(Freeze.claim_id == claim.id, Freeze.state == "in_force")
    return list(db.session.scalars(query.order_by(Freeze.id)))


def _locked_to_others(claim: Claim, by: Actor) -> bool:
    theirs = (Pledge.claim_id == claim.id, Pledge.bank != by.unit, Pledge.state.in_(STANDING))
    return db.session.scalar(select(Pledge.id).where(*theirs)) is not None
