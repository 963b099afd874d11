"""What a bank is shown of an award: exactly the fields it needs, and of other banks yes or no alone."""

from disburse.actors import Actor
from disburse.acts import act
from disburse.api.bank import AWARD
from disburse.db import db
from disburse.errors import Stale
from disburse.models import Claim, Enterprise
from disburse.queries.awards import award_for_bank
from schemas.shown import AwardSeen
from tests.make import (
    APPROVER,
    BANK_CLERK,
    BANK_CODE,
    CLERK,
    HEAD,
    LOCKED_NUMBER,
    PAYER,
    a_claim,
    a_freeze,
    a_lock,
    a_pledge,
    a_receipt,
    a_unit,
    advance,
    again,
    here,
    payment_of,
)
from tests.services.watching import refused

OTHER = "102452000012"


def test_the_fields_are_those_that_a_bank_needs(bank):
    claim = a_claim("approved", rating="C")
    a_pledge(claim)
    asked = act("query_award", {"number": claim.id, "purpose": "补贴贷审查"}, BANK_CLERK)
    seen = award_for_bank(asked, BANK_CLERK)
    assert seen.keys() | set(Claim.__table__.columns.keys()) >= AwardSeen().fields.keys() - {"factor"}
    assert (seen["number"], seen["year"], seen["document_number"]) == (claim.id, 2025, "测试〔2024〕1号")
    assert seen["pledgeable_fen"] == 160_000_000 * 80 // 100
    assert (seen["freezes"], seen["other_locks"]) == ([], False)
    assert AWARD.name == "AwardSeen"


def test_another_banks_lock_is_said_by_yes_or_no(bank):
    a_unit(OTHER, "bank")
    claim = a_claim("approved")
    a_pledge(claim, bank=OTHER)
    a_lock("proposed", claim=claim)
    assert not award_for_bank(claim, BANK_CLERK)["other_locks"]
    theirs = award_for_bank(claim, Actor("x", "bank_clerk", OTHER))
    assert theirs["other_locks"]
    assert BANK_CODE not in map(str, theirs.values())


def test_a_frozen_award_is_shown_frozen_and_secures_nothing(bank):
    claim = a_claim("approved")
    a_pledge(claim)
    freeze = a_freeze(claim)
    seen = award_for_bank(claim, BANK_CLERK)
    assert (seen["freezes"], seen["pledgeable_fen"]) == ([freeze.id], 0)
    act("lift_freeze", {**here(freeze), "document": "裁定1号"}, APPROVER)
    assert award_for_bank(claim, BANK_CLERK)["freezes"] == []


def test_a_renamed_enterprise_keeps_its_lock_and_is_paid_to_it(bank):
    pledge = a_lock()
    claim = db.session.get_one(Claim, pledge.claim_id)
    owner = db.session.get_one(Enterprise, claim.enterprise_id)
    renamed = {**here(owner), "name": "青岛新名装备有限公司", "document": "测试变更1号"}
    assert act("rename_enterprise", renamed, CLERK).name == "青岛新名装备有限公司"
    claim = advance(again(claim), "paying")
    assert payment_of(claim).account_name == pledge.account_name
    act("confirm_payment", a_receipt(again(claim), account_number=LOCKED_NUMBER), PAYER)
    assert (again(claim).state, again(claim).lock_id) == ("paid", pledge.id)


def test_a_question_of_the_bank_makes_nobodys_view_of_the_pledge_stale(bank):
    """It is an event of the pledge, as the journal's guard wants it, and changes nothing that others saw."""
    pledge = a_lock("proposed")
    seen = here(pledge)
    for _ in range(2):
        act("query_award", {"number": pledge.claim_id, "purpose": "贷后检查"}, BANK_CLERK)
    assert again(pledge).version == seen["version"] + 2
    confirmed = act("confirm_lock", seen, CLERK)
    assert confirmed.state == "confirmed"
    with refused(Stale):
        act("activate_lock", seen, HEAD)
    with refused(Stale):
        act("activate_lock", {**seen, "version": confirmed.version + 1}, HEAD)
