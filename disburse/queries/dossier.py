"""One enterprise over the years 一企一档: awards, ratings, locks, recoveries; and what-if."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import BadRecord, Finding
from disburse.models import (
    Audited,
    Claim,
    Enterprise,
    Freeze,
    Objection,
    Payment,
    Pledge,
    RatingList,
    RatingRow,
    Recovery,
    RowMatch,
)
from disburse.policy import catalogue as policy
from disburse.policy.case import Award, Case
from disburse.policy.columns import Columns
from disburse.policy.compare import UNSETTLED, VERDICTS, Side, compare
from disburse.policy.gather import gather
from disburse.policy.model import RATINGS
from disburse.queries import assessing, records, rules
from disburse.queries.rules import AWARDED
from disburse.scope import visible
from workflows.claim import CLAIM

MOST = 1_000
"""Claims of one enterprise that a dossier shows, the newest first."""
BESIDE: Mapping[str, type[Payment | Pledge | Recovery | Freeze | Objection]] = {
    "payments": Payment,
    "pledges": Pledge,
    "recoveries": Recovery,
    "freezes": Freeze,
    "objections": Objection,
}
"""What belongs to claims, by the name it has in a dossier."""
STANDING = tuple(
    s.name for s in CLAIM.states if s.name not in ("refused", "withdrawn", "revoked", "recovered")
)


@dataclass(frozen=True)
class Year:
    """The sums of one year's claims, by the day of the event they rest on, in fen."""

    year: int
    claims: int
    awards: int
    approved_fen: int
    paid_fen: int
    recovered_fen: int


@dataclass(frozen=True)
class Rated:
    """A row of a published rating list that is the enterprise's: by its code, or as a person confirmed."""

    year: int
    rating: str
    list_id: str
    row: int
    name: str


@dataclass(frozen=True)
class Dossier:
    """Everything of one enterprise that the reader may see; lists are newest first."""

    enterprise: Enterprise
    years: Sequence[Year]
    ratings: Sequence[Rated]
    claims: Sequence[Claim]
    beside: Mapping[str, Sequence[Any]]

    @property
    def is_cut(self) -> bool:
        """Whether a list has as many rows as are shown, so that there may be more."""
        return any(len(rows) >= MOST for rows in (self.claims, *self.beside.values()))


@dataclass(frozen=True)
class Changed:
    """What one claim would be due under another class; None where facts or a decision are missing.

    ``settled`` claims are approved already: another class would not change them.
    """

    claim: str
    item: str
    rating: str | None
    now_fen: int | None
    then_fen: int | None
    verdict: str
    settled: bool


def dossier(number: str, by: Actor) -> Dossier:
    """The dossier of an enterprise, in eight queries however long it is. Raises NotFound."""
    firm = records.one(Enterprise.kind, number, by)
    assert isinstance(firm, Enterprise)  # noqa: S101  # that is what the kind says
    own = Claim.enterprise_id == firm.id
    query = select(Claim).where(own, visible(Claim, by)).order_by(Claim.on.desc(), Claim.id.desc())
    claims = db.session.scalars(query.limit(MOST)).all()
    beside = {name: _beside(model, own, by) for name, model in BESIDE.items()}
    return Dossier(firm, _years(claims), _ratings(firm, by), claims, beside)


