"""Every order in which an award can be pledged, locked, paid, returned, recovered, frozen and renamed.

Breadth first over the real services on SQLite: in each state that was reached, every act is tried, by two
persons where somebody is kept apart; what would come of it is looked at and undone, and what is new is done
for good and kept. Two states are one when nothing that comes after could tell them apart: ended pledges,
returned payments and lifted freezes are left out, and the two banks may change places.
"""

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from disburse import desk
from disburse.actors import Actor
from disburse.acts import act
from disburse.audit import disclosed
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import Batch, Claim, Enterprise, Freeze, Payment, Pledge, Recovery
from disburse.queries.funds import reconcile
from disburse.queries.trail import snapshot
from disburse.queries.verification import verify
from reports import proof
from tests.make import (
    APPROVER,
    BANK_CODE,
    FINANCE,
    PAYER,
    UNIT,
    a_batch,
    a_claim,
    a_pledge,
    a_proposal,
    a_receipt,
    a_recovery,
    a_returned_payment,
    a_unit,
    agent,
    an_account,
    here,
    received,
    repay,
)
from workflows.claim import CLAIM
from workflows.engine import Workflow
from workflows.freeze import FREEZABLE
from workflows.payout import BATCH, PAYMENT
from workflows.pledge import LOCKED, PLEDGE, SOUGHT
from workflows.roles import ROLES
from workflows.table import Step

BANKS = (BANK_CODE, "102452000012")
LETTER, NOTE = {"document": "测试银行函1号"}, {"note": "测试原因"}
OWN_NUMBER, NEW_NUMBER, NEW_NAME = "9000000000001234", "7000000000001111", "青岛新名装备有限公司"
EVERY = 50
"""Every so many states the whole journal is verified."""
ACTS = {
    *("authorise", "withdraw", "propose", "confirm", "activate", "refuse", "release", "close_short"),
    *("consent", "confirm_change", "activate_change", "refuse_change", "freeze", "lift", "rename"),
    *("schedule", "release_batch", "cancel", "pay", "return", "recover", "repay", "annul", "revoke"),
}
"""Every one of them is possible somewhere."""

Move = tuple[str, Callable[[], Any]]


@pytest.fixture
def config(sqlite_config):
    return sqlite_config


class Scene(NamedTuple):
    """What there is of the award, read anew."""

    claim: Any
    owner: Any
    pledges: list[Any]
    payment: Any
    batch: Any
    freeze: Any
    recovery: Any


def scene(number: str) -> Scene:
    claim = one(Claim, Claim.id == number)
    mine = Pledge.claim_id == number, Pledge.state.in_((*SOUGHT, *LOCKED))
    payment = one(Payment, Payment.id == claim.payment_id)
    return Scene(
        claim,
        one(Enterprise, Enterprise.id == claim.enterprise_id),
        list(db.session.scalars(select(Pledge).where(*mine).order_by(Pledge.id))),
        payment,
        one(Batch, Batch.id == payment.batch_id) if payment else None,
        one(Freeze, Freeze.claim_id == number, Freeze.state == "in_force"),
        one(Recovery, Recovery.claim_id == number, Recovery.state == "decided"),
    )


def one(model: Any, *where: Any) -> Any:
    return db.session.scalar(select(model).where(*where).execution_options(populate_existing=True))


def two(role: str, unit: str) -> tuple[Actor, Actor]:
    """Two persons of an office; either has its other roles as well, and the first makes what is checked."""
    office = role.partition("_")[0]
    return Actor(f"{office}-1", role, unit), Actor(f"{office}-2", role, unit)


def moves(now: Scene, banks: Sequence[str], *, renamed: bool) -> Iterator[Move]:
    """Every act that the tables know in this state; where they keep somebody apart, by both persons."""
    yield from of_money(now)
    if not renamed:
        yield from of_the_court(now)
    elif now.owner.name != NEW_NAME:
        new = {**here(now.owner), "name": NEW_NAME, "document": "测试变更1号"}
        yield "rename", lambda: act("rename_enterprise", new, two("district_clerk", UNIT)[0])
    authorised = {pledge.bank for pledge in now.pledges}
    for bank in sorted(set(banks) - authorised) if now.claim.state == "approved" else ():
        yield f"authorise {bank}", lambda bank=bank: a_pledge(now.claim, bank=bank)
    for pledge in now.pledges:
        yield from of_a_pledge(now, pledge)


