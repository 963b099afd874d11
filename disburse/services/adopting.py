"""Adoption of a policy document: entered by one person, confirmed by another."""

from datetime import date

from disburse import desk, numbering
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.models import Adoption
from disburse.policy import catalogue as policy
from workflows.adoption import ADOPTION
from workflows.table import NEW


@desk.use_case
def enter_adoption(
    *,
    document: str,
    number: str,
    published_on: date,
    effective_from: date,
    effective_to: date,
    by: Actor,
) -> Adoption:
    """Enter that a document was adopted: its number, the day of publication and the days it is in force."""
    findings = []
    catalogue = policy.load()
    if document not in catalogue.documents:
        findings.append(Finding("document", f"没有政策 {document}", f"there is no policy {document}"))
    if effective_to < effective_from:
        findings.append(Finding("effective_to", "早于生效日期", "lies before effective_from"))
    if findings:
        raise BadRecord(findings)
    adoption = Adoption(
        id=numbering.next_id("adoption"),
        workflow_version=ADOPTION.version,
        state=NEW,
        document=document,
        number=number,
        published_on=published_on,
        effective_from=effective_from,
        effective_to=effective_to,
        catalogue=catalogue.digests[document, catalogue.documents[document].edition],
    )
    return desk.open_record(adoption, "enter", by=by, document=number)


@desk.use_case
def confirm_adoption(number: str, *, document: str, version: int | None = None, by: Actor) -> Adoption:
    """Confirm an adoption that another person entered; from now on its items can be paid."""
    adoption = desk.hold(Adoption, number, by=by, version=version)
    desk.move(adoption, "confirm", by=by, document=document)
    return adoption


@desk.use_case
def reject_adoption(number: str, *, note: str, version: int | None = None, by: Actor) -> Adoption:
    """Find that an adoption was entered wrongly."""
    adoption = desk.hold(Adoption, number, by=by, version=version)
    desk.move(adoption, "reject", by=by, note=note)
    return adoption


@desk.use_case
def repeal_adoption(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> Adoption:
    """Record that a document was repealed; nothing more is paid from it."""
    adoption = desk.hold(Adoption, number, by=by, version=version)
    desk.move(adoption, "repeal", by=by, note=note, document=document)
    return adoption
