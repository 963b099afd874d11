"""What the finance bureau reads and does: funds, payout batches, payments, money that comes back."""

from dataclasses import replace

from disburse.api import (
    attachments,
    claims,
    figures,
    intake,
    jobs,
    payment_files,
    policies,
    reads,
    receipts,
)
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
        reads.CITY_TABLES,
        reads.BUDGET_TABLES,
        reads.PLEDGES,
        reads.FREEZES,
        reads.ATTACHMENTS,
        reads.HAND_OVERS,
        reads.RECEIPT_FILES,
    ),
    doors=(
        Door("/funds", "open_fund", "money"),
        Door("/funds/<number>/appropriate", "appropriate", "money"),
        Door("/budget-tables", "enter_budget_codes", "money"),
        Door("/budget-tables/<number>/confirm", "confirm_budget_table", "money"),
        Door("/budget-tables/<number>/reject", "reject_budget_table", "money"),
        Door("/budget-tables/<number>/repeal", "repeal_budget_table", "money"),
        Door("/batches", "build_batch", "money"),
        Door("/batches/<number>/release", "release_batch", "money"),
        Door("/batches/<number>/send", "send_batch", "money"),
        Door("/batches/<number>/cancel", "cancel_batch", "money"),
        Door("/batches/<number>/settle", "settle_batch", "money"),
        Door("/payments/<number>/confirm", "confirm_payment", "money"),
        Door("/payments/<number>/return", "return_payment", "money"),
        Door("/recoveries/<number>/offset", "offset_recovery", "money"),
        Door("/recoveries/<number>/repayments", "record_repayment", "money"),
        Door("/receipt-files/<number>/apply", "apply_line", "money"),
        Door("/receipt-files/<number>/match", "match_line", "money"),
        Door("/receipt-files/<number>/dismiss", "dismiss_line", "money"),
    ),
    extras=(
        *attachments.OF_CLAIMS,
        *attachments.COMPARED,
        *claims.EXTRAS,
        *policies.ITEMS,
        *intake.FINANCE,
        payment_files.WRITE,
        receipts.IMPORT,
        *receipts.READ,
        *jobs.READ,
        jobs.START,
        figures.STATISTICS_DOOR,
    ),
)
