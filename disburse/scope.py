"""Which rows a person may see: a condition that every query of a person carries. Refused by default."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from disburse import clock
from disburse.actors import ADMINISTRATORS, BANK, CITY_WIDE, DISTRICT, ENTERPRISE, Actor
from disburse.models import (
    Adoption,
    Attachment,
    Audited,
    BudgetTable,
    CityTable,
    Claim,
    Decision,
    Delegation,
    Endpoint,
    Enterprise,
    Freeze,
    HandOver,
    Objection,
    Payment,
    Person,
    Pledge,
    RatingList,
    Recovery,
    Refusal,
    SigningKey,
    Token,
    Unit,
)
from workflows.attachment import INTERNAL
from workflows.pledge import LOCKED, SOUGHT

OF_A_CLAIM: tuple[type[Freeze | Objection | Payment | Recovery], ...] = (Freeze, Objection, Payment, Recovery)
OPEN_TO_OFFICIALS: tuple[type[Audited], ...] = (
    RatingList, Adoption, Decision, CityTable, BudgetTable,
)  # fmt: skip
OF_PEOPLE: tuple[type[Audited], ...] = (Person, Delegation, Token, SigningKey, Endpoint, Refusal, HandOver)
WATCHERS = frozenset({"auditor", "audit_admin"})
"""Who sees everything about people, and what was refused to whom."""
STEWARDS = frozenset({"system_admin", "security_admin"})
"""Who registers people and grants them their roles."""


def visible(model: type[Audited], actor: Actor) -> ColumnElement[bool]:
    """The condition under which ``actor`` may see rows of ``model``.

    City bureau, finance and auditors see all of the procedure; a district its unit's; an enterprise its own;
    a bank the awards it is authorised for; administrators people and units only; others nothing. What was
    handed over is seen by whoever asked, colleagues of the same role, and who watches. The clock sees what it
    ends or has scanned: pledges, attachments, provisional deadlines, files handed over.
    """
    if model is Unit:
        return true()
    if actor.role == "clock":
        return _ends(model)
    if model in OF_PEOPLE:
        return _people(model, actor)
    if actor.role in ADMINISTRATORS:
        return false()
    if actor.role in CITY_WIDE or (model in OPEN_TO_OFFICIALS and actor.role in DISTRICT):
        return true()
    if model is Pledge and actor.role in BANK:
        return Pledge.bank == actor.unit
    if model is Attachment:
        return _attached(actor)
    if model is Claim or model is Enterprise:
        return _own(model, actor)
    if actor.role not in BANK and (model in OF_A_CLAIM or model is Pledge):
        return model.claim_id.in_(select(Claim.id).where(_own(Claim, actor)))
    return false()


def published() -> ColumnElement[bool]:
    """Claims that everybody may know of, with enterprise, item and sum: those on public notice 公示."""
    return and_(Claim.state == "public_notice", Claim.notice_from <= clock.today())


def _ends(model: type[Audited]) -> ColumnElement[bool]:
    """What the nightly jobs may take in hand."""
    if model is Claim:
        return Claim.due_provisional == true()
    return true() if model in (Pledge, Attachment, HandOver) else false()


def _own(model: type[Claim] | type[Enterprise], actor: Actor) -> ColumnElement[bool]:
    if actor.role in DISTRICT:
        return model.unit == actor.unit
    if actor.role in ENTERPRISE:
        owner = model.id if model is Enterprise else Claim.enterprise_id
        return owner == actor.unit
    if actor.role in BANK and model is Claim:
        return Claim.id.in_(_authorised(actor))
    return false()


def _attached(actor: Actor) -> ColumnElement[bool]:
    """What is about one's claims, papers of the offices apart; a bank sees what is about its pledges."""
    if actor.role in BANK:
        return Attachment.about.in_(select(Pledge.id).where(Pledge.bank == actor.unit))
    own = Attachment.claim_id.in_(select(Claim.id).where(_own(Claim, actor)))
    return and_(own, Attachment.paper.not_in(INTERNAL)) if actor.role in ENTERPRISE else own


def shows_the_award() -> ColumnElement[bool]:
    """Pledges that let a bank see the award: until the day the enterprise named, or while it is locked."""
    sought = and_(Pledge.state.in_(SOUGHT), Pledge.expires_on >= clock.today())
    return or_(sought, Pledge.state.in_(LOCKED))


def _authorised(actor: Actor) -> ColumnElement[str]:
    """Awards whose enterprise lets this bank see them."""
    query = select(Pledge.claim_id).where(Pledge.bank == actor.unit, shows_the_award())
    return query.scalar_subquery()


def _people(model: type[Audited], actor: Actor) -> ColumnElement[bool]:
    """A person sees colleagues and what is the person's own; who watches sees all, stewards people alone."""
    if actor.role in WATCHERS or (actor.role in STEWARDS and model not in (Refusal, HandOver)):
        return true()
    if model is HandOver:
        colleagues = and_(HandOver.asker_role == actor.role, HandOver.asker_unit == actor.unit)
        return or_(HandOver.asker == actor.id, colleagues)
    if model is Person:
        return or_(Person.id == actor.id, Person.unit == actor.unit)
    if model is Delegation:
        return Delegation.unit == actor.unit
    if model is Token:
        return Token.owner == actor.id
    if model is Endpoint:
        return Endpoint.unit == actor.unit
    if model is SigningKey:
        return SigningKey.unit == actor.unit
    return false()
