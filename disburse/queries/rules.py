"""What the rules say of one claim: adoptions and readings in force, past awards, and what follows."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from disburse import clock, office
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import Finding
from disburse.models import Adoption as AdoptionRow
from disburse.models import Claim, Enterprise
from disburse.models import Decision as DecisionRow
from disburse.policy import catalogue as policy
from disburse.policy.case import Adoption, Assessment, Award, Case, Decision
from disburse.policy.engine import assess
from disburse.scope import visible
from reports.figures import plain_yuan
from schemas.facts import facts_schema

FACTS = facts_schema(policy.load().facts.values())
"""Facts between their JSON form and the engine's."""
DECIDED = frozenset({"decided_amount", "decision_no"})
"""Facts that only the city bureau states, by a decision."""
AWARDED = ("approved", "pledged", "paying", "paid", "recovering", "recovered")
"""States in which a claim counts as a past award, as far as it was not paid back."""


def adoptions() -> dict[str, Adoption]:
    """The confirmed adoption of each document, by document key; a later one stands before an earlier."""
    rows = db.session.scalars(
        select(AdoptionRow).where(AdoptionRow.state == "confirmed").order_by(AdoptionRow.published_on)
    )
    return {
        row.document: Adoption(
            document=row.document,
            number=row.number,
            published=row.published_on,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
        )
        for row in rows
    }


def catalogue(at: datetime | None = None) -> policy.Catalogue:
    """The catalogue with the LPR that the city bureau had confirmed by a moment, now by default."""
    return policy.load().with_rates(office.rates(at))


def decisions(at: datetime | None = None) -> tuple[Decision, ...]:
    """The official readings confirmed and not repealed at a moment, now by default, as they were confirmed.

    An assessment made at that moment is made again exactly with those.
    """
    rows = office.in_use(DecisionRow, at=at)
    return tuple(Decision(row.question, row.reading, row.number, row.holds_from) for row in rows)


def decided(by: Actor, most: int) -> dict[str, list[DecisionRow]]:
    """The last ``most`` decisions on each question that ``by`` may see, the newest first; in one query."""
    place = func.row_number().over(partition_by=DecisionRow.question, order_by=DecisionRow.id.desc())
    last = select(DecisionRow.id, place.label("place")).where(visible(DecisionRow, by)).subquery()
    query = select(DecisionRow).join(last, last.c.id == DecisionRow.id).where(last.c.place <= most)
    found: dict[str, list[DecisionRow]] = {}
    for row in db.session.scalars(query.order_by(DecisionRow.id.desc())):
        found.setdefault(row.question, []).append(row)
    return found


def past_awards(claim: Claim) -> tuple[Award, ...]:
    """What the same enterprise was awarded on other claims and still has."""
    return awards_of(claim.enterprise_id, other_than=claim.id)


def awards_of(enterprise: str, *, other_than: str = "") -> tuple[Award, ...]:
    """What an enterprise was awarded and still has, but for one claim."""
    kept_fen = func.coalesce(Claim.payable_fen, 0) - Claim.recovered_fen
    rows = db.session.execute(
        select(Claim.item, Claim.on, kept_fen, Claim.object)
        .where(
            Claim.enterprise_id == enterprise,
            Claim.id != other_than,
            Claim.state.in_(AWARDED),
            kept_fen > 0,
        )
        .order_by(Claim.on, Claim.id)
    )
    return tuple(
        Award(item=item, on=on, amount_fen=amount_fen, object=thing or "")
        for item, on, amount_fen, thing in rows
    )


def facts_of(claim: Claim, enterprise: Enterprise, established: dict[str, Any]) -> dict[str, Any]:
    """All facts of a claim: as stated, then as registered, then as officials established them."""
    needed = policy.load().items[claim.item].facts
    register = {"above_scale": enterprise.above_scale, "manufacturing": enterprise.manufacturing}
    registered = {fact: value for fact, value in register.items() if fact in needed}
    facts: dict[str, Any] = FACTS.load({**claim.facts, **registered, **established})
    return {**facts, "object": claim.object} if claim.object else facts


def assessment(
    claim: Claim, enterprise: Enterprise, rating: str | None, established: dict[str, Any] | None = None
) -> Assessment:
    """What the policy grants on a claim under a rating, with everything on record taken into account.

    ``established`` stands for the claim's own established facts, before they are written.
    """
    case = Case(
        id=claim.id,
        item=claim.item,
        on=claim.on,
        rating=rating,
        facts=facts_of(claim, enterprise, claim.established if established is None else established),
        history=past_awards(claim),
        mode="pay",
    )
    return assess(catalogue(), case, adoptions(), decisions())


def frozen(result: Assessment) -> dict[str, object]:
    """An assessment as the claim keeps it: what the calculation sheet is printed from.

    It names the edition that governed with its digest, the readings used with theirs, and the day.
    """
    document = policy.load().items[result.item].document
    return {
        "outcome": result.outcome,
        "gross": plain_yuan(result.gross_fen) if result.gross_fen is not None else None,
        "payable": plain_yuan(result.payable_fen) if result.payable_fen is not None else None,
        "factor": list(result.factor) if result.factor else None,
        "reasons": [{"code": r.code, "zh": r.zh, "en": r.en} for r in result.reasons],
        "steps": [asdict(step) for step in result.steps],
        "catalogue": result.catalogue,
        "edition": f"{document}/{result.edition}",
        "edition_digest": policy.load().digests[document, result.edition],
        "decisions": result.decisions,
        "assessed_on": clock.today().isoformat(),
    }


def strange(item: str, facts: dict[str, Any], *, by_decision: bool = False) -> list[Finding]:
    """Facts in their JSON form that can't be stated so: not asked for, yet to come, the city's to decide.

    ``by_decision`` says that the city states them.
    """
    known, found = policy.load(), []
    for fact, value in sorted(facts.items()):
        if fact not in known.items[item].facts:
            found.append(Finding(f"facts.{fact}", f"{item} 不需要此项", f"{item} does not ask for it"))
        elif fact in DECIDED and not by_decision:
            found.append(Finding(f"facts.{fact}", "由市级主管部门决定", "is for the city bureau to decide"))
        elif known.facts[fact].type in ("date", "month") and value > clock.today().isoformat():
            found.append(Finding(f"facts.{fact}", f"{value} 在今天之后", f"{value} lies in the future"))
    return found


def findings(result: Assessment) -> list[Finding]:
    """Why nothing, or nothing yet, is granted: each reason, and each fact that is missing."""
    why = [Finding(r.code, r.zh, r.en) for r in result.reasons]
    why += [Finding(f"facts.{f}", "缺少此项事实", "this fact is missing") for f in result.missing]
    return why
