"""Claims to measure with, made through the same door as in life."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from stdnum.cn import uscc

from disburse.actors import Actor
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db

UNIT = "370211"
CLERK = Actor("clerk", "district_clerk", UNIT)
CITY_CLERK = Actor("city-clerk", "city_clerk", "city")
APPROVER = Actor("approver", "city_approver", "city")
FACTS = {"recognised_on": "2025-01-15", "newly_recognised": True}
"""Of QD24-2.1, 200万元 to a national manufacturing champion."""


@contextmanager
def service(config: Config) -> Iterator[None]:
    """A service of this process's own."""
    with create_app(config).app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def adopt() -> None:
    """Put the document of the claims in force."""
    body = {
        "document": "QD24",
        "number": "测试〔2024〕1号",
        "published_on": "2024-01-01",
        "effective_from": "2024-01-01",
        "effective_to": "2026-12-31",
    }
    entered = act("enter_adoption", body, CITY_CLERK)
    act("confirm_adoption", {"number": entered.id, "version": 1, "document": "测试确认1号"}, APPROVER)


def enterprise(number: int = 1, unit: str = UNIT) -> Any:
    """A registered enterprise of a unit."""
    front = f"91370299MA{number:06d}0"
    name = f"青岛测试{number}号装备有限公司"
    account = {"name": name, "number": "9000000000001234"}
    account |= {"bank_code": "313452060150", "bank_name": "测试银行青岛分行"}
    body = {"uscc": front + uscc.calc_check_digit(front), "name": name, "nature": "enterprise"}
    body |= {"district": unit, "unit": unit, "above_scale": True, "manufacturing": True, "account": account}
    body |= {"contact": {"name": "测试联系人", "phone": "13900000000"}}
    return act("register_enterprise", body, Actor("clerk", "district_clerk", unit))


def submitted(count: int) -> list[str]:
    """Numbers of ``count`` claims that wait to be accepted, all at version 2."""
    adopt()
    owner = enterprise()
    agent = Actor(f"agent-{owner.id}", "enterprise_agent", owner.id)
    body = {"enterprise": owner.id, "item": "QD24-2.1", "on": "2025-01-15", "facts": FACTS}
    numbers = []
    for _ in range(count):
        claim = act("draft_claim", body, agent)
        act("submit_claim", {"number": claim.id, "version": 1, "commitment": True}, agent)
        numbers.append(claim.id)
    return numbers
