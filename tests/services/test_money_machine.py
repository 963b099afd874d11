"""Funds, claims and payouts under any order of acts, held against a model of a few lines."""

import shutil
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from disburse import clock
from disburse.acts import act
from disburse.app import create_app
from disburse.banking import export_batch
from disburse.config import Config
from disburse.db import db
from disburse.errors import OutOfOrder
from disburse.ledger import FundExhausted
from disburse.models import Claim, Fund
from reports.figures import plain_yuan
from tests.conftest import FIRST_DAY
from tests.make import (
    APPROVER,
    FINANCE,
    PAYER,
    a_batch,
    a_claim,
    a_fund,
    a_receipt,
    a_recovery,
    a_returned_payment,
    again,
    here,
    payment_of,
    repay,
    wait_for_the_notice,
)
from tests.payouts.bank import PAYS, receipt, receive, table
from tests.services.watching import differences

CLAIMS = 4
AWARD_FEN = 200_000_000
ROOM = 3
"""The fund pays three awards; the fourth must wait for an appropriation or for one to be revoked."""
PAID = ("paid", "recovering", "recovered")
NOT_PAYABLE = ("paying", "revoked", *PAID)
DECIDED = {"note": "测试原因", "document": "测试文号1号"}


@pytest.fixture
def waiting(sqlite_config):
    """A database with claims whose public notice is over, and a fund too small for all of them."""
    with create_app(sqlite_config).app_context(), clock.demo_time(FIRST_DAY) as story:
        claims = [a_claim("public_notice") for _ in range(CLAIMS)]
        wait_for_the_notice(claims[-1])
        fund = a_fund(f"{ROOM * AWARD_FEN // 100}.00")
        numbers, now = [claim.id for claim in claims], story.moment
        db.session.remove()
        db.engine.dispose()
    return sqlite_config.database_url.removeprefix("sqlite:///"), numbers, fund.id, now


def some(*states):
    """The rule makes sense only while a claim is in one of ``states``."""
    return precondition(lambda self: set(states) & set(self.states.values()))


