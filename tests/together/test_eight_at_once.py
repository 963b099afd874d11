"""Eight processes at once: each step is taken once, no fund and no cap is passed, nothing is lost."""

from collections import Counter

import pytest

from disburse import clock
from disburse.db import db
from disburse.queries import claims, trail
from disburse.queries.verification import verify
from reports import proof
from tests.make import (
    APPROVER,
    AUDITOR,
    CLERK,
    a_claim,
    a_fund,
    advance,
    again,
    an_adoption,
    an_enterprise,
    here,
    wait_for_the_notice,
)
from tests.together import work

EIGHT = 8
INVESTMENT = {"meets_upgrade_standard": True, "equipment_investment": "50000000.00"}


@pytest.fixture
def at_once(processes, config):
    """Do each list of jobs in a process of its own, all at once; gives what became of each job."""

    def run(lists):
        db.session.remove()
        db.engine.dispose()
        start, answers = processes.Event(), processes.Queue()
        moment = clock.now()
        workers = [
            processes.Process(target=work.do, args=(config, moment, jobs, start, answers)) for jobs in lists
        ]
        for worker in workers:
            worker.start()
        start.set()
        said = [answers.get(timeout=120) for _ in workers]
        for worker in workers:
            worker.join(timeout=60)
        return said

    return run


def nothing_is_amiss():
    with trail.snapshot() as view:
        return list(verify(view, proof.Tally())) == []


def test_eight_people_press_the_same_button_and_each_claim_is_accepted_once(time, at_once):
    an_adoption()
    owner = an_enterprise()
    submitted = [a_claim("submitted", enterprise=owner) for _ in range(10)]
    jobs = [("accept_claim", here(claim), CLERK) for claim in submitted]
    said = at_once([jobs[n:] + jobs[:n] for n in range(EIGHT)])
    assert Counter(word for words in said for word in words) == {"done": 10, "Stale": 70}
    assert {again(claim).version for claim in submitted} == {submitted[0].version + 1}
    assert nothing_is_amiss()


def test_eight_people_with_work_of_their_own_all_get_it_done(time, at_once):
    an_adoption()
    owner = an_enterprise()
    submitted = [a_claim("submitted", enterprise=owner) for _ in range(40)]
    jobs = [("accept_claim", here(claim), CLERK) for claim in submitted]
    said = at_once([jobs[n::EIGHT] for n in range(EIGHT)])
    assert Counter(word for words in said for word in words) == {"done": 40}
    assert nothing_is_amiss()


def waiting(count, **given):
    """Claims whose public notice has ended."""
    ready = [a_claim("public_notice", enterprise=an_enterprise(), **given) for _ in range(count)]
    wait_for_the_notice(ready[-1])
    return [again(claim) for claim in ready]


def approvals(ready, fund):
    return [
        [("approve_claim", {**here(claim), "fund": fund.id, "approval_number": "测试指标1号"}, APPROVER)]
        for claim in ready
    ]


def test_the_last_yuan_of_a_fund_goes_to_one(time, at_once):
    an_adoption()
    ready = waiting(4)
    fund = a_fund("5999999.99")
    said = at_once(approvals(ready, fund))
    assert Counter(word for words in said for word in words) == {"done": 2, "FundExhausted": 2}
    assert nothing_is_amiss()


def test_two_claims_under_one_yearly_cap_are_not_both_approved_in_full(time, at_once):
    an_adoption()
    owner = an_enterprise()
    drafts = [a_claim("draft", enterprise=owner, item="QD24-5.1", facts=INVESTMENT) for _ in range(2)]
    for target in ("submitted", "district_review", "recommended", "rated", "public_notice"):
        drafts = [advance(claim, target, owner=owner) for claim in drafts]
    wait_for_the_notice(drafts[-1])
    said = at_once(approvals(drafts, a_fund()))
    assert Counter(word for words in said for word in words) == {"done": 1, "NotGranted": 1}
    assert sorted(claims.one(claim.id, AUDITOR).state for claim in drafts) == ["approved", "public_notice"]


def test_the_last_place_of_a_quota_goes_to_one_though_each_has_a_fund_of_its_own(time, at_once):
    """不超过3家: of five who are approved at once, three are."""
    an_adoption("QC26")
    facts = {"recognised_on": "2025-01-15", "selected_rank": 3}
    ready = waiting(5, item="QC26-14.1", facts=facts)
    funds = [a_fund() for _ in ready]
    said = at_once([approvals([claim], fund)[0] for claim, fund in zip(ready, funds, strict=True)])
    assert Counter(word for words in said for word in words) == {"done": 3, "QuotaFull": 2}
    assert Counter(again(claim).state for claim in ready) == {"approved": 3, "public_notice": 2}
    assert Counter(again(fund).reserved_fen for fund in funds) == {50_000_000: 3, 0: 2}
    assert nothing_is_amiss()
