"""A daily job: end the authorisations of banks whose last day is over."""

from collections.abc import Mapping
from typing import Any

from disburse.actors import CLOCK
from disburse.acts import act
from disburse.errors import Refusal
from disburse.queries.locks import overdue
from disburse.work.errand import Errand


def expire_pledges(errand: Errand) -> Mapping[str, Any]:
    """End each by itself; one that changed meanwhile is left to the next night."""
    due, ended = overdue(), 0
    for count, (number, version) in enumerate(due):
        errand.told(count, len(due))
        try:
            act("expire_pledge", {"number": number, "version": version}, CLOCK)
        except Refusal:
            continue
        ended += 1
    return {"due": len(due), "ended": ended}
