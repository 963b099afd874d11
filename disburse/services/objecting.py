"""Objections raised while a public notice stands."""

from disburse import audit, clock, desk, numbering
from disburse.actors import Actor
from disburse.errors import OutOfOrder
from disburse.models import Claim, Objection
from workflows.objection import OBJECTION


@desk.use_case
def raise_objection(
    claim_id: str,
    *,
    grounds: str,
    contact: dict[str, str] | None = None,
    version: int | None = None,
    by: Actor,
) -> Objection:
    """Record an objection against a claim on public notice; anyone may raise one, a city clerk records it."""
    claim = desk.hold(Claim, claim_id, by=by, version=version)
    if claim.state != "public_notice":
        raise OutOfOrder(
            number=claim_id, why_zh="只有公示中的申报可以提出异议。", why_en="only a claim on public notice."
        )
    number = numbering.next_id("objection")
    objection = Objection(
        id=number,
        workflow_version=OBJECTION.version,
        state=OBJECTION.initial,
        claim_id=claim.id,
        grounds=grounds,
        raised_on=clock.today(),
        **audit.disclose_contact(number, contact),
    )
    return desk.open_record(objection, "raise", by=by, roles=("city_clerk",), about=claim.id, note=grounds)


@desk.use_case
def uphold_objection(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> Objection:
    """Find an objection justified; the claim is then reconsidered."""
    objection = desk.hold(Objection, number, by=by, version=version)
    desk.move(objection, "uphold", by=by, note=note, document=document, outcome=note)
    return objection


@desk.use_case
def dismiss_objection(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> Objection:
    """Find an objection unjustified; the claim may go on."""
    objection = desk.hold(Objection, number, by=by, version=version)
    desk.move(objection, "dismiss", by=by, note=note, document=document, outcome=note)
    return objection


@desk.use_case
def withdraw_objection(number: str, *, note: str, version: int | None = None, by: Actor) -> Objection:
    """Record that the objector took an objection back."""
    objection = desk.hold(Objection, number, by=by, version=version)
    desk.move(objection, "withdraw", by=by, note=note, outcome=note)
    return objection
