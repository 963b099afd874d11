"""Recognition lists: which rows are whose, and which recognitions have their claim already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby

from sqlalchemy import select, text

from disburse.db import db
from disburse.models import Claim, RecognitionList, RecognitionRow
from disburse.models.claim import STANDS
from disburse.policy import catalogue as policy
from disburse.queries import matching
from disburse.queries.matching import Candidate, Matching
from schemas.names import normalise_name


@dataclass(frozen=True)
class Row:
    """A row of a recognition list, its enterprise where that is certain, and the claim that stands for it."""

    row: RecognitionRow
    enterprise: str | None
    key: str | None
    claim: str | None

    @property
    def is_due(self) -> bool:
        """Whether a claim by exception is to be drafted."""
        return self.enterprise is not None and self.claim is None


def lists() -> Sequence[RecognitionList]:
    """All recognition lists, the oldest first."""
    return db.session.scalars(select(RecognitionList).order_by(RecognitionList.id)).all()


def rows(source: RecognitionList) -> Iterator[Row]:
    """The rows of a list, in order."""
    owners = _owners(source)
    lines = select(RecognitionRow).where(RecognitionRow.list_id == source.id).order_by(RecognitionRow.row)
    for line in db.session.scalars(lines):
        owner = owners.get(line.row)
        what = (source.item, owner, line.object, line.recognised_on) if owner else None
        yield Row(line, owner, key(*what) if what else None, standing(*what) if what else None)


def candidates(source: RecognitionList) -> list[Candidate]:
    """Rows of a list that may be an enterprise's: the work list."""
    return list(_asked(matching.of_unit(RecognitionRow, [source.id], source.unit)))


def to_match() -> Iterator[Candidate]:
    """The work lists of all lists, unit by unit; a few queries for each unit."""
    known = sorted(lists(), key=lambda source: source.unit)
    for unit, sources in groupby(known, key=lambda source: source.unit):
        each = matching.each_of_unit(RecognitionRow, [source.id for source in sources], unit)
        yield from chain.from_iterable(_asked(found) for found in each.values())


def _asked(found: Matching) -> Iterator[Candidate]:
    return chain.from_iterable(asked for _, asked in sorted(found.open.items()))


def _owners(source: RecognitionList) -> dict[int, str]:
    found = matching.of_unit(RecognitionRow, [source.id], source.unit)
    return {row: firm for firm, places in found.own.items() for _, row in places}


def key(item: str, enterprise: str, thing: str | None, on: date) -> str:
    """What makes two recognitions one, across lists, years and policies: aid, enterprise, object and day.

    Items that restate one another, or meet on one recognition and don't add up, are one aid.
    """
    return f"{min(_same_aid(item))}|{enterprise}|{normalise_name(thing or '')}|{on}"


def standing(item: str, enterprise: str, thing: str | None, on: date) -> str | None:
    """A claim that stands for a recognition already, drafted from a list or by hand."""
    wanted = key(item, enterprise, thing, on)
    claims = select(Claim).where(
        Claim.enterprise_id == enterprise, Claim.item.in_(_same_aid(item)), text(STANDS)
    )
    same = (c.id for c in db.session.scalars(claims.order_by(Claim.id)) if _key_of(c) == wanted)
    return next(same, None)


def listed(claim: Claim) -> str | None:
    """The claim by exception that stands for the recognition of a claim made by hand."""
    query = select(Claim.id).where(
        Claim.recognition_key == _key_of(claim), Claim.id != claim.id, text(STANDS)
    )
    return db.session.scalar(query)


def _key_of(claim: Claim) -> str:
    """The recognition that a claim rests on, by its facts."""
    day = claim.facts.get("recognised_on") or claim.on.isoformat()
    return key(claim.item, claim.enterprise_id, claim.object, date.fromisoformat(day))


def _same_aid(item: str) -> frozenset[str]:
    """The item with all that restate it or overlap with it, directly or through one another."""
    catalogue = policy.load()
    pairs = [(i.id, i.restates) for i in catalogue.items.values() if i.restates]
    pairs += [overlap.items for overlap in catalogue.overlaps if not overlap.cumulative]
    group = {item}
    while more := {end for pair in pairs if group & set(pair) for end in pair if end} - group:
        group |= more
    return frozenset(group)
