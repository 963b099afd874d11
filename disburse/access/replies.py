"""Answers given once: a request that carries an Idempotency-Key is done once, however often it is sent.

A place is taken before the act, the answer is written in the act's own transaction: the answer is there if
and only if the act is. A place whose taker died is free again after a minute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from disburse import clock, desk
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Reply

IN_FLIGHT_SECONDS = 60
"""How long a place is held for an act that gave no answer."""
KEPT_DAYS = 7
"""How long an answer is kept."""


class KeyReused(Refusal):
    """这个 Idempotency-Key 已用于另一个请求。
    This Idempotency-Key was used for another request.
    """

    status = 422
    mend = (
        "新的请求请用新的键；重发原请求请保持内容不变。",
        "Use a new key for a new request, or send the first again unchanged.",
    )


class InFlight(Refusal):
    """同一 Idempotency-Key 的请求正在办理。
    The request with this Idempotency-Key is still being done.
    """

    mend = ("请稍后用同一键重发。", "Send it again with the same key in a moment.")


@dataclass(frozen=True)
class Answer:
    """What was answered: status, headers of this answer alone, and the body's bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Place:
    """Held for one request of one person while it is done."""

    person: str
    key: str
    taken_at: datetime

    def keep(self, answer: Answer) -> None:
        """Write the answer, in the transaction of the act. Raises InFlight when the place was lost."""
        given = {"status": answer.status, "headers": answer.headers, "body": answer.body}
        kept = db.session.execute(update(Reply).where(self._mine()).values(**given))
        if kept.rowcount != 1:  # type: ignore[attr-defined]  # the result of an update has it
            raise InFlight

    def fill(self, act: Callable[[], Any], answer: Callable[[Any], Answer], kind: str) -> Answer:
        """Do ``act`` and keep the ``answer`` to the record of ``kind`` that it gives.

        Frees the place and raises what ``act`` raises, if it does.
        """
        kept: list[Answer] = []

        def keep(record: Any) -> None:
            if getattr(record, "kind", None) == kind:
                kept[:] = [answer(record)]
                self.keep(kept[0])

        mark = desk.before_commit.set(keep)
        try:
            act()
        except BaseException:
            self.give_up()
            raise
        finally:
            desk.before_commit.reset(mark)
        return kept[0]

    def give_up(self) -> None:
        """Free the place: nothing was done."""
        with desk.aside():
            db.session.execute(delete(Reply).where(self._mine()))

    def _mine(self) -> ColumnElement[bool]:
        held = and_(Reply.person == self.person, Reply.key == self.key, Reply.taken_at == self.taken_at)
        return and_(held, Reply.status.is_(None))


def take(person: str, key: str, request_sha256: str) -> Place | Answer:
    """Take the place of a request, or find the answer that it was given.

    Raises KeyReused for another request under the same key, InFlight while it is being done.
    """
    place = Place(person, key, clock.now())
    try:
        with desk.aside():
            return _known(place, request_sha256) or _taken(place, request_sha256)
    except IntegrityError:  # somebody took it at this moment
        raise InFlight from None


def kept(person: str, key: str) -> Answer | None:
    """The answer that a person was given under a key; None where there is none, or not yet."""
    row = db.session.scalar(select(Reply).where(Reply.person == person, Reply.key == key))
    if row is None or row.status is None:
        return None
    return Answer(row.status, row.headers or {}, row.body or b"")


def _known(place: Place, request_sha256: str) -> Answer | Place | None:
    query = select(Reply).where(Reply.person == place.person, Reply.key == place.key).with_for_update()
    row = db.session.scalar(query)
    if row is None:
        return None
    if row.request_sha256 != request_sha256:
        raise KeyReused
    if row.status is not None:
        return Answer(row.status, row.headers or {}, row.body or b"")
    if place.taken_at - row.taken_at < timedelta(seconds=IN_FLIGHT_SECONDS):
        raise InFlight
    mine = and_(Reply.person == place.person, Reply.key == place.key)
    db.session.execute(update(Reply).where(mine).values(taken_at=place.taken_at))
    return place


def _taken(place: Place, request_sha256: str) -> Place:
    fresh = {"person": place.person, "key": place.key, "taken_at": place.taken_at}
    db.session.execute(insert(Reply).values(**fresh, request_sha256=request_sha256))
    return place


def forget() -> int:
    """Delete the answers that are older than KEPT_DAYS; how many there were."""
    old = Reply.taken_at < clock.now() - timedelta(days=KEPT_DAYS)
    with desk.aside():
        gone = db.session.execute(delete(Reply).where(old))
        return int(gone.rowcount)  # type: ignore[attr-defined]  # the result of a deletion has it
