"""Places 名额: how many a year an item has, and how many of them are taken."""

from dataclasses import dataclass

from sqlalchemy import extract, func, select

from disburse.db import db
from disburse.models import Adoption, Claim
from disburse.policy import catalogue as policy
from disburse.queries.rules import AWARDED


@dataclass(frozen=True)
class Places:
    """The places of an item in one year, and those that others have taken."""

    quota: int
    year: int
    taken: int


def limits(claim: Claim) -> bool:
    """Whether the text gives the claim's item a number of places 不超过十个."""
    return _quota(claim) is not None


def gate(claim: Claim) -> str:
    """The record to hold while a place is given: the first adoption ever entered of the claim's document.

    It is the same one for all who ask, whatever is adopted or repealed meanwhile; empty where there is none.
    """
    document = policy.load().items[claim.item].document
    first = select(func.min(Adoption.id)).where(Adoption.document == document)
    return db.session.scalar(first) or ""


def places(claim: Claim) -> Places | None:
    """The places of the year of the claim's event; None where the text sets no limit.

    A place is an enterprise and the object it was awarded for. An award that was revoked, or paid back in
    full, holds none; nor does one of the claim's own place count against it.
    """
    quota = _quota(claim)
    if quota is None:
        return None
    year, thing = claim.on.year, func.coalesce(Claim.object, "")
    seats = (
        select(Claim.enterprise_id, thing)
        .where(
            Claim.item == claim.item,
            extract("year", Claim.on) == year,
            Claim.state.in_(AWARDED),
            func.coalesce(Claim.payable_fen, 0) > Claim.recovered_fen,
            (Claim.enterprise_id != claim.enterprise_id) | (thing != (claim.object or "")),
        )
        .distinct()
        .subquery()
    )
    return Places(quota, year, db.session.scalar(select(func.count()).select_from(seats)) or 0)


def _quota(claim: Claim) -> int | None:
    return policy.load().governing(claim.item, claim.on).quota
