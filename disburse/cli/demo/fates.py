"""Which way each claim of the story is meant to go; the rules have the last word."""

import random
from enum import StrEnum


class Fate(StrEnum):
    """Where a claim is meant to end."""

    PAID = "paid"
    RETURNED = "paid, once returned for correction"
    OBJECTION_DISMISSED = "paid, after an objection was dismissed"
    OBJECTION_UPHELD = "paid, after an objection was upheld"
    BOUNCED = "paid, after the bank returned the first payment"
    RECOVERED = "recovered"
    RECOVERING = "recovering"
    REVOKED = "revoked"
    APPROVED = "approved"
    NOTICE = "on public notice"
    RATED = "rated"
    REVIEW = "in district review"
    SUBMITTED = "submitted"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    REFUSED_BY_DISTRICT = "refused by the district"
    REFUSED_BY_CITY = "refused by the city"


SHARES = {
    Fate.PAID: 320,
    Fate.RETURNED: 46,
    Fate.OBJECTION_DISMISSED: 10,
    Fate.OBJECTION_UPHELD: 5,
    Fate.BOUNCED: 9,
    Fate.RECOVERED: 4,
    Fate.RECOVERING: 2,
    Fate.REVOKED: 4,
    Fate.APPROVED: 18,
    Fate.NOTICE: 10,
    Fate.RATED: 8,
    Fate.REVIEW: 12,
    Fate.SUBMITTED: 8,
    Fate.DRAFT: 8,
    Fate.WITHDRAWN: 12,
    Fate.REFUSED_BY_DISTRICT: 14,
    Fate.REFUSED_BY_CITY: 10,
}
"""Of 500 claims, how many are meant to go which way."""


def assign(chance: random.Random, count: int) -> list[Fate]:
    """A fate for each of ``count`` claims, in the proportions of SHARES, each at least once."""
    whole = sum(SHARES.values())
    fates = [fate for fate, share in SHARES.items() for _ in range(max(1, share * count // whole))]
    fates += [Fate.PAID] * (count - len(fates))
    chance.shuffle(fates)
    return fates[:count]
