"""Who acts in the story: a person for each role of each office, and an agent for each enterprise.

Every one is a person on record. They are registered in this order, so that their numbers are known before.
"""

from dataclasses import dataclass

from disburse.access.register import FIRST
from disburse.actors import Actor
from disburse.cli.demo.enterprises import DISTRICTS
from disburse.services.people import ADMINISTRATION

BANK = "313452060150"
UNITS = {
    "city": ("city", "演示·市工业和信息化局"),
    "finance": ("finance", "演示·市财政局"),
    "audit": ("auditor", "演示·审计局"),
    BANK: ("bank", "演示·银行青岛分行"),
    **{code: ("district", f"演示·{name}主管部门") for code, name in DISTRICTS.items()},
}
"""Every unit of the story: its office and its name."""


@dataclass(frozen=True)
class Part:
    """A part in the story: the sign-in name, the role and the unit of who plays it."""

    login: str
    role: str
    unit: str


OFFICIALS = (
    Part("demo-auditor", "auditor", "audit"),
    Part("demo-city-clerk", "city_clerk", "city"),
    Part("demo-city-rater", "city_clerk", "city"),
    Part("demo-city-approver", "city_approver", "city"),
    Part("demo-finance-clerk", "finance_clerk", "finance"),
    Part("demo-finance-payer", "finance_payer", "finance"),
    Part("demo-bank-clerk", "bank_clerk", BANK),
    Part("demo-bank-checker", "bank_checker", BANK),
    *(Part(f"demo-clerk-{unit}", "district_clerk", unit) for unit in DISTRICTS),
    *(Part(f"demo-head-{unit}", "district_head", unit) for unit in DISTRICTS),
)
ADMINISTRATORS = {role: Actor(f"U-{n:06d}", role, ADMINISTRATION) for n, role in enumerate(FIRST, 1)}
"""The first three persons on record."""
_PLAYERS = {
    part.login: Actor(f"U-{n:06d}", part.role, part.unit)
    for n, part in enumerate(OFFICIALS, 1 + len(ADMINISTRATORS))
}


def player(login: str) -> Actor:
    """Who plays the part of that sign-in name."""
    return _PLAYERS[login]


SYSTEM_ADMIN = ADMINISTRATORS["system_admin"]
SECURITY_ADMIN = ADMINISTRATORS["security_admin"]
CITY_CLERK = player("demo-city-clerk")
CITY_RATER = player("demo-city-rater")
CITY_APPROVER = player("demo-city-approver")
FINANCE_CLERK = player("demo-finance-clerk")
FINANCE_PAYER = player("demo-finance-payer")
BANK_CLERK = player("demo-bank-clerk")
BANK_CHECKER = player("demo-bank-checker")


def agent(enterprise: str) -> Actor:
    """The person who acts for an enterprise, such as ``E-000017``: agents are numbered in the same order."""
    number = len(ADMINISTRATORS) + len(OFFICIALS) + int(enterprise.partition("-")[2])
    return Actor(f"U-{number:06d}", "enterprise_agent", enterprise)


def clerk(unit: str) -> Actor:
    """The district's clerk."""
    return player(f"demo-clerk-{unit}")


def head(unit: str) -> Actor:
    """The district's head of section."""
    return player(f"demo-head-{unit}")
