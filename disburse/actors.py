"""Who acts: a person in one role for one unit."""

from dataclasses import dataclass

from workflows.roles import ROLES


@dataclass(frozen=True)
class Actor:
    """A person at work.

    ``id`` is the person's stable id, ``role`` one of ``workflows.roles.ROLES``, ``unit`` the office, bank or
    enterprise the person acts for: it scopes what the person sees and does. Where the role is lent,
    ``delegation`` is the number under which, and ``principal`` whose it is.
    """

    id: str
    role: str
    unit: str
    delegation: str | None = None
    principal: str | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"no such role: {self.role}; one of {', '.join(ROLES)}")

    @classmethod
    def parse(cls, text: str) -> "Actor":
        """Read ``role:unit:id``, as the command line takes it; raises ``ValueError``."""
        parts = text.split(":")
        if len(parts) != 3 or not all(parts):
            raise ValueError("an actor is written role:unit:id, such as district_clerk:370202:u-17")
        role, unit, person = parts
        return cls(person, role, unit)


DISTRICT = frozenset({"district_clerk", "district_head"})
ENTERPRISE = frozenset({"enterprise_agent"})
CITY_WIDE = frozenset({"city_clerk", "city_approver", "finance_clerk", "finance_payer", "auditor"})
BANK = frozenset({"bank_clerk", "bank_checker"})
CLOCK = Actor("clock", "clock", "clock")
"""The nightly job, which ends what has a last day."""
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
