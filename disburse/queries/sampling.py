"""Samples that anybody can draw again: a stated seed, a stated population, integers only.

Every claim of the population has a ticket, HMAC-SHA256 under the seed of the population's digest and the
claim's number; ascending tickets are the order of drawing. The same seed and population give the same
sample, on any machine and with any program that follows ALGORITHM.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import BadRecord, Finding
from disburse.models import Claim
from disburse.scope import visible
from workflows.claim import CLAIM

MOST = 10_000
BANDS_FEN = (10_000_000, 50_000_000, 100_000_000, 500_000_000)
"""Upper ends of the bands of sums: 10, 50, 100 and 500 万元; the rest is above."""
ALGORITHM = {
    "random": "Tickets HMAC-SHA256(seed, digest + LF + number), ascending; the first ``size``.",
    "by_unit": "Of each district in proportion, largest remainder first, at least one; within it as random.",
    "by_sum": "Of each band of sums in proportion, largest remainder first, at least one; then as random.",
    "by_size": (
        "Probability proportional to size. A claim with at least (sum left / still to be drawn) is certain "
        "and taken out, until none is; one without a sum is never drawn. The others, in the order of their "
        "tickets, are drawn where their running sum passes ((ticket of '' mod sum left) + n * sum left) / "
        "still to be drawn."
    ),
}
"""How each method draws; the digest is SHA-256 of the lines ``number,fen`` in the order of numbers' bytes."""


@dataclass(frozen=True)
class Member:
    """A claim of the population: its district and the sum it stands with in fen."""

    number: str
    unit: str
    fen: int


@dataclass(frozen=True)
class Sample:
    """What was drawn, and all that is needed to draw it again. ``strata`` says how many of how many."""

    seed: str
    method: str
    algorithm: str
    population: int
    population_fen: int
    digest: str
    strata: Mapping[str, tuple[int, int]]
    drawn: tuple[Member, ...]


def population(
    by: Actor, *, state: str = "paid", unit: str | None = None, item: str | None = None
) -> list[Member]:
    """The claims in a state that ``by`` may see, with what they are due; in the order of their numbers."""
    query = select(Claim.id, Claim.unit, Claim.payable_fen).where(visible(Claim, by), Claim.state == state)
    query = query.where(
        *(column == value for column, value in ((Claim.unit, unit), (Claim.item, item)) if value)
    )
    rows = (Member(number, of, fen or 0) for number, of, fen in db.session.execute(query))
    return sorted(rows, key=lambda one: one.number.encode())


def draw(members: Sequence[Member], *, seed: str, method: str, size: int) -> Sample:
    """Draw ``size`` claims, all of them where there are fewer. Raises BadRecord for what can't be drawn."""
    _require_drawable(seed, method, size)
    digest = digest_of(members)
    tickets = {one.number: ticket(seed, digest, one.number) for one in members}
    ordered = sorted(members, key=lambda one: tickets[one.number])
    strata: dict[str, tuple[int, int]] = {}
    if method == "by_size":
        chosen = _by_size(ordered, size, int(ticket(seed, digest, ""), 16))
    else:
        groups = _groups(ordered, METHODS[method])
        shares = _shares({name: len(group) for name, group in groups.items()}, size)
        strata = {name: (shares[name], len(group)) for name, group in groups.items()}
        chosen = [one for name, group in groups.items() for one in group[: shares[name]]]
    drawn = tuple(sorted(chosen, key=lambda one: one.number.encode()))
    total_fen = sum(one.fen for one in members)
    return Sample(seed, method, ALGORITHM[method], len(members), total_fen, digest, strata, drawn)


def digest_of(members: Sequence[Member]) -> str:
    """SHA-256 of the population."""
    lines = "".join(f"{one.number},{one.fen}\n" for one in members)
    return hashlib.sha256(lines.encode()).hexdigest()


def ticket(seed: str, digest: str, number: str) -> str:
    """A claim's place in the order of drawing, in hexadecimal."""
    return hmac.new(seed.encode(), f"{digest}\n{number}".encode(), "sha256").hexdigest()


def band(one: Member) -> str:
    """The band of a claim's sum, in 万元."""
    last = next((fen for fen in BANDS_FEN if one.fen <= fen), None)
    return f"<={last // 1_000_000}" if last else f">{BANDS_FEN[-1] // 1_000_000}"


METHODS: Mapping[str, Callable[[Member], str]] = {
    "random": lambda _: "all",
    "by_unit": lambda one: one.unit,
    "by_sum": band,
}


def _require_drawable(seed: str, method: str, size: int) -> None:
    findings = []
    if not seed.strip():
        findings.append(Finding("seed", "须写明种子", "state the seed"))
    if method not in ALGORITHM:
        names = ", ".join(ALGORITHM)
        findings.append(Finding("method", f"只能是：{names}", f"must be one of: {names}"))
    if not 1 <= size <= MOST:
        findings.append(Finding("size", f"应为 1 至 {MOST}", f"must be from 1 to {MOST}"))
    if findings:
        raise BadRecord(findings)


def _groups(ordered: Sequence[Member], of: Callable[[Member], str]) -> dict[str, list[Member]]:
    groups: dict[str, list[Member]] = {name: [] for name in sorted({of(one) for one in ordered})}
    for one in ordered:
        groups[of(one)].append(one)
    return groups


def _shares(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each stratum: one each if there is room, then by largest remainder, never more than all."""
    total, size = sum(counts.values()), min(size, sum(counts.values()))
    if not total:
        return {}
    shares = {name: count * size // total for name, count in counts.items()}
    if size >= len(counts):
        shares = {name: max(1, share) for name, share in shares.items()}
    remainders = sorted(counts, key=lambda name: (-(counts[name] * size % total), name))
    for name in _round(remainders):
        missing = size - sum(shares.values())
        if not missing:
            return shares
        if missing > 0 and shares[name] < counts[name]:
            shares[name] += 1
        elif missing < 0 and shares[name] > 1:
            shares[name] -= 1
    return shares


def _round(names: Sequence[str]) -> Iterator[str]:
    while names:
        yield from names


def _by_size(ordered: Sequence[Member], size: int, start: int) -> list[Member]:
    """Certain claims first, then every ``left_fen / wanted``-th fen of the others, in whole numbers."""
    left = [one for one in ordered if one.fen]
    certain: list[Member] = []
    while left and len(certain) < size:
        step_of, left_fen = size - len(certain), sum(one.fen for one in left)
        sure = [one for one in left if one.fen * step_of >= left_fen]
        if not sure:
            return certain + _systematic(left, step_of, left_fen, start)
        certain += sure
        left = [one for one in left if one not in set(sure)]
    return certain


def _systematic(ordered: Sequence[Member], wanted: int, total_fen: int, start: int) -> list[Member]:
    """Marks lie at ``(start mod total + n * total) / wanted``; a claim that holds one is drawn."""
    first, reached, n, drawn = start % total_fen, 0, 0, []
    for one in ordered:
        reached += one.fen
        if n < wanted and first + n * total_fen < reached * wanted:
            drawn.append(one)
            n += 1
    return drawn


STATES = tuple(state.name for state in CLAIM.states)
"""States whose claims can be a population."""