def of_a_pledge(now: Scene, pledge: Any) -> Iterator[Move]:
    account = an_account(now.owner.name, code=pledge.bank)
    another = an_account(now.owner.name, NEW_NUMBER, pledge.bank)
    held = received(pledge)
    bodies = {
        "withdraw": ("withdraw_authorisation", here(pledge)),
        "propose": ("propose_lock", a_proposal(pledge, account=account)),
        "confirm": ("confirm_lock", here(pledge)),
        "activate": ("activate_lock", here(pledge)),
        "refuse": ("refuse_lock", {**here(pledge), **NOTE}),
        "consent": ("consent_to_change", {**held, **LETTER, "account": another}),
        "confirm_change": ("confirm_change", here(pledge)),
        "activate_change": ("activate_change", here(pledge)),
        "refuse_change": ("refuse_change", {**here(pledge), **NOTE}),
        "release": ("release_lock", {**held, **LETTER}),
        "close_short": ("close_short", {**held, **NOTE, "shortfall_yuan": "1.00"}),
    }
    for step in PLEDGE.exits(pledge.state):
        if step.action in bodies:
            name, body = bodies[step.action]
            for by in persons(step, now, pledge):
                yield f"{step.action} {pledge.bank} {by.id}", lambda n=name, b=body, p=by: act(n, b, p)


def persons(step: Step, now: Scene, pledge: Any) -> Sequence[Actor]:
    """Who takes a step of a pledge: where it is kept apart from another, who may not tries as well."""
    if step.role == "enterprise_agent":
        return (agent(now.owner.id),)
    unit = pledge.bank if ROLES[step.role].office == "bank" else UNIT
    return two(step.role, unit) if step.apart_from else two(step.role, unit)[:1]


def of_money(now: Scene) -> Iterator[Move]:
    claim, payment, batch = now.claim, now.payment, now.batch
    decided = {**NOTE, "document": "测试撤销1号"}
    if may(CLAIM, "schedule", claim):
        yield "schedule", lambda: a_batch(claim)
    if may(CLAIM, "revoke", claim):
        yield "revoke", lambda: act("revoke_claim", {**here(claim), **decided}, APPROVER)
    if may(CLAIM, "recover", claim):
        yield "recover", lambda: a_recovery(claim, "100.00")
    if may(BATCH, "release", batch):
        yield "release_batch", lambda: act("release_batch", here(batch), PAYER)
        yield "cancel", lambda: act("cancel_batch", {**here(batch), **NOTE}, FINANCE)
    if may(PAYMENT, "confirm", payment):
        number = disclosed(payment.account_number_digest)
        yield "pay", lambda: act("confirm_payment", a_receipt(claim, account_number=number), PAYER)
    if may(PAYMENT, "return", payment):
        yield "return", lambda: act("return_payment", a_returned_payment(claim), FINANCE)
    if now.recovery:
        yield "repay", lambda: repay(now.recovery, "100.00")
        annul = {**here(now.recovery), **decided}
        yield "annul", lambda: act("annul_recovery", annul, APPROVER)


def may(workflow: Workflow, action: str, record: Any) -> bool:
    return record is not None and action in {step.action for step in workflow.exits(record.state)}


def of_the_court(now: Scene) -> Iterator[Move]:
    if now.freeze is None and now.claim.state in FREEZABLE:
        order = {"claim_id": now.claim.id, "court": "测试法院", "order_number": "（2025）测试执1号"}
        yield "freeze", lambda: act("enter_freeze", order, two("city_clerk", "city")[0])
    for by in two("city_approver", "city") if now.freeze else ():
        lift = {**here(now.freeze), "document": "测试裁定1号"}
        yield "lift", lambda by=by, lift=lift: act("lift_freeze", lift, by)


def sort_of(row: Any, now: Scene) -> tuple[str, bool]:
    """Which account: its number, and whether it is in the enterprise's present name."""
    return disclosed(row.account_number_digest) or "", row.account_name == now.owner.name


def key(now: Scene) -> tuple[Any, ...]:
    """All that what comes after could depend on; the banks stand in for each other."""
    banks: dict[str, list[Any]] = {bank: [] for bank in BANKS}
    for pledge in now.pledges:
        named = sort_of(pledge, now) if pledge.account_number_digest else None
        new = (pledge.new_account or {}).get("account_name") == now.owner.name
        banks[pledge.bank].append((pledge.state, named, new, pledge.id == now.claim.lock_id))
    return (
        now.claim.state,
        now.claim.paid_fen,
        sort_of(now.claim, now),
        sort_of(now.payment, now) if now.payment else None,
        now.payment and now.payment.state,
        now.batch and now.batch.state,
        now.freeze is not None,
        tuple(sorted(map(repr, banks.values()))),
    )


