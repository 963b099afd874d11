"""Every kind of job: what is done, how often it is tried, and who may ask for it."""

from disburse.work import (
    checks,
    expiry,
    housework,
    listing,
    lists,
    printing,
    redating,
    scanning,
    webhooks,
)
from disburse.work.errand import Kind

HOUR_S = 3600

KINDS: dict[str, Kind] = {
    "webhook": Kind(webhooks.deliver, attempts=12, first_pause_s=5, longest_pause_s=6 * HOUR_S),
    "papers": Kind(printing.print_batch, attempts=5, first_pause_s=30, longest_pause_s=HOUR_S, by_hand=True),
    "export": Kind(printing.export_trail, attempts=3, first_pause_s=60, longest_pause_s=HOUR_S, by_hand=True),
    "import": Kind(lists.import_list, attempts=5, first_pause_s=30, longest_pause_s=HOUR_S),
    "expiry": Kind(expiry.expire_pledges, attempts=4, first_pause_s=60, longest_pause_s=HOUR_S, by_hand=True),
    "scan": Kind(scanning.scan, attempts=12, first_pause_s=5, longest_pause_s=HOUR_S),
    "rescan": Kind(scanning.rescan, attempts=3, first_pause_s=60, longest_pause_s=HOUR_S, by_hand=True),
    "deadlines": Kind(housework.remind, attempts=6, first_pause_s=60, longest_pause_s=HOUR_S, by_hand=True),
    "nightly": Kind(checks.look, attempts=4, first_pause_s=300, longest_pause_s=HOUR_S, by_hand=True),
    "list": Kind(listing.write_list, attempts=3, first_pause_s=30, longest_pause_s=HOUR_S),
    "redate": Kind(redating.redate, attempts=4, first_pause_s=60, longest_pause_s=HOUR_S, by_hand=True),
    "tidy": Kind(housework.tidy, attempts=3, first_pause_s=300, longest_pause_s=HOUR_S, by_hand=True),
}
"""A webhook that is never accepted is tried for about a day, then it is a dead letter."""
