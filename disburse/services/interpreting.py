"""Reading what a policy leaves open: entered by one person, confirmed by another, on a document."""

from datetime import date

from disburse import desk, numbering
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.models import Decision
from disburse.policy import catalogue as policy
from disburse.policy.readings import questions
from workflows.decision import DECISION
from workflows.table import NEW


@desk.use_case
def enter_decision(
    *, question: str, reading: str, number: str, holds_from: date, grounds: str, by: Actor
) -> Decision:
    """Enter how an open question is to be read, from which day on, and why."""
    asked = questions(policy.load()).get(question)
    if asked is None:
        where, known = "question", f"no text leaves {question} open"
        raise BadRecord([Finding(where, f"政策文本没有“{question}”这个未定问题", known)])
    if reading not in asked.readings:
        choice = ", ".join(asked.readings)
        raise BadRecord([Finding("reading", f"只能是：{choice}", f"must be one of {choice}")])
    decision = Decision(
        id=numbering.next_id("decision"),
        workflow_version=DECISION.version,
        state=NEW,
        question=question,
        reading=reading,
        number=number,
        holds_from=holds_from,
        grounds=grounds,
        catalogue=policy.load().digest,
    )
    return desk.open_record(decision, "enter", by=by, note=grounds, document=number)


@desk.use_case
def confirm_decision(number: str, *, document: str, version: int | None = None, by: Actor) -> Decision:
    """Confirm a reading that another person entered; from now on the engine applies it."""
    decision = desk.hold(Decision, number, by=by, version=version)
    desk.move(decision, "confirm", by=by, document=document)
    return decision


@desk.use_case
def reject_decision(number: str, *, note: str, version: int | None = None, by: Actor) -> Decision:
    """Find that a reading was entered wrongly."""
    decision = desk.hold(Decision, number, by=by, version=version)
    desk.move(decision, "reject", by=by, note=note)
    return decision


@desk.use_case
def repeal_decision(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> Decision:
    """Record that a reading was repealed; what was assessed under it stays as it was."""
    decision = desk.hold(Decision, number, by=by, version=version)
    desk.move(decision, "repeal", by=by, note=note, document=document)
    return decision
