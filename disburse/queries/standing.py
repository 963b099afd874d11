"""Is a paper genuine, and does it still hold? All that anyone may know who has its code, and nothing private.

A paper's code is its record's number and 130 bits of the event that it states, which nobody can guess; the
number finds the record's few events by index, the bits tell which one. No code is kept anywhere.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hmac import compare_digest
from typing import Any, Literal

from sqlalchemy import select

from disburse.clock import BEIJING
from disburse.config import Config
from disburse.db import db
from disburse.models import Event
from disburse.queries import rolls
from reports import proof

BITS_LETTERS = 26
"""Letters of base32 after the record's number: 130 bits."""


@dataclass(frozen=True)
class Kind:
    """A kind of paper: the actions it is made of (all where there are none), and what takes it back.

    ``replaced`` has the actions after which another paper stands for it, ``by_change`` the columns whose
    change does so; after one of ``revoked`` nothing does. ``of`` is the kind of record, where it is not the
    paper's own name: a record that is on two papers has a code for each.
    """

    zh: str
    en: str
    made: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    by_change: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()
    of: str = ""


KINDS = {
    "claim": Kind(
        "算账单", "calculation sheet", by_change=("calculation", "recognised_yuan", "payable_yuan", "rating"),
        revoked=("refuse", "withdraw", "revoke"),
    ),
    "payment": Kind("拨付通知书", "disbursement notice", made=("confirm",), revoked=("return",)),
    "pledge": Kind(
        "账户信息确认回执", "receipt for account information", made=("activate", "activate_change"),
        replaced=("activate_change",), revoked=("release", "close_short", "annul"),
    ),
    "opinion": Kind(
        "初审意见表", "opinion form of the district", made=("recommend",), replaced=("recommend",),
        revoked=("send_back", "withdraw"), of="claim",
    ),
}  # fmt: skip
"""By the kind of record that a paper states, or by its own name; other records are on no paper."""
LISTS = {
    "recommend": Kind("初审推荐函、汇总表", "letter of recommendation and its table"),
    "publish": Kind("公示", "public notice"),
}
"""Papers that state a list, by the action that puts claims on it."""
SAID = {
    "valid": ("有效", "valid"),
    "replaced": ("已被替换", "replaced"),
    "revoked": ("已失效", "revoked"),
}


@dataclass(frozen=True)
class Standing:
    """A paper without its content: its number and day, whether it holds, and since when it does not.

    ``head`` is the digest that the record embedded in the paper has.
    """

    kind: Kind
    number: str
    on: date
    verdict: Literal["valid", "replaced", "revoked"]
    since: date | None
    head: str
    demo: bool

    @property
    def said(self) -> tuple[str, str]:
        """The verdict in Chinese and English."""
        return SAID[self.verdict]


def code(record: str, digest: str, paper: str = "") -> str:
    """The code of the paper that states the event with this digest; ``paper`` where a record has several."""
    bits = hashlib.sha256("\n".join(["disburse paper", *filter(None, [paper]), digest]).encode()).digest()
    return f"{record}-{base64.b32encode(bits)[:BITS_LETTERS].decode()}"


def stated(kind: str, record: str) -> Event | None:
    """The event that the present paper of a record states; None where there is none yet."""
    query = select(Event).where(Event.record == record)
    if made := KINDS[kind].made:
        query = query.where(Event.action.in_(made))
    return db.session.scalar(query.order_by(Event.seq.desc()).limit(1))


def standing(given: str, config: Config) -> Standing | None:
    """How the paper with this code stands; None when there is none. Small letters will do."""
    record = given.rpartition("-")[0]
    listed = rolls.read(record) or rolls.read(record.upper())
    if listed:
        return _listed(listed, given)
    record = record.upper()
    query = select(Event).where(Event.record == record, Event.kind.in_(KINDS), Event.action != "query")
    events = db.session.scalars(query.order_by(Event.seq)).all()
    for place, event in enumerate(events):
        for paper, kind in _papers(event):
            if _is(given, code(record, event.hash, paper)):
                return _standing(event, kind, events[place:], config)
    return None


def _papers(event: Event) -> list[tuple[str, Kind]]:
    """The kinds of paper that state an event, with what their codes are made of besides."""
    return [
        (name if kind.of else "", kind)
        for name, kind in KINDS.items()
        if event.kind == (kind.of or name) and (not kind.made or event.action in kind.made)
    ]


def _is(given: str, own: str) -> bool:
    return compare_digest(own.upper().encode(), given.upper().encode())


def _listed(roll: rolls.Roll, given: str) -> Standing | None:
    """How a paper stands that states a list: replaced once a claim was put on the list or taken off."""
    found: Standing | None = None
    for event, lines in rolls.versions(roll):
        if found and found.since is None:
            found = replace(found, verdict="replaced", since=_day(event))
        head = rolls.digest(roll, lines)
        if lines and _is(given, code(roll.number, head)):
            is_demo = any(line.demo for line in lines.values())
            found = Standing(LISTS[roll.action], roll.number, _day(event), "valid", None, head, is_demo)
    return found


def _standing(event: Event, kind: Kind, since: Sequence[Event], config: Config) -> Standing:
    body = proof.read_event(event.body.encode())
    ended = next((one for one in since[1:] if _ends(one, kind)), None)
    return Standing(
        kind=kind,
        number=_number(event, body, config),
        on=_day(event),
        verdict=_verdict(ended, kind),
        since=_day(ended) if ended else None,
        head=event.hash,
        demo=any(one.demo for one in since),
    )


def _ends(event: Event, kind: Kind) -> bool:
    changes = proof.read_event(event.body.encode())["changes"]
    return event.action in (*kind.replaced, *kind.revoked) or not changes.keys().isdisjoint(kind.by_change)


def _verdict(ended: Event | None, kind: Kind) -> Literal["valid", "replaced", "revoked"]:
    if ended is None:
        return "valid"
    return "revoked" if ended.action in kind.revoked else "replaced"


def _number(event: Event, body: dict[str, Any], config: Config) -> str:
    """The number that is printed on the paper."""
    if event.kind == "pledge":
        return str(body["document"])
    notice = body["changes"].get("notice_number")
    return f"{config.notice_word}{notice[1]}" if notice else event.record


def _day(event: Event) -> date:
    return event.at.astimezone(BEIJING).date()
