"""Doubts about how a claim was stated, reviewed, reckoned, rated and approved."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from disburse.actors import Actor
from disburse.models import Claim, Event, Objection
from disburse.policy import catalogue as policy
from disburse.queries.found import Found, streamed
from disburse.queries.rules import AWARDED
from disburse.scope import visible
from reports.figures import parse_yuan, yuan
from schemas.claims import CHECKS
from workflows.claim import CLAIM
from workflows.workdays import CALENDAR

HANDED_IN = tuple(s.name for s in CLAIM.states if s.name not in ("draft", "withdrawn"))
RECOMMENDED = ("recommended", "rated", "public_notice", *AWARDED)
RATED = ("rated", "public_notice", *AWARDED)
NOTICE_WORKDAYS = CLAIM.state("public_notice").minimum_workdays or 0


def evidence(by: Actor) -> Iterator[Found]:
    """Facts that were found other than stated, and claims without commitment."""
    columns = (Claim.id, Claim.commitment, Claim.facts, Claim.established)
    for row in streamed(_claims(by, HANDED_IN, *columns)):
        stated, found = row.facts, row.established
        facts = {
            name: f"{stated[name]} → {found[name]}"
            for name in sorted(stated.keys() & found.keys())
            if stated[name] != found[name]
        }
        if not row.commitment:
            facts["commitment"] = "—"
        if facts:
            yield Found("evidence", row.id, row.id, facts)


def review(by: Actor) -> Iterator[Found]:
    """Checks that are missing or failed, and one person who both accepted and recommended."""
    for row in streamed(_claims(by, RECOMMENDED, Claim.id, Claim.checks)):
        checks = row.checks or {}
        results = {name: checks.get(name, {}).get("result", "—") for name in CHECKS}
        facts = {f"checks.{name}": result for name, result in results.items() if result != "pass"}
        if facts:
            yield Found("review", row.id, row.id, facts)
    accepted, recommended = aliased(Event), aliased(Event)
    same = (
        select(Claim.id, accepted.actor)
        .join(accepted, and_(accepted.record == Claim.id, accepted.action == "accept"))
        .join(recommended, and_(recommended.record == Claim.id, recommended.action == "recommend"))
        .where(visible(Claim, by), accepted.actor == recommended.actor)
        .distinct()
    )
    for number, actor in streamed(same.order_by(Claim.id)):
        yield Found("review", number, number, {"accept = recommend": actor})


def beyond(by: Actor) -> Iterator[Found]:
    """Sums that differ from the computed one without reason, exceed it, or exceed what the factor leaves."""
    columns = (
        Claim.id, Claim.recognised_fen, Claim.payable_fen, Claim.claimed_fen, Claim.calculation,
        Claim.difference_reason, Claim.difference_document,
    )  # fmt: skip
    recognised = _claims(by, RECOMMENDED, *columns).where(Claim.recognised_fen.is_not(None))
    for row in streamed(recognised):
        facts = _beyond(row, row.calculation or {})
        if facts:
            yield Found("beyond", row.id, row.id, facts)


def _beyond(row: Any, calculation: dict[str, Any]) -> dict[str, str]:
    gross = calculation.get("gross")
    said = {"recognised": yuan(row.recognised_fen), "computed": gross or "—"}
    factor = Fraction(*(calculation.get("factor") or (1, 1)))
    most_fen = int(row.recognised_fen * factor + Fraction(1, 2))
    found = {}
    if gross is not None:
        granted_fen = min(fen for fen in (parse_yuan(gross), row.claimed_fen) if fen is not None)
        explained = row.difference_reason and row.difference_document
        if row.recognised_fen > granted_fen or (row.recognised_fen < granted_fen and not explained):
            found = {"reason": row.difference_reason or "—", "document": row.difference_document or "—"}
    if (row.payable_fen or 0) > most_fen:
        found |= {"payable": yuan(row.payable_fen), "factor": str(factor)}
    return {**said, **found} if found else {}


def undifferentiated(by: Actor) -> Iterator[Found]:
    """Awards that the rating applies to and that have none, and class D with something payable."""
    columns = (
        Claim.id,
        Claim.item,
        Claim.on,
        Claim.rating,
        Claim.rating_on,
        Claim.payable_fen,
        Claim.calculation,
    )
    suspect = or_(Claim.rating.is_(None), Claim.rating_on.is_(None), Claim.rating == "D")
    for row in streamed(_claims(by, AWARDED, *columns).where(suspect, Claim.payable_fen > 0)):
        factor = (row.calculation or {}).get("factor")
        if factor is not None or policy.load().governing(row.item, row.on).investment == "no":
            yield Found("undifferentiated", row.id, row.id, {
                "rating": row.rating or "—", "rating_on": str(row.rating_on or "—"),
                "payable": yuan(row.payable_fen),
            })  # fmt: skip


def procedure(by: Actor) -> Iterator[Found]:
    """Numbers and dates that an approved award must have, and objections that nobody has answered."""
    open_ones = (
        select(Objection.claim_id, func.min(Objection.id).label("objection"))
        .where(Objection.state == "raised")
        .group_by(Objection.claim_id)
        .subquery()
    )
    columns = (
        Claim.id, Claim.minutes_number, Claim.approval_number, Claim.notice_from, Claim.notice_until,
        Claim.approved_on, open_ones.c.objection,
    )  # fmt: skip
    query = _claims(by, AWARDED, *columns).outerjoin(open_ones, open_ones.c.claim_id == Claim.id)
    for row in streamed(query):
        facts = _missing(row)
        if facts:
            yield Found("procedure", row.id, row.id, facts)


def _missing(row: Any) -> dict[str, str]:
    needed = ("minutes_number", "approval_number", "notice_from", "notice_until", "approved_on")
    facts = {name: "—" for name in needed if not getattr(row, name)}
    begun, ended, approved = row.notice_from, row.notice_until, row.approved_on
    if begun and ended and CALENDAR.workdays_between(begun, ended) < NOTICE_WORKDAYS:
        facts["notice"] = f"{begun} – {ended}"
    if ended and approved and approved < ended:
        facts |= {"notice_until": str(ended), "approved_on": str(approved)}
    if row.objection:
        facts["objection"] = row.objection
    return facts


def _claims(by: Actor, states: tuple[str, ...], *columns: Any) -> Any:
    seen: ColumnElement[bool] = visible(Claim, by)
    return select(*columns).where(seen, Claim.state.in_(states)).order_by(Claim.id)
