"""How things are called and written on a page: filters of the templates."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypedDict

from flask import Flask
from jinja2 import StrictUndefined

from disburse.actors import BANK, ENTERPRISE, Actor
from disburse.clock import BEIJING
from disburse.policy import catalogue as policy
from disburse.policy.model import Item
from disburse.queries import claims
from disburse.queries.claims import Total
from disburse.queries.papers import cited
from disburse.web.languages import CHINESE, language, say
from reports import explain, figures
from schemas.enterprises import DISTRICTS
from workflows.claim import CLAIM
from workflows.engine import Workflow
from workflows.payout import PAYMENT
from workflows.roles import ROLES
from workflows.table import OR, State, Step


class WhoMay(TypedDict):
    """What ``NotYours`` is told of who asked, and of who may."""

    role: str
    unit: str
    roles: tuple[str, ...]


STATES: dict[str, State] = {state.name: state for state in CLAIM.states}
PAYMENT_STATES: dict[str, State] = {state.name: state for state in PAYMENT.states}
STEPS: dict[str, Step] = {step.action: step for step in CLAIM.steps}
SUMMED = ("count", "claimed_fen", "payable_fen", "paid_fen")
"""What a total adds up."""
NOTHING = "—"
COLOURS = {
    state: colour
    for colour, states in {
        "grey": "draft withdrawn cancelled closed repealed dismissed lifted expired annulled",
        "yellow": "returned public_notice entered raised built proposed partly_repaid",
        "purple": "recommended rated authorised changing change_confirmed",
        "turquoise": "approved pledged paying confirmed active released sent instructed",
        "green": "paid settled repaid in_force",
        "red": "refused revoked rejected upheld closed_short",
        "orange": "recovering recovered decided suspended",
    }.items()
    for state in states.split()
}
"""The colour of a state's tag; blue where none is named."""


def init_app(app: Flask) -> None:
    """Teach the templates our words; a name that a template does not know is an error, not a blank."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {
        "yuan": yuan,
        "percent": figures.percent,
        "moment": moment,
        "who": who,
        "unit": unit,
        "role": lambda name: say(ROLES[name]),
        "office": lambda name: ROLES[name].office,
        "cited": article,
        "sentence": sentence,
        "grouped": explain.grouped,
        "colour": lambda state: COLOURS.get(state, "blue"),
    }
    app.jinja_env.globals |= {"states": STATES, "payment_states": PAYMENT_STATES, "steps": STEPS}


def told(workflow: Workflow, by: Actor) -> Mapping[str, State]:
    """The states of a workflow as somebody is told of them: an enterprise or a bank by their public names."""
    if by.role not in ENTERPRISE | BANK:
        return {state.name: state for state in workflow.states}
    return {s.name: replace(s, zh=s.public_zh, en=s.public_en) for s in workflow.states}


def alike(workflow: Workflow, by: Actor) -> Mapping[str, State]:
    """The states that somebody can tell apart: those with one name are one, under the names of all."""
    called: dict[str, list[State]] = {}
    for state in told(workflow, by).values():
        called.setdefault(state.zh, []).append(state)
    return {OR.join(state.name for state in states): states[0] for states in called.values()}


def summed(by: Actor) -> list[Total]:
    """The totals of the claims that ``by`` may see, states with one name added up."""
    found = {total.state: total for total in claims.totals(by)}
    made = []
    for names, state in alike(CLAIM, by).items():
        totals = [found[name] for name in names.split(OR) if name in found]
        sums = (sum(getattr(total, name) for total in totals) for name in SUMMED)
        made += [Total(names, state.zh, state.en, *sums)] if totals else []
    return made


def governing(item: str, on: date) -> Item:
    """The edition of an item that governs an event of that day."""
    return policy.load().governing(item, on)


def yuan(fen: int | None) -> str:
    """A sum in yuan; a dash where there is none yet."""
    return NOTHING if fen is None else figures.yuan(fen)


def moment(text: str) -> str:
    """A moment of the journal in Beijing time, ``2026-03-05 09:30:00``."""
    return datetime.fromisoformat(text).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def unit(code: str) -> str:
    """A reviewing unit's name; one without a district code is its own name."""
    return DISTRICTS.get(code, code)


def who(by: dict[str, str]) -> str:
    """Who acted, by role and unit, never by person: ``区市负责人 · 市北区``."""
    role = ROLES[by["role"]]
    return say(role) if by["unit"] == role.office else f"{say(role)} · {unit(by['unit'])}"


def article(cited_as: str) -> str:
    """An article as the language of the page cites it: 第五条, or Art. 5."""
    return cited(cited_as) if language() == CHINESE else f"Art. {cited_as}"


def sentence(step: Mapping[str, Any]) -> str:
    """One step of a calculation in words."""
    return explain.sentence(step, "zh" if language() == CHINESE else "en")


def who_may(by: Actor, roles: Iterable[str]) -> WhoMay:
    """Who asked for what is for ``roles``."""
    return {"role": by.role, "unit": by.unit, "roles": tuple(roles)}
