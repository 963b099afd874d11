"""Editions in use: an adoption or a frozen calculation names the digest of the edition it rests on.

An edition whose digest is another now was edited after it was used, which is seen here. A change of the rules
is a new edition beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, and_, func, literal, select, type_coerce

from disburse.clock import BEIJING
from disburse.db import db
from disburse.models import Adoption, Claim, Event
from disburse.policy.catalogue import Catalogue


@dataclass(frozen=True)
class Use:
    """What rests on an edition: ``edition`` as ``QD24/2023-draft``, or the document's key for an adoption."""

    edition: str
    digest: str
    day: str
    count: int
    by_adoption: bool


def adopted() -> Iterator[Use]:
    """Every edition that an adoption rests on, with the digest it had when it was entered."""
    rows = db.session.execute(
        select(Adoption.document, Adoption.catalogue, func.min(Event.at), func.count())
        .join(Event, and_(Event.record == Adoption.id, Event.seq == 1))
        .where(Adoption.state != "rejected")
        .group_by(Adoption.document, Adoption.catalogue)
        .order_by(Adoption.document)
    )
    for document, digest, entered_at, count in rows:
        entered_on = entered_at.astimezone(BEIJING).date().isoformat()
        yield Use(document, digest, entered_on, count, by_adoption=True)


def uses() -> Iterator[Use]:
    """Every edition in use with the digest it had, the first day of use, and how many records rest on it."""
    yield from adopted()
    edition, digest_of, day_of = (_frozen(name) for name in ("edition", "edition_digest", "assessed_on"))
    kept = (
        select(edition, digest_of, func.min(day_of), func.count())
        .where(digest_of.is_not(None))
        .group_by(edition, digest_of)
        .order_by(edition)
    )
    for name, digest, day, count in db.session.execute(kept):
        yield Use(name, digest, day, count, by_adoption=False)


def _frozen(name: str) -> ColumnElement[str]:
    """A text of a claim's frozen calculation; both databases read JSON with the same arrow."""
    return type_coerce(Claim.calculation, Text).op("->>", return_type=Text())(literal(name, Text))


def disturbed(catalogue: Catalogue, *, adopted_only: bool = False) -> Iterator[Use]:
    """Uses whose edition is not in the catalogue any more as it was; on demand of adoptions alone: quick."""
    for use in adopted() if adopted_only else uses():
        if use.digest not in _digests(catalogue, use):
            yield use


def _digests(catalogue: Catalogue, use: Use) -> set[str]:
    """What the edition's digest is now; of a document, any of its editions'."""
    return {
        digest for (key, name), digest in catalogue.digests.items() if use.edition in (f"{key}/{name}", key)
    }
