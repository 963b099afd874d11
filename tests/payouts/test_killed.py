"""Killed at any point of "file written", "sent", "receipt imported", no payment is lost or doubled."""

import random
from collections import Counter

import pytest
from sqlalchemy import func, select

from disburse import clock
from disburse.acts import act
from disburse.db import db
from disburse.models import Batch, Claim, Event, Fund, Payment, ReceiptFile, ReceiptLine, ReceiptMark
from disburse.queries import trail
from disburse.queries.verification import verify
from reports import proof
from tests.make import PAYER, a_batch, a_fund, here
from tests.payouts import work
from tests.payouts.bank import awards, payments, receipt, table
from tests.services.watching import differences

KILLS = 40
AWARDS = 6
RETURNED = 3
"""Payments that come back at least, so that there is another batch while kills are to come."""
FARTHEST = 80
"""Statements, commits and files after which a process is killed at the latest."""


def findings():
    with trail.snapshot() as view:
        return list(verify(view, proof.Tally()))


def next_batch(chance, folder, kills):
    """A batch of every award that waits, and the bank's answer: some come back while kills are to come."""
    waiting = db.session.scalars(select(Claim).where(Claim.state == "approved").order_by(Claim.id)).all()
    batch = act("release_batch", here(a_batch(*waiting)), PAYER)
    back = ["退汇" if n < RETURNED or chance.random() * 2 < 1 else "成功" for n in range(len(waiting))]
    said = [
        receipt(p, outcome if kills < KILLS else "成功")
        for p, outcome in zip(payments(batch), back, strict=True)
    ]
    return batch.id, table(folder / f"{batch.id}.csv", *said)


@pytest.fixture
def run(processes, config, tmp_path):
    """Carry a batch on in a process of its own; gives its exit status, -9 when it was killed."""
    ours, theirs = processes.Pipe()
    office = processes.Process(target=work.office, args=(config, theirs), daemon=True)
    office.start()

    def one(number, answer, point):
        db.session.remove()
        db.engine.dispose()
        ours.send((clock.now(), number, answer, tmp_path, point))
        assert ours.poll(60)
        return ours.recv()

    yield one
    ours.send(None)
    office.join(timeout=60)


@pytest.mark.timeout(280)
def test_forty_kills_on_the_way_to_the_bank_and_back_leave_every_payment_once(time, tmp_path, run):
    chance, kills, at = random.Random(11), 0, Counter()
    fund = a_fund()
    awards(AWARDS, fund)
    while db.session.scalar(select(func.count()).where(Claim.state == "approved")):
        number, answer = next_batch(chance, tmp_path, kills)
        while (status := run(number, answer, point(chance, kills))) != 0:
            assert status == -9
            kills += 1
            at[db.session.get_one(Batch, number).state] += 1
            if kills % 10 == 0:
                assert findings() == []
    assert kills >= KILLS
    assert at.keys() >= {"released", "sent"}
    every_payment_is_what_the_bank_said_once(db.session.get_one(Fund, fund.id))


def point(chance, kills):
    """Where the next process is killed, often within its first line; never, once there were kills enough."""
    return chance.randrange(1, chance.choice((25, FARTHEST))) if kills < KILLS else 10**9


def every_payment_is_what_the_bank_said_once(fund):
    assert findings() == []
    assert differences() == []
    made = db.session.scalars(select(Payment)).all()
    ends = Counter(
        db.session.scalars(
            select(Event.record).where(Event.action.in_(("confirm", "return")), Event.kind == "payment")
        )
    )
    assert ends == Counter(payment.id for payment in made)
    said = dict(db.session.execute(select(ReceiptLine.end_to_end, ReceiptLine.outcome)).all())
    assert {p.id: {"paid": "confirmed", "returned": "returned"}[p.state] for p in made} == said
    assert db.session.scalar(select(func.count()).select_from(ReceiptMark)) == len(made)
    assert set(db.session.scalars(select(ReceiptFile.open_count))) == {0}
    claims = db.session.scalars(select(Claim)).all()
    assert {claim.state for claim in claims} == {"paid"}
    assert (fund.paid_fen, fund.reserved_fen) == (sum(c.payable_fen for c in claims), 0)
