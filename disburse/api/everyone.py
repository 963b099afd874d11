"""What whoever is signed in reads and does: units, colleagues, lending a role, what one's unit was told."""

from disburse.api import notices, reads
from disburse.api.audience import Audience, Door

EVERYONE = Audience(
    "everyone",
    collections=(reads.UNITS, reads.PERSONS, reads.DELEGATIONS),
    doors=(
        Door("/delegations", "delegate_role", "people"),
        Door("/delegations/<number>/end", "end_delegation", "people"),
    ),
    extras=(notices.FEED,),
)
