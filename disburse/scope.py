"""Which rows a person may see: a condition that every query of a person carries. Refused by default."""

from sqlalchemy import ColumnElement, false, select, true

from disburse.actors import CITY_WIDE, DISTRICT, ENTERPRISE, Actor
from disburse.models import (
    Adoption,
    Audited,
    Claim,
    Decision,
    Enterprise,
    Objection,
    Payment,
    RatingList,
    Recovery,
)

OF_A_CLAIM: tuple[type[Objection | Payment | Recovery], ...] = (Objection, Payment, Recovery)
OPEN_TO_OFFICIALS: tuple[type[Audited], ...] = (RatingList, Adoption, Decision)


def visible(model: type[Audited], actor: Actor) -> ColumnElement[bool]:
    """The condition under which ``actor`` may see rows of ``model``.

    City bureau, finance and auditors see all; a district its unit's; an enterprise its own; others nothing.
    """
    if actor.role in CITY_WIDE:
        return true()
    if model in OPEN_TO_OFFICIALS and actor.role in DISTRICT:
        return true()
    if model is Claim or model is Enterprise:
        return _own(model, actor)
    if model in OF_A_CLAIM:
        claims = select(Claim.id).where(_own(Claim, actor))
        return model.claim_id.in_(claims)
    return false()


def _own(model: type[Claim] | type[Enterprise], actor: Actor) -> ColumnElement[bool]:
    if actor.role in DISTRICT:
        return model.unit == actor.unit
    if actor.role in ENTERPRISE:
        owner = model.id if model is Enterprise else Claim.enterprise_id
        return owner == actor.unit
    return false()
