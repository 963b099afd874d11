"""Taking money back 追缴: the decision, the instalments, and its end."""

from datetime import date

from disburse import clock, desk, ledger, numbering
from disburse.actors import Actor
from disburse.errors import AlreadyThere, BadRecord, Finding
from disburse.models import Claim, Fund, Recovery
from disburse.queries import recoveries
from reports.figures import yuan
from workflows.recovery import RECOVERY
from workflows.table import NEW


@desk.use_case
def decide_recovery(
    claim_id: str,
    *,
    amount_fen: int,
    grounds: str,
    decision_number: str,
    version: int | None = None,
    by: Actor,
) -> Recovery:
    """Decide to take back a paid award, or a part of it."""
    claim = desk.hold(Claim, claim_id, by=by, version=version)
    kept_fen = claim.paid_fen - claim.recovered_fen
    if not 0 < amount_fen <= kept_fen and claim.state == "paid":
        span = f"0.01 – {yuan(kept_fen)}"
        raise BadRecord([Finding("amount_yuan", f"应在 {span} 元之间", f"must lie within {span} yuan")])
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
    """Record money that came back, each receipt once. The last instalment settles the recovery and its claim.

    Raises AlreadyThere where a repayment of this recovery was booked by that receipt.
    """
    recovery = desk.hold(Recovery, number, by=by, version=version)
    claim = desk.hold(Claim, recovery.claim_id, by=by)
    if received_on > clock.today():
        raise BadRecord([Finding("received_on", "在今天之后", "lies in the future")])
    owed = recovery.amount_fen - recovery.repaid_fen
    if not 0 < amount_fen <= owed and recovery.state in ("decided", "partly_repaid"):
        span = f"0.01 – {yuan(owed)}"
        raise BadRecord([Finding("amount_yuan", f"应在 {span} 元之间", f"must lie within {span} yuan")])
    is_known = recoveries.has_receipt(recovery, receipt_number)
    _count(recovery, claim, amount_fen, receipt_number, claim.id, by)
    if is_known:  # said to whoever may book at all
        raise AlreadyThere(what=receipt_number, number=recovery.id)
    fund = desk.hold(Fund, claim.fund_id or "", by=by)
    ledger.recover(fund, amount_fen, about=recovery.id, by=by, document=receipt_number)
    return recovery


@desk.use_case
def offset_recovery(
    number: str,
    *,
    claim_id: str,
    amount_fen: int,
    document: str,
    version: int | None = None,
    by: Actor,
) -> Recovery:
    """Set what is owed off against a later award of the same enterprise 抵扣: so much less is paid out.

    The award's fund has then paid that part, the recovery's fund has it back; no money moves. It is not
    undone: an award set off in part is paid out with the rest. A pledged award is its bank's.
    """
    recovery = desk.hold(Recovery, number, by=by, version=version)
    claims = {one: desk.hold(Claim, one, by=by) for one in sorted({recovery.claim_id, claim_id})}
    source, award = claims[recovery.claim_id], claims[claim_id]
    whole = _require_offsettable(recovery, source, award, amount_fen)
    desk.move(
        award,
        "offset_in_full" if whole else "offset",
        by=by,
        document=document,
        amount_fen=amount_fen,
        about=recovery.id,
        paid_fen=award.paid_fen + amount_fen,
    )
    _count(recovery, source, amount_fen, document, award.id, by)
    owing, paying = source.fund_id or "", award.fund_id or ""
    funds = {one: desk.hold(Fund, one, by=by) for one in sorted({owing, paying})}
    ledger.pay(funds[paying], amount_fen, about=award.id, by=by, document=document)
    ledger.recover(funds[owing], amount_fen, about=recovery.id, by=by, document=document)
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


def _count(recovery: Recovery, claim: Claim, amount_fen: int, document: str, about: str, by: Actor) -> None:
    """Count what came back; the last of it settles the recovery and the claim it is of."""
    last = amount_fen == recovery.amount_fen - recovery.repaid_fen
    desk.move(
        recovery,
        "settle" if last else "record_instalment",
        by=by,
        document=document,
        amount_fen=-amount_fen,
        about=about,
        repaid_fen=recovery.repaid_fen + amount_fen,
    )
    if last:
        desk.move(
            claim, "settle_recovery", by=by, document=document, about=recovery.id,
            recovered_fen=claim.recovered_fen + recovery.repaid_fen,
        )  # fmt: skip


def _require_offsettable(recovery: Recovery, source: Claim, award: Claim, amount_fen: int) -> bool:
    """Another award of the same enterprise, and a sum within both; whether that is all of the award."""
    if award.id == source.id or award.enterprise_id != source.enterprise_id:
        zh, en = "须为同一企业的另一笔奖补", "must be another award of the same enterprise"
        raise BadRecord([Finding("claim_id", zh, en)])
    due_fen = (award.payable_fen or 0) - award.paid_fen
    most_fen = min(recovery.amount_fen - recovery.repaid_fen, due_fen)
    is_open = recovery.state in ("decided", "partly_repaid") and award.state == "approved"
    if is_open and not 0 < amount_fen <= most_fen:
        span = f"0.01 – {yuan(most_fen)}"
        raise BadRecord([Finding("amount_yuan", f"应在 {span} 元之间", f"must lie within {span} yuan")])
    return amount_fen == due_fen
