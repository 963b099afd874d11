"""What an enterprise reads and does: its claims, what it may claim, and the banks that it authorises."""

from disburse.api import attachments, claims, papers, policies, reads
from disburse.api.audience import Audience, Door
from disburse.api.shapes import EVENT_PUBLIC

ENTERPRISE = Audience(
    "enterprise",
    collections=(
        reads.CLAIMS,
        reads.ENTERPRISES_IN_CHARGE,
        reads.OBJECTIONS,
        reads.PAYMENTS,
        reads.RECOVERIES,
        reads.PLEDGES,
        reads.FREEZES,
        reads.ATTACHMENTS,
        reads.HAND_OVERS,
    ),
    doors=(
        Door("/claims", "draft_claim", "claims"),
        Door("/claims/<number>/amend", "amend_claim", "claims"),
        Door("/claims/<number>/submit", "submit_claim", "claims"),
        Door("/claims/<number>/withdraw", "withdraw_claim", "claims"),
        Door("/attachments/<number>/remove", "remove_attachment", "claims"),
        Door("/claims/<number>/pledges", "authorise_bank", "pledges"),
        Door("/pledges/<number>/withdraw", "withdraw_authorisation", "pledges"),
    ),
    extras=(
        *attachments.OF_CLAIMS,
        attachments.takes("enterprise", "claim", "claims"),
        *claims.EXTRAS,
        *papers.OF_CLAIMS,
        *papers.OF_PLEDGES,
        *policies.ITEMS,
        *policies.OWN,
    ),
    events=EVENT_PUBLIC,
)
