"""The district bureau's side: accept or return a claim, establish its facts, recommend or refuse it."""

from typing import Any

from disburse import desk
from disburse.actors import Actor
from disburse.errors import BadRecord, Finding, NotGranted, Refusal
from disburse.models import Claim, Enterprise
from disburse.policy.case import Assessment
from disburse.queries import rules
from disburse.recognition import Recognition, recognise
from schemas.claims import CHECKS


class CheckFailed(Refusal):
    """{number} 的审查未通过：{failed}。
    {number} did not pass: {failed}.
    """

    mend = ("请退回补正或不予支持。", "Return it for correction or refuse it.")


@desk.use_case
def accept_claim(number: str, *, version: int | None = None, by: Actor) -> Claim:
    """Take a submitted claim into the district review 受理."""
    claim = desk.hold(Claim, number, by=by, version=version)
    desk.move(claim, "accept", by=by)
    return claim


@desk.use_case
def return_claim(number: str, *, note: str, version: int | None = None, by: Actor) -> Claim:
    """Return a claim once, with all its defects in one notice 一次性告知."""
    claim = desk.hold(Claim, number, by=by, version=version)
    if claim.state == "submitted" and claim.returned_count:
        raise BadRecord([Finding("note", "补正只告知一次，不能再次退回", "a claim is returned once only")])
    desk.move(claim, "return_for_correction", by=by, note=note, returned_count=1)
    return claim


@desk.use_case
def establish_facts(
    number: str, *, facts: dict[str, Any], note: str, version: int | None = None, by: Actor
) -> Claim:
    """Enter facts as the reviewer found them; they stand before what the enterprise stated."""
    claim = desk.hold(Claim, number, by=by, version=version)
    strange = rules.strange(claim.item, facts)
    if strange:
        raise BadRecord(strange)
    desk.move(claim, "establish", by=by, note=note, established={**claim.established, **facts})
    return claim


@desk.use_case
def recommend_claim(
    number: str,
    *,
    checks: dict[str, Any],
    recognised_fen: int | None = None,
    difference_reason: str | None = None,
    difference_document: str | None = None,
    version: int | None = None,
    by: Actor,
) -> Claim:
    """Recommend a claim to the city bureau, after five checks and with the sum the policy grants.

    ``checks`` has each of CHECKS with result and remark. A sum below the computed one needs a reason and a
    document. What only the city can decide goes up without a sum.
    """
    claim = desk.hold(Claim, number, by=by, version=version)
    _require_passed(claim, checks)
    enterprise = desk.hold(Enterprise, claim.enterprise_id, by=by)
    result = rules.assessment(claim, enterprise, "unrated")
    sums = _recognised(claim, result, recognised_fen, difference_reason, difference_document)
    desk.move(claim, "recommend", by=by, checks=checks, calculation=rules.frozen(result), **sums.columns())
    return claim


@desk.use_case
def refuse_claim(number: str, *, note: str, version: int | None = None, by: Actor) -> Claim:
    """Refuse a claim, with the reason and the article 不予支持; by the district, later by the city."""
    claim = desk.hold(Claim, number, by=by, version=version)
    desk.move(claim, "refuse", by=by, note=note)
    return claim


def _require_passed(claim: Claim, checks: dict[str, Any]) -> None:
    missing = [c for c in CHECKS if c not in checks]
    if missing:
        raise BadRecord([Finding(f"checks.{c}", "此项未审查", "this check was not made") for c in missing])
    failed = [c for c in CHECKS if checks[c].get("result") != "pass"]
    if failed:
        raise CheckFailed(number=claim.id, failed="、".join(CHECKS[c][0] for c in failed))


def _recognised(
    claim: Claim, result: Assessment, asked_fen: int | None, reason: str | None, document: str | None
) -> Recognition:
    if result.outcome == "needs_decision" and asked_fen is None:
        return Recognition(None, None, None)
    if result.outcome not in ("payable", "needs_decision"):
        raise NotGranted(rules.findings(result), number=claim.id, outcome=result.outcome)
    return recognise(claim, result, asked_fen, reason, document)
