"""One box to search: numbers from their beginning, codes, names, pinyin; a few hits of each kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from disburse.actors import Actor
from disburse.db import db
from disburse.models import AUDITED, Audited, Claim, Enterprise, EnterpriseKey, Payment, Pledge
from disburse.naming import PERSON
from disburse.numbering import FORMS
from disburse.queries.claims import shown_name
from disburse.scope import visible

MOST = 10
"""Hits of each kind."""
SHORTEST = 2
"""Fewer characters than this would find nearly everything."""
BEYOND = "\U0010ffff"
PAPERS: tuple[InstrumentedAttribute[str | None], ...] = (
    Payment.voucher_number,
    Payment.notice_number,
    Payment.receipt_number,
    Pledge.receipt_number,
)
"""Numbers that papers have beside their record's; they are searched whole."""


@dataclass(frozen=True)
class Hit:
    """A record that was found; ``name`` is its enterprise's as a list may show it, None where it has none."""

    kind: str
    number: str
    name: str | None = None
    state: str | None = None


def search(words: str, by: Actor) -> Mapping[str, list[Hit]]:
    """What ``by`` may see of what ``words`` may mean: groups by kind, enterprises first; empty if too short.

    At most MOST hits of a kind, in three queries however much there is.
    """
    text = "".join(words.split())
    if len(text) < SHORTEST:
        return {}
    found = [*_enterprises(text, by), *_numbered(text, by)]
    return {
        kind: [hit for hit in found if hit.kind == kind] for kind in dict.fromkeys(hit.kind for hit in found)
    }


def named(text: str) -> ColumnElement[bool]:
    """Enterprises whose name, code, number or pinyin has ``text``; natural persons by code or number."""
    spelled = select(EnterpriseKey.enterprise_id).where(
        EnterpriseKey.key.contains(text.lower(), autoescape=True)
    )
    by_name = or_(Enterprise.name.icontains(text, autoescape=True), Enterprise.id.in_(spelled))
    return or_(
        and_(Enterprise.nature != PERSON, by_name),
        begins(Enterprise.uscc, text.upper()),
        begins(Enterprise.id, text.upper()),
    )


def begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Values that begin with ``text``; on SQLite the bounds let an index answer."""
    prefix = column.startswith(text, autoescape=True)
    if db.engine.dialect.name == "sqlite":
        return and_(column >= text, column < text + BEYOND)
    return prefix


def _enterprises(text: str, by: Actor) -> Iterator[Hit]:
    """Names that begin so come first, then the shorter ones."""
    first = case((Enterprise.name.startswith(text, autoescape=True), 0), else_=1)
    query = select(Enterprise).where(visible(Enterprise, by), named(text))
    for firm in db.session.scalars(query.order_by(first, Enterprise.name, Enterprise.id).limit(MOST)):
        yield Hit(Enterprise.kind, firm.id, shown_name(firm))


def _numbered(text: str, by: Actor) -> Iterator[Hit]:
    wanted = [*_by_number(text.upper(), by), *_by_paper(text, by)]
    if not wanted:
        return
    rows = db.session.execute(union_all(*(query.subquery().select() for query in wanted))).all()
    names = _names({row.owner for row in rows if row.owner})
    for row in sorted(set(rows), key=lambda row: (row.kind, row.number)):
        yield Hit(row.kind, row.number, names.get(row.owner), row.state)


def _by_number(text: str, by: Actor) -> Iterator[Select[Any]]:
    """Only kinds whose numbers begin as ``text`` does are looked at; of enterprises others took care."""
    for model in AUDITED:
        if model is not Enterprise and _may_be(model, text):
            yield (
                _line(model).where(begins(model.id, text), visible(model, by)).order_by(model.id).limit(MOST)
            )


def _by_paper(text: str, by: Actor) -> Iterator[Select[Any]]:
    for column in PAPERS:
        model: Any = column.class_
        yield _line(model).where(column == text, visible(model, by)).limit(MOST)


def _line(model: type[Audited]) -> Select[Any]:
    """Kind, number, state, and the claim or enterprise that a record belongs to."""
    state = getattr(model, "state", literal(None))
    owner: Any = Claim.enterprise_id if model is Claim else literal(None)
    if hasattr(model, "claim_id"):
        owner = select(Claim.enterprise_id).where(Claim.id == model.claim_id).scalar_subquery()
    return select(
        literal(model.kind).label("kind"),
        model.id.label("number"),
        state.label("state"),
        owner.label("owner"),
    )


def _may_be(model: type[Audited], text: str) -> bool:
    """Whether numbers of this kind can begin with ``text``; a claim's prefix is a setting."""
    fixed = FORMS.get(model.kind, "").partition("{")[0]
    return model is Claim or (bool(fixed) and (text.startswith(fixed) or fixed.startswith(text)))


def _names(owners: set[str]) -> dict[str, str]:
    if not owners:
        return {}
    query = select(Enterprise).where(Enterprise.id.in_(owners))
    return {firm.id: shown_name(firm) for firm in db.session.scalars(query)}
