"""One act as a page offers it: what it is done to, what its form asks for, and how it is done once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

from werkzeug.datastructures import MultiDict

from disburse import offers
from disburse.actors import Actor
from disburse.acts import ACTS, Act, act
from disburse.policy import catalogue as policy
from disburse.queries import records
from disburse.web import choosing, fields, once
from disburse.web import typed as typing_in
from disburse.web.facts_asked import with_facts
from disburse.web.fields import Asked
from disburse.web.kinds import address
from disburse.web.labels import TITLES
from disburse.web.languages import gettext as _
from disburse.web.languages import said
from disburse.web.once import Notice
from disburse.web.typed import Typed
from disburse.web.wording import told
from schemas.fields import yuan
from workflows.table import State, Step

BEGINS: dict[str, Callable[[Any], Mapping[str, Any]]] = {
    "amend_claim": lambda claim: {"facts": claim.facts, "claimed_yuan": _yuan(claim.claimed_fen)},
    "establish_facts": lambda claim: {"facts": claim.established},
    "decide_claim": lambda claim: {"facts": claim.established},
    "send_batch": lambda batch: {"file_sha256": _written(batch)},
    "grant_roles": lambda person: {"roles": person.roles},
}
"""What a form begins with, from the record: what is there already and may be changed."""


@dataclass(frozen=True)
class Task:
    """An act, the record it is done to (None where it makes one), who does it, and the item it is about."""

    name: str
    by: Actor
    record: Any = None
    item: str = ""

    @property
    def known(self) -> Act:
        """The act as the table has it."""
        return ACTS[self.name]

    @cached_property
    def step(self) -> Step | None:
        """The step that is taken."""
        return offers.step_of(self.name, self.record) if self.record is not None else None

    @property
    def target(self) -> State | None:
        """The state that the step leads to, as whoever takes it is told."""
        return told(self.record.workflow, self.by)[self.step.target] if self.step else None

    @property
    def title(self) -> str:
        """What the act is called."""
        steps = offers.steps_of(self.name)
        if self.name in TITLES or not steps:
            return _(TITLES.get(self.name, self.name))
        step = self.step or steps[0]
        return said(step.label_zh, step.label_en)

    @property
    def gives(self) -> str:
        """The kind of record that the act gives, as its service declares."""
        kind: str = get_type_hints(self.known.service)["return"].kind
        return kind

    @property
    def at(self) -> str:
        """The page of the record, or the first page."""
        return address(self.record.kind, self.record.id) if self.record is not None else "/"

    @cached_property
    def fields(self) -> tuple[Asked, ...]:
        """What the form asks for."""
        beside = [name for name in (self.known.key, "version") if name]
        made = fields.asked(self.name, self.known.body, beside)
        made = choosing.with_answers(made, self.name, self.by)
        if not any(one.name == "facts" for one in made):
            return made
        if self.about not in policy.load().items:
            return tuple(one for one in made if one.name in ("item", "on"))
        stated = self.record.facts if self.name == "establish_facts" else None
        return with_facts(made, self.name, self.about, stated)

    @property
    def about(self) -> str:
        """The item whose facts are asked for."""
        return self.item or getattr(self.record, "item", "")

    @property
    def lacks_item(self) -> bool:
        """Whether an item is to be chosen before the form can ask for its facts."""
        return self.name == "draft_claim" and self.item not in policy.load().items

    def begins(self) -> Typed:
        """What the form begins with."""
        made: Typed = MultiDict()
        if self.name in BEGINS:
            typing_in.spread(BEGINS[self.name](self.record), self.fields, made)
        for one in self.fields:
            if one.kind == "choice" and one.required and len(one.answers) == 1:
                made[one.name] = one.answers[0][0]
        return made

    def do(self, body: Mapping[str, Any], version: str, under: str) -> Notice:
        """Do the act once under a key. Raises its refusal, KeyReused or InFlight."""
        whole = dict(body)
        if self.record is not None and self.known.key:
            whole[self.known.key] = self.record.id
        if self.record is not None and "version" in self.known.body.fields:
            whole["version"] = int(version) if version.isdecimal() and len(version) < 16 else version
        return once.do(self.name, whole, lambda: act(self.name, whole, self.by), self.gives, under)


def _written(batch: Any) -> str | None:
    """The SHA-256 of the payment file written last, which whoever sends it confirms by it."""
    return records.disclosed([batch.file_sha256]).get(batch.file_sha256) if batch.file_sha256 else None


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else yuan(fen)
