"""What district bureaus read and do: the register, acceptance, review and recommendation of claims."""

from disburse.api import attachments, claims, figures, intake, papers, policies, reads, rows
from disburse.api.audience import Audience, Door

DISTRICT = Audience(
    "district",
    collections=(
        reads.CLAIMS,
        reads.ENTERPRISES_IN_CHARGE,
        reads.OBJECTIONS,
        reads.PAYMENTS,
        reads.RECOVERIES,
        reads.REVIEWS,
        reads.RATING_LISTS,
        reads.ADOPTIONS,
        reads.DECISIONS,
        reads.PLEDGES,
        reads.FREEZES,
        reads.ATTACHMENTS,
        reads.HAND_OVERS,
    ),
    doors=(
        Door("/enterprises", "register_enterprise", "claims"),
        Door("/enterprises/<number>/account", "change_account", "claims"),
        Door("/enterprises/<number>/account/confirm", "confirm_account", "claims"),
        Door("/enterprises/<number>/account/refuse", "refuse_account", "claims"),
        Door("/enterprises/<number>/name", "rename_enterprise", "claims"),
        Door("/claims/<number>/accept", "accept_claim", "claims"),
        Door("/claims/<number>/return", "return_claim", "claims"),
        Door("/claims/<number>/facts", "establish_facts", "claims"),
        Door("/claims/<number>/recommend", "recommend_claim", "claims"),
        Door("/claims/<number>/refuse", "refuse_claim", "claims"),
        Door("/pledges/<number>/confirm", "confirm_lock", "pledges"),
        Door("/pledges/<number>/refuse", "refuse_lock", "pledges"),
        Door("/pledges/<number>/activate", "activate_lock", "pledges"),
        Door("/pledges/<number>/change/confirm", "confirm_change", "pledges"),
        Door("/pledges/<number>/change/refuse", "refuse_change", "pledges"),
        Door("/pledges/<number>/change/activate", "activate_change", "pledges"),
    ),
    extras=(
        *attachments.OF_CLAIMS,
        attachments.takes("district", "claim", "claims"),
        *attachments.COMPARED,
        *claims.EXTRAS,
        *papers.OF_CLAIMS,
        *papers.OF_PLEDGES,
        *papers.OF_DISTRICTS,
        *policies.ITEMS,
        rows.RATED,
        *intake.DISTRICT,
        figures.STATISTICS_DOOR,
    ),
)
