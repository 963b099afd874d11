"""What the finance bureau reads and does: funds, payout batches, payments, money that comes back."""

from dataclasses import replace

from disburse.api import claims, figures, policies, reads
from disburse.api.audience import Audience, Door
from disburse.api.shapes import PAYMENT_WHOLE

FINANCE = Audience(
    "finance",
    collections=(
        reads.FUNDS,
        reads.BATCHES,
        replace(reads.PAYMENTS, whole=PAYMENT_WHOLE),
        reads.RECOVERIES,
        reads.CLAIMS,
        reads.ENTERPRISES,
        reads.OBJECTIONS,
        reads.REVIEWS,
        reads.ADOPTIONS,
        reads.DECISIONS,
        reads.PLEDGES,
        reads.FREEZES,
    ),
    doors=(
        Door("/funds", "open_fund", "money"),
        Door("/funds/<number>/appropriate", "appropriate", "money"),
        Door("/batches", "build_batch", "money"),
        Door("/batches/<number>/release", "release_batch", "money"),
        Door("/batches/<number>/send", "send_batch", "money"),
        Door("/batches/<number>/cancel", "cancel_batch", "money"),
        Door("/batches/<number>/settle", "settle_batch", "money"),
        Door("/payments/<number>/confirm", "confirm_payment", "money"),
        Door("/payments/<number>/return", "return_payment", "money"),
        Door("/recoveries/<number>/offset", "offset_recovery", "money"),
        Door("/recoveries/<number>/repayments", "record_repayment", "money"),
    ),
    extras=(*claims.EXTRAS, *policies.ITEMS, figures.STATISTICS_DOOR),
)
