"""What stands in the way of acts on records, asked at once for many: who acted before, what is frozen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from disburse import apart, pledged
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import SamePerson
from disburse.models import Audited, Claim
from disburse.pledged import Frozen
from workflows.freeze import HALTED


@dataclass(frozen=True)
class Hindrances:
    """The claims of records; what one person did on each, in order; and the freezes in force by claim."""

    claims: Mapping[str, Claim]
    acted: Mapping[str, Sequence[str]]
    frozen: Mapping[str, str]

    def claim_of(self, record: Audited) -> Claim:
        """The claim that a record is about."""
        return self.claims[_claim(record)]

    def require_apart(self, record: Audited, actions: Iterable[str], label: str) -> None:
        """As ``apart.require`` of one record. Raises SamePerson."""
        known = set(actions)
        earlier = next((action for action in self.acted.get(record.id, ()) if action in known), None)
        if earlier:
            raise SamePerson(number=record.id, action=label, earlier=earlier)

    def require_unfrozen(self, record: Audited, action: str, label: str) -> None:
        """As ``pledged.require_unfrozen`` of a record with one claim. Raises Frozen."""
        claim = _claim(record)
        if action in HALTED.get(record.kind, ()) and claim in self.frozen:
            raise Frozen(number=claim, freeze=self.frozen[claim], action=label)


def of(records: Sequence[Audited], by: Actor) -> Hindrances:
    """What stands in the way of ``by`` on records that were read already; three queries at most."""
    numbers = sorted({number for record in records if (number := _claim(record))})
    claims = {record.id: record for record in records if isinstance(record, Claim)}
    if missing := [number for number in numbers if number not in claims]:
        claims |= {row.id: row for row in db.session.scalars(select(Claim).where(Claim.id.in_(missing)))}
    acted = apart.acted([*(record.id for record in records), *numbers], by=by)
    return Hindrances(claims, acted, pledged.frozen(numbers))


def _claim(record: Audited) -> str:
    """The number of the claim of a record; empty where it is about none."""
    return record.id if isinstance(record, Claim) else getattr(record, "claim_id", None) or ""
