"""The sum recognised 核定金额: never above what the policy grants or the enterprise claims."""

from dataclasses import dataclass
from typing import Any

from disburse.errors import BadRecord, Finding, Refusal
from disburse.models import Claim
from disburse.policy.case import Assessment
from reports.figures import yuan


class SumTooHigh(Refusal):
    """核定金额 {asked} 元超过测算金额 {granted} 元。
    The sum recognised, {asked} yuan, is above what the policy grants, {granted} yuan.
    """

    status = 422
    mend = ("请按测算金额核减。", "Reduce it to what the policy grants.")


class DifferenceUnexplained(Refusal):
    """核定金额 {asked} 元低于测算金额 {granted} 元，须写明理由和依据文号。
    The sum recognised, {asked} yuan, is below the computed {granted} yuan: give the reason and a document.
    """

    status = 422
    mend = ("请补充理由和文号。", "Add both.")


@dataclass(frozen=True)
class Recognition:
    """A recognised sum in fen, with the reason and document where it differs from the computed one."""

    recognised_fen: int | None
    reason: str | None
    document: str | None

    def columns(self) -> dict[str, Any]:
        """As columns of the claim."""
        return {
            "recognised_fen": self.recognised_fen,
            "difference_reason": self.reason,
            "difference_document": self.document,
        }


def recognise(
    claim: Claim, result: Assessment, asked_fen: int | None, reason: str | None, document: str | None
) -> Recognition:
    """Recognise ``asked_fen``, by default all that is granted.

    Raises BadRecord for no sum at all, SumTooHigh, or DifferenceUnexplained for a lower sum without both
    reason and document.
    """
    granted = result.gross_fen if result.gross_fen is not None else (result.range_fen or (0, 0))[1]
    if claim.claimed_fen is not None:
        granted = min(granted, claim.claimed_fen)
    asked = granted if asked_fen is None else asked_fen
    if asked <= 0:
        raise BadRecord([Finding("recognised_yuan", "须大于零；不予支持的，另行办理", "must be above zero")])
    if asked > granted:
        raise SumTooHigh(asked=yuan(asked), granted=yuan(granted))
    if asked < granted and not (reason and document):
        raise DifferenceUnexplained(asked=yuan(asked), granted=yuan(granted))
    return Recognition(asked, reason if asked < granted else None, document if asked < granted else None)


def factored(recognised_fen: int, result: Assessment) -> int:
    """The recognised sum after the rating factor, half-up to the fen."""
    above, below = result.factor or (1, 1)
    return (2 * recognised_fen * above + below) // (2 * below)
