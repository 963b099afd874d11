"""Answers that the records give: the funds, items, documents and units among which a form lets one choose."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from disburse.actors import Actor
from disburse.ledger import left_fen
from disburse.policy import catalogue as policy
from disburse.policy.model import Item
from disburse.queries import assessing, funds, units
from disburse.web.fields import Asked
from disburse.web.languages import said
from reports.figures import yuan

Answers = tuple[tuple[str, str], ...]


def _funds(by: Actor) -> Answers:
    found = funds.listed(by)
    return tuple(
        (fund.id, f"{fund.id} {fund.name}（{said('可用', 'left')} {yuan(left_fen(fund))}）") for fund in found
    )


def _items(_by: Actor) -> Answers:
    known = policy.load().items.values()
    return tuple((item.id, f"{item.id} {said(item.title_zh, item.title_en)}") for item in known)


def recognised() -> dict[str, Item]:
    """Items that are granted on a recognition alone, a fixed sum 免申即享: lists are of them."""
    known = policy.load().items.values()
    return {item.id: item for item in known if item.kind == "fixed" and "recognised_on" in item.facts}


def _recognised(_by: Actor) -> Answers:
    found = recognised().values()
    return tuple((item.id, f"{item.id} {said(item.title_zh, item.title_en)}") for item in found)


def _documents(_by: Actor) -> Answers:
    known = {document.key: document for document in policy.load().documents.values()}
    return tuple((key, f"{key} {said(one.title_zh, one.title_en)}") for key, one in known.items())


def _units(by: Actor) -> Answers:
    return _named(units.listed(by))


def _districts(by: Actor) -> Answers:
    return _named(units.listed(by, "district"))


def _named(found: Iterable[Any]) -> Answers:
    return tuple((unit.id, f"{unit.id} {unit.name}") for unit in found)


def _own_enterprise(by: Actor) -> Answers:
    own = assessing.own(by)
    return ((own.id, own.name),)


FROM_RECORDS: dict[str, Callable[[Actor], Answers]] = {
    "approve_claim.fund": _funds,
    "build_batch.fund_id": _funds,
    "draft_claim.item": _items,
    "draft_claim.enterprise": _own_enterprise,
    "enter_adoption.document": _documents,
    "import_ratings.unit": _districts,
    "import_recognitions.item": _recognised,
    "import_recognitions.unit": _districts,
    "register_person.unit": _units,
}
"""By act and field, what one chooses from."""


def with_answers(fields: Iterable[Asked], act: str, by: Actor) -> tuple[Asked, ...]:
    """The fields of an act, those of the table with the answers that ``by`` may give."""
    return tuple(_one(field, FROM_RECORDS.get(f"{act}.{field.name}"), by) for field in fields)


def _one(field: Asked, source: Callable[[Actor], Answers] | None, by: Actor) -> Asked:
    return replace(field, kind="choice", answers=source(by)) if source else field