def faults(now: Scene) -> Iterator[str]:
    """What must hold in every state."""
    locked = [pledge for pledge in now.pledges if pledge.state in LOCKED]
    payments = db.session.scalars(select(Payment).where(Payment.claim_id == now.claim.id)).all()
    out_fen = sum(payment.amount_fen for payment in payments if payment.state in ("instructed", "paid"))
    if [pledge.id for pledge in locked] != ([now.claim.lock_id] if now.claim.lock_id else []):
        yield "the award is locked by nobody but its one lock"
    if locked and columns(now.claim) != columns(locked[0]):
        yield "while locked, the payee is the lock"
    if locked and now.payment and columns(now.payment) != columns(locked[0]):
        yield "while locked, the payment goes to the lock"
    if now.claim.state == "pledged" and not locked:
        yield "a pledged award has its lock"
    if out_fen > now.claim.payable_fen or now.claim.paid_fen > now.claim.payable_fen:
        yield "never paid twice, never above what is payable"
    under_way = now.payment is not None and now.payment.state == "instructed"
    if under_way and not locked and sort_of(now.payment, now)[0] != OWN_NUMBER:
        yield "not locked, the payment goes to the enterprise's own account"
    yield from map(repr, reconcile(db.session()))


def columns(row: Any) -> tuple[str, ...]:
    return row.account_name, row.bank_code, row.bank_name, row.account_number_digest


class City:
    """The database at the state in hand; each state that is new is kept as the bytes of the file."""

    def __init__(self, config: Any, number: str, monkeypatch: Any) -> None:
        self.path, self.number = config.database_url.removeprefix("sqlite:///"), number
        self.monkeypatch, self.commit = monkeypatch, db.session.commit
        self.known, self.waiting = {key(self.now())}, deque([self.saved()])

    def now(self) -> Scene:
        db.session.close()
        return scene(self.number)

    def saved(self) -> bytes:
        with closing(sqlite3.connect(self.path)) as file:
            return file.serialize()

    def restore(self, saved: bytes) -> None:
        db.session.close()
        db.engine.dispose()
        for beside in ("-wal", "-shm"):
            Path(f"{self.path}{beside}").unlink(missing_ok=True)
        Path(self.path).write_bytes(saved)

    def try_out(self, do: Callable[[], Any], saved: bytes) -> bool:
        """Do an act, keep the state it leads to where that is new, and undo it; whether it was possible."""
        is_new = []

        def look() -> None:
            reached = key(scene(self.number))
            is_new.append(reached not in self.known)
            self.known.add(reached)
            self.commit() if is_new[-1] else db.session.rollback()

        with self.monkeypatch.context() as patch:
            patch.setattr(desk.db.session, "commit", look)
            patch.setattr(desk, "_write_down", lambda *_: None)
            try:
                do()
            except Refusal:
                return False
        if any(is_new):
            self.waiting.append(self.saved())
            self.restore(saved)
        return True


def explored(city: City, tried: Counter[str], banks: Sequence[str], *, renamed: bool) -> Iterator[Scene]:
    """Every state once; ``tried`` counts what could be done, and under ``""`` what was refused."""
    while city.waiting:
        saved = city.waiting.popleft()
        city.restore(saved)
        now = city.now()
        yield now
        for name, do in moves(now, banks, renamed=renamed):
            tried[name.split()[0] if city.try_out(do, saved) else ""] += 1


@pytest.mark.parametrize(
    ("banks", "renamed", "states"),
    [(BANKS, False, 286), (BANKS[:1], True, 194)],
    ids=["two banks and a court", "one bank and a new name"],
)
def test_whatever_the_order_the_lock_is_the_payee_and_nothing_is_paid_twice(
    app, time, config, monkeypatch, banks, renamed, states
):
    a_unit(UNIT)
    for code in banks:
        a_unit(code, "bank")
    city, tried, count = City(config, a_claim("approved").id, monkeypatch), Counter(), 0
    for now in explored(city, tried, banks, renamed=renamed):
        count += 1
        assert list(faults(now)) == [], key(now)
        if count % EVERY == 0:
            with snapshot() as view:
                assert list(verify(view, proof.Tally())) == []
    print(f"{count} states, {tried.total()} acts tried, {tried['']} refused")
    assert tried.keys() - {""} == ACTS - ({"freeze", "lift"} if renamed else {"rename"})
    assert count == states
