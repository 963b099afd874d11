"""Taking money back 追缴: the decision, the instalments, and its end."""

from datetime import date

from disburse import clock, desk, ledger, numbering
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding
from disburse.models import Claim, Fund, Recovery
from reports.figures import yuan
from workflows.recovery import RECOVERY
from workflows.table import NEW


@desk.use_case
def decide_recovery(
    claim_id: str, *, amount_fen: int, grounds: str, decision_number: str, by: Actor
) -> Recovery:
    """Decide to take back a paid award, or a part of it."""
    claim = desk.hold(Claim, claim_id, by=by)
    kept_fen = claim.paid_fen - claim.recovered_fen
    if not 0 < amount_fen <= kept_fen and claim.state == "paid":
        span = f"0.01 – {yuan(kept_fen)}"
        raise BadRecord([Finding("amount", f"应在 {span} 元之间", f"must lie within {span} yuan")])
    recovery = Recovery(
        id=numbering.next_id("recovery"),
        workflow_version=RECOVERY.version,
        state=NEW,
        claim_id=claim.id,
        amount_fen=amount_fen,
        repaid_fen=0,
        grounds=grounds,
        decision_number=decision_number,
    )
    desk.move(claim, "recover", by=by, note=grounds, document=decision_number, about=recovery.id)
    return desk.open_record(
        recovery, "decide", by=by, note=grounds, document=decision_number,
        amount_fen=amount_fen, about=claim.id,
    )  # fmt: skip


@desk.use_case
def record_repayment(
    number: str,
    *,
    amount_fen: int,
    receipt_number: str,
    received_on: date,
    version: int | None = None,
    by: Actor,
) -> Recovery:
    """Record money that came back. The last instalment settles the recovery and its claim."""
    recovery = desk.hold(Recovery, number, by=by, version=version)
    claim = desk.hold(Claim, recovery.claim_id, by=by)
    if received_on > clock.today():
        raise BadRecord([Finding("received_on", "在今天之后", "lies in the future")])
    owed = recovery.amount_fen - recovery.repaid_fen
    if not 0 < amount_fen <= owed and recovery.state in ("decided", "partly_repaid"):
        span = f"0.01 – {yuan(owed)}"
        raise BadRecord([Finding("amount", f"应在 {span} 元之间", f"must lie within {span} yuan")])
    last = amount_fen == owed
    desk.move(
        recovery,
        "settle" if last else "record_instalment",
        by=by,
        document=receipt_number,
        amount_fen=-amount_fen,
        about=claim.id,
        repaid_fen=recovery.repaid_fen + amount_fen,
    )
    if last:
        desk.move(
            claim, "settle_recovery", by=by, document=receipt_number, about=recovery.id,
            recovered_fen=claim.recovered_fen + recovery.repaid_fen,
        )  # fmt: skip
    fund = desk.hold(Fund, claim.fund_id or "", by=by)
    ledger.recover(fund, amount_fen, about=recovery.id, by=by, document=receipt_number)
    return recovery


@desk.use_case
def annul_recovery(
    number: str, *, note: str, document: str, version: int | None = None, by: Actor
) -> Recovery:
    """Annul a recovery, for instance after an appeal; what had come back stays counted on the claim."""
    recovery = desk.hold(Recovery, number, by=by, version=version)
    claim = desk.hold(Claim, recovery.claim_id, by=by)
    desk.move(recovery, "annul", by=by, note=note, document=document, about=claim.id)
    desk.move(
        claim, "annul_recovery", by=by, note=note, document=document, about=recovery.id,
        recovered_fen=claim.recovered_fen + recovery.repaid_fen,
    )  # fmt: skip
    return recovery