class Money(RuleBasedStateMachine):
    """The model: each claim's state, and how much the fund has. What the model allows must be done."""

    waiting: tuple

    def __init__(self) -> None:
        super().__init__()
        path, numbers, self.fund, now = self.waiting
        self.folder, self.files = Path(path).parent, 0
        copy = f"{path}.copy"
        shutil.copy(path, copy)
        self.open = ExitStack()
        app = create_app(Config(database_url=f"sqlite:///{copy}"))
        self.open.enter_context(app.app_context())
        self.open.enter_context(clock.demo_time(now))
        self.states = dict.fromkeys(numbers, "public_notice")
        self.room, self.recovered, self.recoveries = ROOM, 0, {}

    def teardown(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.open.close()

    def pick(self, n: int, *states: str) -> Claim:
        """The n-th claim in one of ``states``, counted round."""
        found = [number for number, state in self.states.items() if state in states]
        return db.session.get_one(Claim, found[n % len(found)])

    @some("public_notice")
    @rule(n=st.integers(0, CLAIMS))
    def approve(self, n):
        claim = self.pick(n, "public_notice")
        body = {**here(claim), "fund": self.fund, "approval_number": "测试指标1号"}
        if self.room:
            act("approve_claim", body, APPROVER)
            self.states[claim.id], self.room = "approved", self.room - 1
        else:
            with pytest.raises(FundExhausted):
                act("approve_claim", body, APPROVER)

    @some("approved")
    @rule(n=st.integers(0, CLAIMS))
    def revoke(self, n):
        claim = self.pick(n, "approved")
        act("revoke_claim", {**here(claim), **DECIDED}, APPROVER)
        self.states[claim.id], self.room = "revoked", self.room + 1

    @some("approved")
    @rule(release=st.booleans(), send=st.booleans())
    def list_all_approved(self, release, send):
        claims = [db.session.get_one(Claim, n) for n, state in self.states.items() if state == "approved"]
        batch = a_batch(*claims)
        if release:
            batch = act("release_batch", here(batch), PAYER)
            if send:
                done = export_batch(batch.id, form="csv", folder=self.folder, payer=PAYS, by=PAYER)
                act(
                    "send_batch",
                    {**here(done.batch), "file_sha256": done.sha256, "document": "受理1号"},
                    PAYER,
                )
            self.states |= dict.fromkeys((claim.id for claim in claims), "paying")
        else:
            act("cancel_batch", {**here(batch), "note": "账户有误"}, FINANCE)

    @some("paying")
    @rule(n=st.integers(0, CLAIMS), by_file=st.booleans())
    def arrive(self, n, by_file):
        claim = self.pick(n, "paying")
        if by_file:
            self.bank_says(claim, "成功", PAYER)
        else:
            act("confirm_payment", a_receipt(claim), PAYER)
        self.states[claim.id] = "paid"

    @some("paying", "paid")
    @rule(n=st.integers(0, CLAIMS), by_file=st.booleans())
    def come_back(self, n, by_file):
        claim = self.pick(n, "paying", "paid")
        if by_file:
            self.bank_says(claim, "退汇", FINANCE)
        else:
            act("return_payment", a_returned_payment(claim), FINANCE)
        self.states[claim.id] = "approved"

    def bank_says(self, claim, outcome, by):
        """A file of one line: applied by its role, noted when it comes again, waiting when it is stale."""
        payment, self.files = payment_of(claim), self.files + 1
        path = table(self.folder / f"{self.files}.csv", receipt(payment, outcome))
        assert receive(path, by).applied == (2,)
        assert (receive(path, by).applied, receive(path, by).waiting) == ((), ())
        stale = receive(table(path, receipt(payment, outcome, 回单号=f"另{self.files}")), by)
        assert (stale.applied, len(stale.waiting)) == ((), 1)

    @some("paid")
    @rule(n=st.integers(0, CLAIMS))
    def recover(self, n):
        claim = self.pick(n, "paid")
        self.recoveries[claim.id] = a_recovery(claim, "2.00")
        self.states[claim.id] = "recovering"

    @some("recovering")
    @rule(n=st.integers(0, CLAIMS), fen=st.integers(1, 200))
    def pay_back(self, n, fen):
        claim = self.pick(n, "recovering")
        recovery = again(self.recoveries[claim.id])
        paid_fen = min(fen, recovery.amount_fen - recovery.repaid_fen)
        done = repay(recovery, plain_yuan(paid_fen))
        self.recovered += paid_fen
        if done.state == "repaid":
            self.states[claim.id] = "recovered"

    @some(*NOT_PAYABLE)
    @rule(n=st.integers(0, CLAIMS))
    def pay_again(self, n):
        claim = self.pick(n, *NOT_PAYABLE)
        with pytest.raises(OutOfOrder):
            a_batch(claim)

    @invariant()
    def the_fund_is_what_the_model_says(self):
        fund = db.session.get_one(Fund, self.fund, populate_existing=True)
        many = Counter(self.states.values())
        assert fund.reserved_fen == AWARD_FEN * (many["approved"] + many["paying"])
        assert fund.paid_fen == AWARD_FEN * sum(many[state] for state in PAID)
        assert fund.recovered_fen == self.recovered
        assert fund.reserved_fen + fund.paid_fen <= fund.appropriated_fen

    @invariant()
    def every_claim_is_where_the_model_has_it(self):
        for number, state in self.states.items():
            claim = db.session.get_one(Claim, number, populate_existing=True)
            assert claim.state == state
            assert claim.paid_fen == (AWARD_FEN if state in PAID else 0)
        assert differences() == []


def test_whatever_happens_the_fund_and_its_claims_agree(waiting):
    Money.waiting = waiting
    bounded = settings(
        max_examples=20,
        stateful_step_count=20,
        deadline=None,
        phases=(Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Money, settings=bounded)
