"""How things are called and written on a page: filters of the templates, Chinese first."""

from collections.abc import Iterable
from datetime import date, datetime

from flask import Flask
from jinja2 import StrictUndefined

from disburse.actors import Actor
from disburse.clock import BEIJING
from disburse.policy import catalogue as policy
from disburse.policy.model import Item
from disburse.queries.papers import cited
from reports import explain, figures
from schemas.enterprises import DISTRICTS
from workflows.claim import CLAIM
from workflows.payout import PAYMENT
from workflows.roles import ROLES
from workflows.table import State, Step

STATES: dict[str, State] = {state.name: state for state in CLAIM.states}
PAYMENT_STATES: dict[str, State] = {state.name: state for state in PAYMENT.states}
STEPS: dict[str, Step] = {step.action: step for step in CLAIM.steps}
NOTHING = "—"


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
        "role": lambda name: ROLES[name].zh,
        "cited": cited,
        "sentence": explain.sentence,
        "grouped": explain.grouped,
    }
    app.jinja_env.globals |= {"states": STATES, "payment_states": PAYMENT_STATES, "steps": STEPS}


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
    return role.zh if by["unit"] == role.office else f"{role.zh} · {unit(by['unit'])}"


def who_may(by: Actor, roles: Iterable[str]) -> dict[str, str]:
    """What ``NotYours`` says of who asked, and of who may."""
    holder = "、".join(ROLES[role].zh for role in roles)
    return {"role": ROLES[by.role].zh, "unit": by.unit, "holder": holder}
