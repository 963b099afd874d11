"""The story: a year in which claims are made, reviewed, rated, published, approved and paid.

Every sentence of it is an act through the door that a user comes through.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from disburse.cli.demo import cast
from disburse.cli.demo.facts import YEAR, state
from disburse.cli.demo.fates import Fate, assign
from disburse.cli.demo.setting import ADOPTED, Firm
from disburse.cli.demo.telling import Case, Teller
from disburse.policy import catalogue as policy
from disburse.policy.model import Item

PASS = {"result": "pass", "remark": ""}
CHECKS = dict.fromkeys(("authenticity", "completeness", "duplicates", "dishonesty", "green_threshold"), PASS)
FAILED = {**CHECKS, "authenticity": {"result": "fail", "remark": "合同与发票金额不一致"}}
HALFWAY = {
    Fate.DRAFT: "draft",
    Fate.SUBMITTED: "submitted",
    Fate.REVIEW: "district_review",
    Fate.RATED: "rated",
    Fate.NOTICE: "public_notice",
}
"""Claims that the story leaves where they are."""


def claimable() -> list[Item]:
    """The items of the adopted documents that pay money and are not paid elsewhere."""
    items = policy.load().items.values()
    return [i for i in items if i.document in ADOPTED and i.grants_money and i.restates is None]


def draft(teller: Teller, chance: random.Random, firms: list[Firm], count: int) -> list[Case]:
    """Every claim is drafted: each item in turn, each time by another enterprise."""
    items = claimable()
    kinds = {fact.name: fact.type for fact in policy.load().facts.values()}
    fates = assign(chance, count)
    cases = []
    for n, fate in enumerate(fates):
        item, firm = items[n % len(items)], firms[(n * 7 + n // len(firms)) % len(firms)]
        on = date(YEAR, 1, 2) + timedelta(days=chance.randrange(360))
        facts = state(item, kinds, on, chance)
        body = {"enterprise": firm.row.id, "item": item.id, "on": on.isoformat(), "facts": facts}
        row = teller.do("draft_claim", cast.agent(firm.row.id), body)
        cases.append(Case(row, fate, facts, firm.account["name"], firm.account["number"]))
    return cases


def submit(teller: Teller, cases: list[Case]) -> None:
    """Most are submitted; some enterprises think better of it."""
    for case in going_on(cases, "draft"):
        agent = cast.agent(case.claim.enterprise_id)
        teller.step(case, "submit_claim", agent, commitment=True)
        if case.fate is Fate.WITHDRAWN:
            teller.step(case, "withdraw_claim", agent, note="项目推迟")


def accept(teller: Teller, cases: list[Case]) -> None:
    """Districts accept claims, or return them once with all defects."""
    for case in going_on(cases, "submitted"):
        clerk, agent = cast.clerk(case.claim.unit), cast.agent(case.claim.enterprise_id)
        if case.fate is Fate.RETURNED:
            teller.step(case, "return_claim", clerk, note="一、缺合同复印件\n二、发票抬头有误")
            teller.step(case, "amend_claim", agent, facts=case.facts)
            teller.step(case, "submit_claim", agent, commitment=True)
        teller.step(case, "accept_claim", clerk)


def recommend(teller: Teller, cases: list[Case]) -> None:
    """Heads of section recommend, after five checks; what fails them or the policy is refused."""
    for case in going_on(cases, "district_review"):
        head = cast.head(case.claim.unit)
        checks = FAILED if case.fate is Fate.REFUSED_BY_DISTRICT else CHECKS
        if not teller.step(case, "recommend_claim", head, checks=checks):
            teller.step(case, "refuse_claim", head, note="不符合申报条件，理由见审查记录")


def rate(teller: Teller, cases: list[Case]) -> None:
    """The city decides open sums, refuses some, and applies the rating; class D ends here."""
    items = policy.load().items
    for n, case in enumerate(going_on(cases, "recommended")):
        if case.fate is Fate.REFUSED_BY_CITY:
            teller.step(case, "refuse_claim", cast.CITY_APPROVER, note="项目不在本市实施")
            continue
        if items[case.claim.item].needs_official and n % 4:
            number = f"演示专题会〔{YEAR + 1}〕{n}号"
            facts = {"decided_amount": "300000.00", "decision_no": number}
            teller.step(case, "decide_claim", cast.CITY_CLERK, facts=facts, note="一事一议", document=number)
        if not teller.step(case, "rate_claim", cast.CITY_RATER) and _is_final(teller):
            teller.step(case, "refuse_claim", cast.CITY_APPROVER, note="评价为 D 类，按第二十六条不予支持")


def publish(teller: Teller, cases: list[Case]) -> None:
    """Rated claims go to public notice; objections are raised, and decided."""
    for n, case in enumerate(going_on(cases, "rated")):
        minutes = f"演示局长办公会〔{YEAR + 1}〕{n // 40 + 1}号"
        teller.step(case, "publish_claim", cast.CITY_CLERK, minutes_number=minutes)
    for case in going_on(cases, "public_notice"):
        if case.fate in (Fate.OBJECTION_DISMISSED, Fate.OBJECTION_UPHELD):
            _object(teller, case)


def approve_early(teller: Teller, cases: list[Case], fund: str) -> None:
    """Someone tries to approve before the public notice has ended, and is refused."""
    case = next(going_on(cases, "public_notice"))
    teller.step(case, "approve_claim", cast.CITY_APPROVER, fund=fund, approval_number="演示指标过早")


def approve(teller: Teller, cases: list[Case], fund: str) -> None:
    """After the notice, awards are approved against the fund; a few are revoked before payment."""
    for n, case in enumerate(going_on(cases, "public_notice")):
        number = f"演示指标〔{YEAR + 1}〕{n // 50 + 1}号"
        teller.step(case, "approve_claim", cast.CITY_APPROVER, fund=fund, approval_number=number)
        if case.fate is Fate.REVOKED:
            reason = {"note": "企业已迁出本市", "document": f"演示撤销〔{YEAR + 1}〕{n}号"}
            teller.step(case, "revoke_claim", cast.CITY_APPROVER, **reason)


def going_on(cases: Iterable[Case], state: str) -> Iterator[Case]:
    """The claims in ``state`` that are not meant to stay there."""
    return (case for case in list(cases) if case.state == state and HALFWAY.get(case.fate) != state)


def _is_final(teller: Teller) -> bool:
    """Whether the last refusal was for good, such as class D. What needs a decision waits for one."""
    refusal = teller.last_refusal
    return refusal is not None and refusal.facts.get("outcome") == "not_eligible"


def _object(teller: Teller, case: Case) -> None:
    body = {"claim_id": case.claim.id, "grounds": "公示期内有人反映设备重复申报"}
    objection = teller.do("raise_objection", cast.CITY_CLERK, body)
    upheld = case.fate is Fate.OBJECTION_UPHELD
    verdict = {
        "number": objection.id,
        "version": 1,
        "note": "经查属实，须复核" if upheld else "经查不属实",
        "document": f"演示核查〔{YEAR + 1}〕{objection.id}",
    }
    teller.do("uphold_objection" if upheld else "dismiss_objection", cast.CITY_APPROVER, verdict)
    if upheld:
        teller.step(case, "reconsider_claim", cast.CITY_CLERK, note="异议成立，重新核定")
        teller.step(case, "rate_claim", cast.CITY_RATER)
        minutes = f"演示局长办公会〔{YEAR + 1}〕99号"
        teller.step(case, "publish_claim", cast.CITY_CLERK, minutes_number=minutes)
