"""Invented facts for a claim: what an enterprise that meets an item's conditions might state."""

import random
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from disburse.policy.model import Item

YEAR = 2024
"""The year of the events that the story's claims rest on."""
SHARP = {
    "QD24-1": ("5200000000.00", "12000000000.00"),
}
"""Revenues that pass one threshold, or two at once, which no text decides."""


def _money(low_wan: int, high_wan: int) -> Callable[[random.Random], str]:
    def make(chance: random.Random) -> str:
        yuan = chance.randint(low_wan, high_wan) * 10_000 + chance.randrange(10_000)
        return f"{yuan}.{chance.randrange(100):02d}"

    return make


def _fixed(value: Any) -> Callable[[random.Random], Any]:
    return lambda _chance: value


INVENT: dict[str, Callable[[random.Random], Any]] = {
    "annual_revenue": lambda chance: chance.choice(SHARP["QD24-1"]),
    "highest_prior_annual_revenue": _fixed("4800000000.00"),
    "selected_rank": lambda chance: chance.randint(1, 11),
    "evaluation_rank": lambda chance: chance.randint(1, 11),
    "equipment_investment": _money(300, 6500),
    "support_form": _fixed("grant"),
    "listed_equipment_sales": _money(200, 5000),
    "product_sales": _money(200, 5000),
    "studio_years": _fixed("3"),
    "studio_annual_revenue": _money(1000, 3000),
    "local_compute_cost": _money(50, 900),
    "model_scope": _fixed("industry"),
    "model_parameters": _fixed(20_000_000_000),
    "application_scenarios": _fixed(6),
    "construction_cost": _money(100, 2000),
    "assessment_fee": _money(2, 12),
    "dcmm_level": lambda chance: chance.randint(2, 4),
    "booth_fee": _money(1, 14),
    "activity_cost": _money(5, 40),
    "deal_value": _money(1000, 9000),
    "rd_deductible": _money(2500, 4500),
    "rd_deductible_previous_year": _money(1000, 2600),
    "loan_principal": _money(200, 1200),
    "contract_month": lambda chance: f"{YEAR}-{chance.randint(1, 9):02d}",
    "interest_days": lambda chance: chance.randint(60, 360),
    "subsidised_days_before": lambda chance: chance.choice((0, 0, 0, 800)),
    "loan_issued_on": lambda _chance: f"{YEAR}-03-01",
}
"""How to invent each fact that is not a plain truth or the day of a recognition."""

NEVER = frozenset({"decided_amount", "decision_no"})
REGISTERED = frozenset({"above_scale", "manufacturing"})


def state(item: Item, kinds: Mapping[str, str], on: date, chance: random.Random) -> dict[str, Any]:
    """The facts that the enterprise states for ``item``; ``kinds`` gives each fact's type."""
    stated: dict[str, Any] = {}
    for fact in item.facts:
        if fact in NEVER or fact in REGISTERED:
            continue
        if fact in INVENT:
            stated[fact] = INVENT[fact](chance)
        elif kinds[fact] == "date":
            stated[fact] = on.isoformat()
        else:
            stated[fact] = True
    return stated
