"""Places 名额: where the text says 不超过三家, the fourth in a year is not approved."""

import pytest

from disburse.acts import act
from disburse.db import db
from disburse.models import Refusal as RefusalRow
from disburse.queries import quotas
from disburse.services.deciding import QuotaFull
from tests.make import (
    APPROVER,
    a_claim,
    a_fund,
    advance,
    again,
    an_adoption,
    an_enterprise,
    here,
    wait_for_the_notice,
)

BODY = "QC26-14.1"
"""50万元 to each of at most three promotion bodies a year."""
FUND_OF_THE_TESTS = "测试指标1号"


def selected(rank, on="2025-01-15", item=BODY, **given):
    """A claim at the end of its public notice."""
    facts = {"recognised_on": on, "selected_rank" if item == BODY else "evaluation_rank": rank}
    claim = a_claim("public_notice", enterprise=an_enterprise(), item=item, on=on, facts=facts, **given)
    wait_for_the_notice(claim)
    return claim


def approve(claim, fund):
    body = {**here(claim), "fund": fund.id, "approval_number": FUND_OF_THE_TESTS}
    return act("approve_claim", body, APPROVER)


@pytest.fixture
def fund(time):
    an_adoption("QC26")
    return a_fund()


def test_the_fourth_of_three_is_refused_kindly_and_nothing_is_half_done(fund):
    for rank in (1, 2, 3):
        approve(selected(rank), fund)
    fourth = selected(3)
    reserved_fen = again(fund).reserved_fen
    with pytest.raises(QuotaFull) as refused:
        approve(fourth, fund)
    assert str(refused.value) == (
        f"{fourth.id} 不能批准：{BODY} 在 2025 年的 3 个名额已用完。 名额空出前不予支持。\n"
        f"{fourth.id} can't be approved: all 3 places of {BODY} in 2025 are taken. "
        "Refuse it, unless an award is revoked or paid back in full first."
    )
    assert (again(fourth).state, again(fund).reserved_fen) == ("public_notice", reserved_fen)
    assert db.session.query(RefusalRow.code).filter_by(subject=fourth.id).all() == [("QuotaFull",)]


def test_a_revoked_award_leaves_its_place_to_another(fund):
    first, *_ = [approve(selected(rank), fund) for rank in (1, 2, 3)]
    fourth = selected(3)
    act("revoke_claim", {**here(first), "note": "测试撤销理由", "document": "测试撤销1号"}, APPROVER)
    assert approve(fourth, fund).state == "approved"


def test_another_year_has_places_of_its_own(fund):
    for rank in (1, 2, 3):
        approve(selected(rank, on="2024-12-31"), fund)
    assert approve(selected(1), fund).state == "approved"


def test_an_item_without_places_has_none_to_lack(fund):
    an_adoption()
    claim = a_claim("draft", enterprise=an_enterprise())
    assert (quotas.limits(claim), quotas.places(claim)) == (False, None)


def test_a_place_is_an_enterprise_and_its_object(fund):
    an_adoption()
    facts = {"recognised_on": "2025-01-15", "evaluation_rank": 1}
    owner = an_enterprise()
    drafts = [
        a_claim("draft", enterprise=owner, item="QD24-10.3", facts=facts, object=name)
        for name in ("甲", "乙")
    ]
    ready = [a_way(draft, owner) for draft in drafts]
    wait_for_the_notice(ready[-1])
    approve(again(ready[0]), fund)
    assert [quotas.places(again(claim)).taken for claim in ready] == [0, 1]
    assert quotas.places(selected(2, item="QD24-10.3")).taken == 1


def a_way(claim, owner):
    for target in ("submitted", "district_review", "recommended", "rated", "public_notice"):
        claim = advance(claim, target, owner=owner)
    return claim
