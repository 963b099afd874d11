"""Every class of refusal is met here, and each says in two languages what, why, and what to do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from disburse.actors import Actor
from disburse.acts import act
from disburse.cli.demo import demo
from disburse.errors import (
    AlreadyThere,
    AmountMismatch,
    AnotherAccount,
    BadRecord,
    Both,
    NeedsDocument,
    NeedsNote,
    NoRatingList,
    NotAdopted,
    NotEmpty,
    NotFound,
    NotGranted,
    NotThatFile,
    NotYours,
    OpenObjection,
    OutOfOrder,
    Refusal,
    SamePerson,
    Stale,
    TooEarly,
    TwoRatings,
    UnfinishedBatch,
)
from disburse.importing import import_rating_file
from disburse.ledger import FundExhausted
from disburse.recognition import DifferenceUnexplained, SumTooHigh
from disburse.services import deciding, reviewing
from disburse.services.reviewing import CheckFailed
from tests.make import (
    APPROVER,
    AUDITOR,
    CHECKS,
    CITY_CLERK,
    CLERK,
    FINANCE,
    HEAD,
    PAYER,
    RATER,
    UNIT,
    a_batch,
    a_claim,
    a_fund,
    a_rating_list,
    a_receipt,
    agent,
    an_adoption,
    an_enterprise,
    an_objection,
    here,
    wait_for_the_notice,
)

FAILED = {**CHECKS, "authenticity": {"result": "fail", "remark": "发票不实"}}
EXAMPLES: dict[type[Refusal], Callable[[Any], Any]] = {}
"""How to meet each class of refusal; what is given is a folder for files."""


def meets(kind: type[Refusal]) -> Callable[[Callable[[Any], Any]], None]:
    def keep(example: Callable[[Any], Any]) -> None:
        EXAMPLES[kind] = example

    return keep


def recommend(**given: Any) -> Any:
    claim = a_claim("district_review")
    return act("recommend_claim", {**here(claim), "checks": CHECKS, **given}, HEAD)


def approve(claim: Any, fund: Any) -> Any:
    body = {**here(claim), "fund": fund.id, "approval_number": "测试指标1号"}
    return act("approve_claim", body, APPROVER)


@meets(BadRecord)
def _(_folder):
    act("accept_claim", {}, CLERK)


@meets(NotFound)
def _(_folder):
    act("accept_claim", {"number": "QD-2025-000099", "version": 1}, CLERK)


@meets(NotYours)
def _(_folder):
    act("accept_claim", here(a_claim("submitted")), AUDITOR)


@meets(SamePerson)
def _(_folder):
    batch = a_batch(a_claim("approved"))
    act("release_batch", here(batch), Actor(FINANCE.id, PAYER.role, PAYER.unit))


@meets(OutOfOrder)
def _(_folder):
    act("accept_claim", here(a_claim("draft")), CLERK)


@meets(Stale)
def _(_folder):
    act("accept_claim", {**here(a_claim("submitted")), "version": 9}, CLERK)


@meets(NeedsNote)
def _(_folder):
    reviewing.refuse_claim(a_claim("submitted").id, note="", by=HEAD)


@meets(NeedsDocument)
def _(_folder):
    deciding.publish_claim(a_claim("rated").id, minutes_number="", by=CITY_CLERK)


@meets(TooEarly)
def _(_folder):
    approve(a_claim("public_notice"), a_fund())


@meets(OpenObjection)
def _(_folder):
    claim = a_claim("public_notice")
    an_objection(claim)
    wait_for_the_notice(claim)
    approve(claim, a_fund())


@meets(CheckFailed)
def _(_folder):
    recommend(checks=FAILED)


@meets(NotGranted)
def _(_folder):
    claim = a_claim("district_review", facts={})
    act("recommend_claim", {**here(claim), "checks": CHECKS}, HEAD)


@meets(SumTooHigh)
def _(_folder):
    recommend(recognised_yuan="2000000.01")


@meets(DifferenceUnexplained)
def _(_folder):
    recommend(recognised_yuan="1999999.99")


@meets(NoRatingList)
def _(_folder):
    act("rate_claim", here(a_claim("recommended")), RATER)


@meets(TwoRatings)
def _(_folder):
    an_adoption()
    owner = an_enterprise()
    a_rating_list((owner.name, "", "A"), (owner.name, "", "B"))
    act("rate_claim", here(a_claim("recommended", enterprise=owner)), RATER)


@meets(FundExhausted)
def _(_folder):
    a_claim("approved", fund=a_fund("1.00"))


@meets(AnotherAccount)
def _(_folder):
    owner = an_enterprise()
    account = {"name": "他人", "number": "900000001", "bank_code": "313452060150", "bank_name": "测试银行"}
    body = {**here(owner), "account": {**account, "name": "他人有限公司"}, "document": "测试变更1号"}
    act("change_account", body, CLERK)


@meets(AlreadyThere)
def _(_folder):
    an_enterprise(uscc=an_enterprise().uscc)


@meets(NotAdopted)
def _(_folder):
    claim = a_claim("draft")
    act("submit_claim", {**here(claim), "commitment": True}, agent(claim.enterprise_id))


@meets(UnfinishedBatch)
def _(_folder):
    batch = a_batch(a_claim("approved"))
    released = act("release_batch", here(batch), PAYER)
    act("settle_batch", {**here(released), "document": "测试对账单1号"}, FINANCE)


@meets(AmountMismatch)
def _(_folder):
    act("confirm_payment", a_receipt(a_claim("paying"), amount_yuan="1.00"), PAYER)


@meets(NotThatFile)
def _(folder):
    import_rating_file(folder / "none.csv", year=2024, unit=UNIT, notice="测试", by=CITY_CLERK)


@meets(NotEmpty)
def _(_folder):
    an_enterprise()
    with click.Context(demo):
        demo.callback.__wrapped__(seed=1, enterprises=10, count=20)


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
def test_a_refusal_says_what_why_and_what_to_do(time, tmp_path, kind):
    with pytest.raises(kind) as no:
        EXAMPLES[kind](tmp_path)
    assert no.type is kind
    for n, (sentence, mend) in enumerate(zip((no.value.zh, no.value.en), kind.mend, strict=True)):
        facts = {name: fact[n] if isinstance(fact, Both) else fact for name, fact in no.value.facts.items()}
        assert sentence.endswith(mend.format_map(facts))
        assert not {"{", "}"} & set(sentence)
        assert "None" not in sentence
    assert any("一" <= sign <= "龥" for sign in no.value.zh)
    assert "。" not in no.value.en
    assert 400 <= no.value.status < 500


def test_every_refusal_is_met_here_or_where_its_subject_is_tested():
    tests = Path(__file__).parents[1].rglob("test_*.py")
    named = re.compile(r"(?:refused|raises)\(\s*(\w+)")
    met = {kind.__name__ for kind in EXAMPLES}.union(*(named.findall(t.read_text("utf-8")) for t in tests))
    ours = [kind for kind in Refusal.__subclasses__() if kind.__module__ == Refusal.__module__]
    assert {kind.__name__ for kind in ours} <= met