def what_if(number: str, rating: str, by: Actor) -> list[Changed]:
    """What each standing claim of an enterprise would be due if its class were ``rating``.

    Both sides are reckoned by the catalogue, the readings and the adoptions of today. Raises NotFound, or
    BadRecord for a class that there is not.
    """
    if rating not in RATINGS:
        names = ", ".join(RATINGS)
        raise BadRecord([Finding("rating", f"只能是：{names}", f"must be one of: {names}")])
    firm = records.one(Enterprise.kind, number, by)
    assert isinstance(firm, Enterprise)  # noqa: S101  # that is what the kind says
    query = select(Claim).where(Claim.enterprise_id == firm.id, visible(Claim, by), Claim.state.in_(STANDING))
    claims = {claim.id: claim for claim in db.session.scalars(query.order_by(Claim.id).limit(MOST))}
    side = Side(policy.load(), rules.decisions(), rules.adoptions())
    gathered = gather(_cases(firm, claims.values()), side, side, {firm.id: rating})
    compared = compare((group for _, group in gathered.groups), side, side)
    found = [
        _changed(claims[case.id], case, _granted(part.a, row), _granted(part.b, row), int(part.verdict[row]))
        for (cases, _), part in zip(gathered.groups, compared, strict=True)
        for row, case in enumerate(cases)
    ]
    return sorted(found, key=lambda one: one.claim)


def _changed(claim: Claim, case: Case, now_fen: int | None, then_fen: int | None, verdict: int) -> Changed:
    settled = claim.state in AWARDED
    return Changed(claim.id, claim.item, case.rating, now_fen, then_fen, VERDICTS[verdict], settled)


def _granted(side: Columns, row: int) -> int | None:
    """What is refused is granted nothing; what is open has no sum."""
    return None if side.outcome[row] in UNSETTLED else max(int(side.payable_fen[row]), 0)


def _cases(firm: Enterprise, claims: Iterable[Claim]) -> list[Case]:
    """Each claim as it stands, beside what its enterprise was awarded on the others."""
    published = assessing.published(firm)
    known = list(claims)
    return [
        Case(
            id=claim.id,
            item=claim.item,
            on=claim.on,
            rating=claim.rating or published,
            facts=rules.facts_of(claim, firm, claim.established),
            history=_awards(other for other in known if other is not claim),
            enterprise=firm.id,
            district=firm.district or "",
        )
        for claim in known
    ]


def _awards(claims: Iterable[Claim]) -> tuple[Award, ...]:
    return tuple(
        Award(claim.item, claim.on, kept_fen, claim.object or "")
        for claim in claims
        if claim.state in AWARDED and (kept_fen := (claim.payable_fen or 0) - claim.recovered_fen) > 0
    )


def _beside(model: type[Any], own: ColumnElement[bool], by: Actor) -> Sequence[Audited]:
    query = select(model).join(Claim, Claim.id == model.claim_id).where(own, visible(model, by))
    found: Sequence[Audited] = db.session.scalars(query.order_by(model.id.desc()).limit(MOST)).all()
    return found


def _ratings(firm: Enterprise, by: Actor) -> list[Rated]:
    confirmed = select(RowMatch.list_id, RowMatch.row).where(
        RowMatch.enterprise_id == firm.id, RowMatch.verdict == "confirmed"
    )
    matched = confirmed.subquery()
    query = (
        select(RatingList.year, RatingRow.rating, RatingRow.list_id, RatingRow.row, RatingRow.name)
        .join(RatingList, RatingList.id == RatingRow.list_id)
        .outerjoin(matched, and_(matched.c.list_id == RatingRow.list_id, matched.c.row == RatingRow.row))
        .where(visible(RatingList, by), or_(RatingRow.uscc == firm.uscc, matched.c.row.is_not(None)))
        .order_by(RatingList.year.desc(), RatingRow.list_id.desc(), RatingRow.row)
    )
    return [Rated(*row) for row in db.session.execute(query)]


def _years(claims: Iterable[Claim]) -> list[Year]:
    found: dict[int, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.on.year, []).append(claim)
    return [
        Year(
            year=year,
            claims=len(own),
            awards=sum(claim.state in AWARDED for claim in own),
            approved_fen=sum(claim.payable_fen or 0 for claim in own if claim.state in AWARDED),
            paid_fen=sum(claim.paid_fen for claim in own),
            recovered_fen=sum(claim.recovered_fen for claim in own),
        )
        for year, own in sorted(found.items(), reverse=True)
    ]
