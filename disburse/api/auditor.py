"""What auditors read: everything, with what was refused; and the trail, verified and taken away."""

from disburse.api import claims, doubts, figures, policies, reads, rows, trail
from disburse.api.audience import Audience

AUDITOR = Audience(
    "auditor",
    collections=(
        reads.CLAIMS,
        reads.ENTERPRISES,
        reads.OBJECTIONS,
        reads.FUNDS,
        reads.BATCHES,
        reads.PAYMENTS,
        reads.RECOVERIES,
        reads.REVIEWS,
        reads.RATING_LISTS,
        reads.RECOGNITION_LISTS,
        reads.MATCHES,
        reads.ADOPTIONS,
        reads.DECISIONS,
        reads.PLEDGES,
        reads.FREEZES,
        reads.REFUSALS,
        reads.UNITS,
        reads.PERSONS,
        reads.DELEGATIONS,
        reads.TOKENS,
    ),
    extras=(
        *claims.EXTRAS,
        *policies.ITEMS,
        rows.RATED,
        rows.RECOGNISED,
        *trail.EXTRAS,
        figures.STATISTICS_DOOR,
        *figures.OF_ENTERPRISES,
        *doubts.EXTRAS,
    ),
)
