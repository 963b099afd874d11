"""What a bank reads and asks: the pledges made to it, and an award that it is authorised to see (补贴贷)."""

from disburse.api import attachments, door, endpoints, papers, reads
from disburse.api.audience import Audience, Collection, Door
from disburse.api.shapes import EVENT_PUBLIC, Shape
from disburse.queries import awards
from schemas.shown import AwardSeen

AWARD = Shape(AwardSeen(), lambda rows: [awards.award_for_bank(row, door.asking()) for row in rows])
AWARDS = Collection("awards", "claim", "奖补", "awards", AWARD, AWARD, hidden=True)
"""Shown only in answer to a query, which is itself an event of the pledge."""

BANK = Audience(
    "bank",
    collections=(
        AWARDS,
        reads.PLEDGES,
        reads.ATTACHMENTS,
        reads.HAND_OVERS,
        reads.ENDPOINTS,
        reads.SIGNING_KEYS,
    ),
    doors=(
        Door("/awards/<number>/queries", "query_award", "pledges"),
        Door("/pledges/<number>/propose", "propose_lock", "pledges"),
        Door("/pledges/<number>/consent", "consent_to_change", "pledges"),
        Door("/pledges/<number>/release", "release_lock", "pledges"),
        Door("/pledges/<number>/close-short", "close_short", "pledges"),
        Door("/endpoints/<number>/close", "close_endpoint", "pledges"),
        Door("/endpoints/<number>/replay", "replay_notices", "pledges"),
    ),
    extras=(
        *attachments.OF_PLEDGES,
        *papers.OF_PLEDGES,
        attachments.takes("bank", "pledge", "pledges"),
        *endpoints.OWN,
        endpoints.UNDELIVERED,
    ),
    events=EVENT_PUBLIC,
)
