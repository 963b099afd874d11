"""Walk the journal's chains, one record at a time, and say every fault. Standard library only.

Streams ascend by record, compared by code points (in SQL: COLLATE "C" or BINARY), and by seq within one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reports.canonical import (
    GENESIS,
    DoesNotFold,
    NotCanonical,
    apply,
    digest,
    disclosure,
    fold,
    read_event,
    state_digest,
)


class Head(NamedTuple):
    """Where a record's chain ends: its version, the hash of its last event, the digest of its state."""

    record: str
    kind: str
    version: int
    head: str
    state: str


class Disclosure(NamedTuple):
    """The personal value behind a digest in a record's events; its row may be erased."""

    record: str
    field: str
    salt: str
    value: str


class Finding(NamedTuple):
    """One fault: in which event of which record (or in which file, seq 0), and what it is."""

    record: str
    seq: int
    code: str
    zh: str
    en: str


_DIGEST = re.compile('"([0-9a-f]{64})"')
SENTENCES = {
    "bytes": "不是规范的事件 {0}|not a canonical event {0}",
    "order": "记录未按编号升序排列|records are not in ascending order",
    "seq": "序号应为 {0}|its number in the record should be {0}",
    "prev": "所载前一事件的散列值不符|it does not carry the hash of the event before it",
    "kind": "记录种类中途改变|the record changes its kind",
    "at": "时间早于前一事件|it is earlier than the event before it",
    "fold": "变更前的值不符 {0}|a value before the change is not what it was {0}",
    "state": "变更后的状态与摘要不符|the state after it does not have the digest it carries",
    "head": "链的末端与链头清单不符|the chain does not end where the list of heads says",
    "headless": "链头清单中没有此记录，或不止一次|the list of heads does not have this record exactly once",
    "gone": "链头清单中有此记录，但其事件全部缺失|the list of heads has this record, but it has no events",
    "disclosure": "披露的原值与该记录的事件不符|a disclosed value fits no digest in its record's events",
    "manifest": "清单缺失、损坏，或不是指定的那一份|no manifest, or damaged, or not the one asked for",
    "missing": "清单所列文件缺失|a file of the manifest is missing",
    "extra": "清单未列此文件|a file that the manifest does not list",
    "file": "文件与清单所载的大小或散列值不符|a file without the size and hash in the manifest",
    "sums": "事件的件数或金额与清单不符|the events do not add up to the counts and sums in the manifest",
}


def found(record: str, seq: int, code: str, detail: object = "") -> Finding:
    """A finding with its sentences."""
    zh, en = SENTENCES[code].split("|")
    return Finding(record, seq, code, zh.format(detail), en.format(detail))


class Sorted:
    """Rows in ascending order, taken up to a key: sorted streams are merged one row at a time."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = iter(rows)
        self.row = next(self.rows, None)

    def upto(self, *key: object) -> Iterator[Any]:
        """Rows not taken yet whose first columns are at most ``key``; all that are left without one."""
        while self.row is not None and self.row[: len(key)] <= key:
            row, self.row = self.row, next(self.rows, None)
            yield row


class Chain:
    """One record's events in order; holds where it stands and the folded state, nothing more."""

    def __init__(self, record: str, disclosures: Iterable[Disclosure] = ()) -> None:
        self.promised = {(row.record, disclosure(row.salt, row.field, row.value)) for row in disclosures}
        self.record, self.kind, self.seq, self.head, self.at = record, "", 0, GENESIS, ""
        self.state: dict[str, Any] = {}
        self.state_digest = ""

    def add(self, data: bytes, body: Mapping[str, Any]) -> Iterator[Finding]:
        """Take the next event and say what is wrong with it; the walk goes on from what the event says."""
        fits = {"seq": body["seq"] == self.seq + 1, "prev": body["prev"] == self.head}
        fits |= {"at": body["at"] >= self.at, "kind": body["kind"] == (self.kind or body["kind"])}
        yield from (found(self.record, body["seq"], code, self.seq + 1) for code in fits if not fits[code])
        try:
            fold(self.state, body)
        except DoesNotFold as fault:
            yield found(self.record, body["seq"], "fold", fault)
        self.kind, self.seq, self.head, self.at = body["kind"], body["seq"], digest(data), body["at"]
        self.state = apply(self.state, body)
        if self.promised:
            self.promised -= {(self.record, value) for value in _DIGEST.findall(data.decode())}
        self.state_digest = state_digest(self.state)
        if self.state_digest != body["state"]:
            yield found(self.record, self.seq, "state")

    def close(self, heads: Sorted) -> Iterator[Finding]:
        """Hold the end of the chain against the list of heads, and report records that were passed over."""
        if not self.seq:
            return
        yield from (found(record, 0, "disclosure") for record, _ in sorted(self.promised))
        rows = list(heads.upto(self.record))
        yield from (found(row[0], 0, "gone") for row in rows if row[0] != self.record)
        mine = [tuple(row) for row in rows if row[0] == self.record]
        if len(mine) != 1:
            yield found(self.record, self.seq, "headless")
        elif mine[0] != (self.record, self.kind, self.seq, self.head, self.state_digest):
            yield found(self.record, self.seq, "head")


class Tally:
    """Count and sum of money, by kind and action."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.sums_fen: Counter[tuple[str, str]] = Counter()

    def add(self, body: Mapping[str, Any]) -> None:
        """Count one event."""
        key = body["kind"], body["action"]
        self.counts[key] += 1
        self.sums_fen[key] += int((body["amount"] or "0").replace(".", ""))

    def rows(self) -> list[dict[str, object]]:
        """The table as the manifest has it, ascending; sums in yuan."""
        sums = {
            key: f"{'-' * (fen < 0)}{abs(fen) // 100}.{abs(fen) % 100:02}"
            for key, fen in self.sums_fen.items()
        }
        return [
            {"kind": key[0], "action": key[1], "count": self.counts[key], "amount": sums[key]}
            for key in sorted(sums)
        ]


def verify(
    events: Iterable[bytes],
    heads: Iterable[Head],
    disclosures: Iterable[Disclosure] = (),
    tally: Tally | None = None,
) -> Iterator[Finding]:
    """Every fault of a journal held against its heads, with flat memory; ``tally`` counts on the way."""
    chain, listed, told, tally = Chain(""), Sorted(heads), Sorted(disclosures), tally or Tally()
    for data in events:
        try:
            body = read_event(data)
            if body["record"] != chain.record:
                yield from chain.close(listed)
                if body["record"] < chain.record:
                    yield found(body["record"], body["seq"], "order")
                chain = Chain(body["record"], told.upto(body["record"]))
            tally.add(body)
            yield from chain.add(data, body)
        except NotCanonical as fault:
            yield found(chain.record, chain.seq + 1, "bytes", fault)
    yield from chain.close(listed)
    yield from (found(row[0], 0, "gone") for row in listed.upto())
    yield from (found(row[0], 0, "disclosure") for row in told.upto())
