"""Who acts in the story: one person for each role of each office, and an agent for each enterprise."""

from disburse.actors import Actor

CITY_CLERK = Actor("demo-city-clerk", "city_clerk", "city")
CITY_RATER = Actor("demo-city-rater", "city_clerk", "city")
CITY_APPROVER = Actor("demo-city-approver", "city_approver", "city")
FINANCE_CLERK = Actor("demo-finance-clerk", "finance_clerk", "finance")
FINANCE_PAYER = Actor("demo-finance-payer", "finance_payer", "finance")


def agent(enterprise: str) -> Actor:
    """The person who acts for an enterprise."""
    return Actor(f"demo-agent-{enterprise}", "enterprise_agent", enterprise)


def clerk(unit: str) -> Actor:
    """The district's clerk."""
    return Actor(f"demo-clerk-{unit}", "district_clerk", unit)


def head(unit: str) -> Actor:
    """The district's head of section."""
    return Actor(f"demo-head-{unit}", "district_head", unit)
