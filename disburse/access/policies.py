"""The two password policies by name, and what either finds wrong with a new password.

``asvs``: OWASP ASVS 5.0 § 6.2: length, common passwords, words of this place; no composition, no expiry.
``djbh3``: GB/T 22239-2019 level 3: composition, 90 days, none of the last five; common ones are refused too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from disburse import clock
from disburse.access import passwords
from disburse.errors import Finding

SHORTEST, LONGEST = 8, 128
COMMON = frozenset(FREQUENCY_LISTS["passwords"])
"""30,000 passwords found in breaches, in small letters, as zxcvbn ships them."""
CLASSES = (str.islower, str.isupper, str.isdigit, lambda c: not (c.islower() or c.isupper() or c.isdigit()))


@dataclass(frozen=True)
class Policy:
    """What is asked of a password: classes of characters, none of the last so many, renewed in time."""

    classes: int = 0
    unlike_last: int = 0
    lasts: timedelta | None = None

    def is_over(self, set_at: datetime | None) -> bool:
        """Whether a password that was set then must be renewed."""
        return self.lasts is not None and (set_at is None or clock.now() - set_at > self.lasts)


POLICIES = {"asvs": Policy(), "djbh3": Policy(classes=3, unlike_last=5, lasts=timedelta(days=90))}


def faults(policy: Policy, password: str, *, words: Sequence[str], kept: Sequence[str]) -> list[Finding]:
    """Everything wrong with a new password, given words of its place and the hashes ``kept`` so far."""
    return [Finding("new", zh, en) for zh, en in _faults(policy, password, words, kept)]


def _faults(
    policy: Policy, password: str, words: Sequence[str], kept: Sequence[str]
) -> Iterator[tuple[str, str]]:
    if not SHORTEST <= len(password) <= LONGEST:
        yield f"须为 {SHORTEST} 至 {LONGEST} 个字符", f"it must have {SHORTEST} to {LONGEST} characters"
    if password.lower() in COMMON:
        yield "是常见密码，已在泄露名单中", "it is common: it stands in lists of breached passwords"
    elif len(_without(words, password.lower())) < SHORTEST <= len(password):
        yield "去掉登录名、单位和系统名后太短", "without your name, unit and this system's it is too short"
    if sum(any(map(kind, password)) for kind in CLASSES) < policy.classes:
        yield (
            f"须含大写、小写、数字、其他字符中的至少 {policy.classes} 种",
            f"it must have {policy.classes} of: capitals, small letters, digits, others",
        )
    if any(passwords.fits(password, old) for old in kept[: policy.unlike_last]):
        yield (
            f"不得与最近 {policy.unlike_last} 次的密码相同",
            f"it was one of the last {policy.unlike_last}",
        )


def _without(words: Sequence[str], text: str) -> str:
    for word in words:
        text = text.replace(word.lower(), "")
    return text
