"""Claims whose rating a later list calls in question, and the review tasks that were raised for them."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import NoRatingList, TwoRatings
from disburse.models import Claim, Enterprise, Event, RatingList, ReviewTask
from disburse.queries.matching import OpenMatch
from disburse.queries.ratings import Roll
from disburse.scope import visible

UNPAID = frozenset({"rated", "public_notice", "approved", "pledged", "paying"})
PAID = frozenset({"paid", "recovering"})
DONE = ("reconsider", "refuse", "withdraw", "revoke", "recover")
"""Steps of a claim that settle the review of its rating."""


@dataclass(frozen=True)
class Changed:
    """A rated claim and its enterprise's class now; None where the lists contradict one another."""

    claim: Claim
    rating_now: str | None


def changed(unit: str) -> Iterator[Changed]:
    """Rated claims of a unit whose enterprise has another class now, and no task that said so.

    The unit's enterprises are locked, so that none is rated by the old lists meanwhile. [choice] A list of a
    later year concerns claims that were not paid yet; one of the same year, as a correction, paid ones too.
    """
    locked = select(Enterprise).where(Enterprise.unit == unit).order_by(Enterprise.id).with_for_update()
    owners = {owner.id: owner for owner in db.session.scalars(locked)}
    roll = Roll(unit)
    now = functools.cache(lambda owner: _now(roll, owners[owner]))
    rated = (
        select(Claim, RatingList.year)
        .join(RatingList, RatingList.id == Claim.rating_list_id)
        .where(Claim.unit == unit, Claim.state.in_(UNPAID | PAID))
        .order_by(Claim.id)
    )
    for claim, year in db.session.execute(rated).all():
        standing = now(claim.enterprise_id)
        due = claim.state in UNPAID or standing.year in (None, year)
        if due and not standing.is_open and standing.rating != claim.rating and not _told(claim, standing):
            yield Changed(claim, standing.rating)


@dataclass(frozen=True)
class _Standing:
    """The class of an enterprise by the lists of a year; open while nobody said whose row it is."""

    rating: str | None = None
    year: int | None = None
    is_open: bool = False


def _now(roll: Roll, owner: Enterprise) -> _Standing:
    try:
        found = roll.find(owner)
    except TwoRatings:
        return _Standing()
    except (OpenMatch, NoRatingList):
        return _Standing(is_open=True)
    return _Standing(found.rating, found.source.year)


def _told(claim: Claim, standing: _Standing) -> bool:
    """Whether a task has said so since the claim was rated, be it open or closed."""
    query = select(ReviewTask.id).where(
        ReviewTask.claim_id == claim.id,
        ReviewTask.rated_by == claim.rating_list_id,
        ReviewTask.rating_was == claim.rating,
        ReviewTask.rating_now.is_not_distinct_from(standing.rating),
    )
    return db.session.scalar(query.limit(1)) is not None


def was_acted_on(task: ReviewTask) -> bool:
    """Whether the claim was reconsidered, ended or taken back since its review was raised."""
    raised = select(Event.id).where(Event.record == task.id, Event.seq == 1).scalar_subquery()
    since = select(Event.id).where(Event.record == task.claim_id, Event.action.in_(DONE), Event.id > raised)
    return db.session.scalar(since.limit(1)) is not None


def open_of(claim: Claim) -> str | None:
    """The open review task of a claim; it holds up approval."""
    query = select(ReviewTask.id).where(ReviewTask.claim_id == claim.id, ReviewTask.state == "open")
    return db.session.scalar(query.limit(1))


def to_do(by: Actor) -> Sequence[ReviewTask]:
    """The open review tasks that ``by`` may see, the oldest first."""
    query = select(ReviewTask).where(ReviewTask.state == "open", visible(ReviewTask, by))
    return db.session.scalars(query.order_by(ReviewTask.id)).all()
