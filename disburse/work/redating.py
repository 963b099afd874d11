"""A job: reckon the provisional deadlines again once the working days of their year are known."""

from collections.abc import Mapping
from typing import Any

from disburse import office
from disburse.actors import CLOCK
from disburse.acts import act
from disburse.errors import Refusal
from disburse.queries.deadlines import provisional
from disburse.work.errand import Errand


def redate(errand: Errand) -> Mapping[str, Any]:
    """Each claim by itself; one that changed meanwhile, or whose year is still unknown, is left as it is."""
    due, mended = provisional(office.calendar()), 0
    for count, (number, version) in enumerate(due):
        errand.told(count, len(due))
        try:
            act("redate_claim", {"number": number, "version": version}, CLOCK)
        except Refusal:
            continue
        mended += 1
    return {"due": len(due), "mended": mended}
