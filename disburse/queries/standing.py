"""What anyone may know of a paper's record: that it exists, where it stands, and its digests."""

from dataclasses import dataclass

from sqlalchemy import select

from disburse.db import db
from disburse.models import Claim, Event, Payment
from reports import proof

ON_PAPER = {model.kind: model for model in (Claim, Payment)}
"""Kinds of record that a paper carries the number of; of others nothing is told."""


@dataclass(frozen=True)
class Standing:
    """A record without its content. ``heads`` has the digest of each of its versions, the oldest first."""

    number: str
    kind_zh: str
    kind_en: str
    state_zh: str
    state_en: str
    heads: tuple[str, ...]
    demo: bool


def standing(number: str) -> Standing | None:
    """How the record of a paper stands; None when no paper has that number."""
    query = select(Event).where(Event.record == number, Event.kind.in_(ON_PAPER)).order_by(Event.seq)
    events = db.session.scalars(query).all()
    if not events:
        return None
    last = events[-1]
    workflow = ON_PAPER[last.kind].workflow
    state = workflow.state(proof.read_event(last.body.encode())["to"])
    return Standing(
        number=number,
        kind_zh=workflow.title_zh,
        kind_en=workflow.title_en,
        state_zh=state.public_zh,
        state_en=state.public_en,
        heads=tuple(event.hash for event in events),
        demo=any(event.demo for event in events),
    )
