"""What whoever is signed in reads and does: units, colleagues, and lending one's role to one of them."""

from disburse.api import reads
from disburse.api.audience import Audience, Door

EVERYONE = Audience(
    "everyone",
    collections=(reads.UNITS, reads.PERSONS, reads.DELEGATIONS),
    doors=(
        Door("/delegations", "delegate_role", "people"),
        Door("/delegations/<number>/end", "end_delegation", "people"),
    ),
)
