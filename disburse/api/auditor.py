"""What auditors read: everything, with what was refused; and the trail, verified and taken away."""

from disburse.api import attachments, claims, endpoints, jobs, policies, reads, receipts, rows, trail
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
        reads.CITY_TABLES,
        reads.BUDGET_TABLES,
        reads.PLEDGES,
        reads.FREEZES,
        reads.ATTACHMENTS,
        reads.REFUSALS,
        reads.UNITS,
        reads.PERSONS,
        reads.DELEGATIONS,
        reads.TOKENS,
        reads.HAND_OVERS,
        reads.SIGNING_KEYS,
        reads.ENDPOINTS,
        reads.RECEIPT_FILES,
    ),
    extras=(
        *attachments.OF_CLAIMS,
        *attachments.COMPARED,
        *claims.EXTRAS,
        *policies.ITEMS,
        rows.RATED,
        rows.RECOGNISED,
        *receipts.READ,
        *jobs.READ,
        endpoints.UNDELIVERED,
        *trail.EXTRAS,
    ),
)
