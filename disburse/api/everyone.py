"""What whoever is signed in reads and does: colleagues, searches, work lists, the feed, lending a role."""

from disburse.api import notices, reads, signing_in, work
from disburse.api.audience import Audience, Door

EVERYONE = Audience(
    "everyone",
    collections=(reads.UNITS, reads.PERSONS, reads.DELEGATIONS),
    doors=(
        Door("/delegations", "delegate_role", "people"),
        Door("/delegations/<number>/end", "end_delegation", "people"),
    ),
    lines=(notices.LINES, signing_in.LINES, work.HITS),
    extras=(notices.FEED, *work.EXTRAS),
)
