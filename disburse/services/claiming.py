"""The enterprise's side of a claim: draft, amend, submit, resubmit, withdraw."""

from datetime import date
from typing import Any

from disburse import clock, desk, numbering
from disburse.actors import Actor
from disburse.errors import AlreadyThere, BadRecord, ByException, Finding, NotAdopted
from disburse.models import Claim, Enterprise
from disburse.policy import catalogue as policy
from disburse.policy.case import Adoption
from disburse.queries import recognitions, rules
from workflows.claim import CLAIM
from workflows.table import NEW


@desk.use_case
def draft_claim(
    *,
    enterprise: str,
    item: str,
    on: date,
    facts: dict[str, Any],
    claimed_fen: int | None = None,
    object: str | None = None,  # noqa: A002  # the contract's word for what an item is claimed for
    by: Actor,
) -> Claim:
    """Begin a claim of one's own enterprise for one item; ``on`` is the day of the event it rests on."""
    owner = desk.hold(Enterprise, enterprise, by=by)
    _require_claimable(item, on, facts)
    claim = Claim(
        id=numbering.next_id("claim"),
        workflow_version=CLAIM.version,
        state=NEW,
        enterprise_id=owner.id,
        unit=owner.unit,
        item=item,
        on=on,
        object=object,
        facts=facts,
        established={},
        commitment=False,
        returned_count=0,
        due_provisional=False,
        claimed_fen=claimed_fen,
        paid_fen=0,
        recovered_fen=0,
    )
    return desk.open_record(claim, "draft", by=by)


@desk.use_case
def amend_claim(
    number: str,
    *,
    facts: dict[str, Any],
    claimed_fen: int | None = None,
    version: int | None = None,
    by: Actor,
) -> Claim:
    """Change the stated facts of a draft, or of a claim returned for correction."""
    claim = desk.hold(Claim, number, by=by, version=version)
    if claim.recognition_list_id:
        raise ByException(number=claim.id, list=claim.recognition_list_id)
    _require_claimable(claim.item, claim.on, facts)
    desk.move(claim, "amend", by=by, facts=facts, claimed_fen=claimed_fen)
    return claim


@desk.use_case
def submit_claim(number: str, *, commitment: bool, version: int | None = None, by: Actor) -> Claim:
    """Hand a claim in, with the commitment that everything stated is true 真实性承诺."""
    claim = desk.hold(Claim, number, by=by, version=version)
    if not commitment:
        raise BadRecord([Finding("commitment", "须作出真实性承诺", "the commitment letter must be made")])
    listed = recognitions.listed(claim)
    if listed:
        raise AlreadyThere(what=claim.item, number=listed)
    document = policy.load().items[claim.item].document
    adopted = rules.adoptions().get(document)
    if adopted is None or not _in_force(adopted, claim.on):
        raise NotAdopted(document=document, day=claim.on)
    action = "submit" if claim.state == "draft" else "resubmit"
    desk.move(claim, action, by=by, commitment=True, submitted_at=clock.now())
    return claim


@desk.use_case
def withdraw_claim(number: str, *, version: int | None = None, note: str | None = None, by: Actor) -> Claim:
    """Take a claim back, at any time before it is approved."""
    claim = desk.hold(Claim, number, by=by, version=version)
    desk.move(claim, "withdraw", by=by, note=note)
    return claim


def _in_force(adoption: Adoption, on: date) -> bool:
    last = adoption.effective_to or date.max
    return adoption.effective_from <= on <= last


def _require_claimable(item: str, on: date, facts: dict[str, Any]) -> None:
    catalogue = policy.load()
    if item not in catalogue.items:
        raise BadRecord([Finding("item", f"没有事项 {item}", f"there is no item {item}")])
    findings = []
    if catalogue.items[item].kind in ("service", "rule"):
        findings.append(Finding("item", f"{item} 不含资金", f"{item} grants no money"))
    if on > clock.today():
        findings.append(Finding("on", f"{on} 在今天之后", f"{on} lies in the future"))
    findings += rules.strange(item, facts)
    if findings:
        raise BadRecord(findings)
