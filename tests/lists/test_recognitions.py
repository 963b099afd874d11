"""Application by exception: a list drafts the claims, the enterprise only consents, nothing is paid twice."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from disburse.acts import act
from disburse.errors import AlreadyThere, BadRecord, ByException, NotYours, SamePerson
from disburse.importing import draft_due
from disburse.queries import matching, recognitions
from disburse.queries.matching import NotMatched
from disburse.services.recognising import import_recognitions
from schemas.recognitions import RecognitionRow
from tests.make import (
    APPROVER,
    CITY_CLERK,
    RATER,
    UNIT,
    a_claim,
    advance,
    again,
    agent,
    an_adoption,
    an_enterprise,
    here,
)
from tests.services.watching import last_event, refused, where

DAY = date(2025, 1, 15)
NEW = {"newly_recognised": True}


def a_list(*rows, item="QD24-2.1", facts=NEW, digest="0", by=CITY_CLERK):
    """A kept list; each row is name, code and optionally what for."""
    lines = [
        RecognitionRow(n, name, code, DAY, *(thing or [None]))
        for n, (name, code, *thing) in enumerate(rows, 1)
    ]
    return import_recognitions(
        rows=lines,
        file_name="list.xlsx",
        file_sha256=digest * 64,
        item=item,
        unit=UNIT,
        notice="测试认定1号",
        facts=facts,
        by=by,
    )


def drafted(source, row=1):
    return act("draft_recognised", {"number": source.id, "row": row}, CITY_CLERK)


def consent(claim):
    return act("submit_claim", {**here(claim), "commitment": True}, agent(claim.enterprise_id))


def test_a_row_drafts_a_claim_that_states_what_the_list_states(time):
    owner = an_enterprise()
    source = a_list((owner.name, owner.uscc))
    claim = drafted(source)
    assert (claim.state, claim.enterprise_id, claim.item, claim.on) == ("draft", owner.id, "QD24-2.1", DAY)
    assert claim.facts == {"recognised_on": "2025-01-15", "newly_recognised": True}
    assert (claim.recognition_list_id, claim.recognition_row, claim.commitment) == (source.id, 1, False)
    event = last_event(claim)
    told = (event["action"], event["to"], event["about"], event["document"])
    assert told == ("draft_by_exception", "draft", source.id, "测试认定1号")


def test_the_enterprise_consents_and_is_paid_to_the_account_of_the_register(time):
    owner = an_enterprise()
    an_adoption()
    claim = consent(drafted(a_list((owner.name, owner.uscc))))
    assert (claim.state, claim.commitment) == ("submitted", True)
    for target in ("district_review", "recommended", "rated", "public_notice", "approved"):
        claim = advance(claim, target, owner=owner, rating="B")
    assert (claim.payable_fen, claim.account_number_digest) == (200_000_000, owner.account_number_digest)


def test_the_facts_of_a_list_are_not_the_enterprises_to_change(time):
    owner = an_enterprise()
    claim = drafted(a_list((owner.name, owner.uscc)))
    with refused(ByException):
        act("amend_claim", {**here(claim), "facts": claim.facts}, agent(owner.id))


def test_a_recognition_is_drafted_once_across_lists(time):
    owner = an_enterprise()
    claim = drafted(a_list((owner.name, owner.uscc)))
    other = a_list((owner.name, owner.uscc), digest="1")
    with refused(AlreadyThere) as no:
        drafted(other)
    assert claim.id in no.value.zh
    assert draft_due(other, by=CITY_CLERK) == ()


def test_a_recognition_is_drafted_once_across_policies(time):
    owner = an_enterprise()
    drafted(a_list((owner.name, owner.uscc)))
    other = a_list((owner.name, owner.uscc), item="QC26-6.1")
    with refused(AlreadyThere):
        drafted(other)


def test_what_was_claimed_by_hand_is_not_drafted(time):
    owner = an_enterprise()
    claim = a_claim("draft", enterprise=owner)
    source = a_list((owner.name, owner.uscc))
    with refused(AlreadyThere) as no:
        drafted(source)
    assert claim.id in no.value.zh


def test_what_was_drafted_is_not_submitted_by_hand(time):
    owner = an_enterprise()
    an_adoption()
    drafted(a_list((owner.name, owner.uscc)))
    by_hand = a_claim("draft", enterprise=owner)
    with refused(AlreadyThere):
        consent(by_hand)


def test_the_database_itself_refuses_a_second_claim_for_a_recognition(time, monkeypatch):
    owner = an_enterprise()
    source = a_list((owner.name, owner.uscc))
    drafted(source)
    monkeypatch.setattr(recognitions, "standing", lambda *_: None)
    with pytest.raises(IntegrityError):
        drafted(source)


def test_another_object_or_day_is_another_recognition(time):
    owner = an_enterprise()
    source = a_list((owner.name, owner.uscc, "一号"), (owner.name, owner.uscc, "二号"), item="QD24-10.1")
    assert len(draft_due(source, by=CITY_CLERK)) == 2
    key = recognitions.key("QD24-10.1", owner.id, "一号", DAY)
    assert key != recognitions.key("QD24-10.1", owner.id, "一号", date(2025, 1, 16))
    assert key == recognitions.key("QD24-10.1", owner.id, " 一 号", DAY)


def test_two_rows_of_one_recognition_draft_one_claim(time):
    owner = an_enterprise()
    source = a_list((owner.name, owner.uscc), (owner.name, None))
    assert len(draft_due(source, by=CITY_CLERK)) == 1
    assert [row.is_due for row in recognitions.rows(source)] == [False, False]


def test_a_withdrawn_claim_makes_room_for_a_later_list(time):
    owner = an_enterprise()
    claim = drafted(a_list((owner.name, owner.uscc)))
    act("withdraw_claim", here(claim), agent(owner.id))
    later = drafted(a_list((owner.name, owner.uscc), digest="1"))
    assert (again(claim).state, later.state) == ("withdrawn", "draft")


def test_a_name_only_row_is_matched_like_a_rating(time):
    owner = an_enterprise(name="青岛海示装备有限公司")
    source = a_list(("青岛海示装备有限公司", None), ("青岛海市装备有限公司", None))
    assert [row.enterprise for row in recognitions.rows(source)] == [owner.id, None]
    assert len(draft_due(source, by=CITY_CLERK)) == 1


def test_a_near_name_waits_for_another_person_then_drafts(time):
    owner = an_enterprise(name="青岛海示装备有限公司")
    source = a_list(("青岛海市装备有限公司", None))
    assert draft_due(source, by=CITY_CLERK) == ()
    with refused(NotMatched):
        drafted(source)
    (asked,) = recognitions.candidates(source)
    assert (asked.line.row, asked.firm.id) == (1, owner.id)
    body = {"number": source.id, "row": 1, "enterprise": owner.id, "note": "经核实"}
    with refused(SamePerson):
        act("confirm_match", body, CITY_CLERK)
    act("confirm_match", body, RATER)
    assert [claim.enterprise_id for claim in draft_due(source, by=CITY_CLERK)] == [owner.id]


def test_an_enterprise_registered_later_is_drafted_then(time):
    source = a_list(("青岛晚登记装备有限公司", None))
    assert draft_due(source, by=CITY_CLERK) == ()
    owner = an_enterprise(name="青岛晚登记装备有限公司")
    assert [claim.enterprise_id for claim in draft_due(source, by=CITY_CLERK)] == [owner.id]


def test_a_code_finds_an_enterprise_of_another_unit_and_its_unit_reviews(time):
    owner = an_enterprise(unit="370202")
    claim = drafted(a_list((owner.name, owner.uscc)))
    assert claim.unit == "370202"


@pytest.mark.parametrize(
    ("item", "facts", "place"),
    [
        ("QD24-99.1", NEW, "item"),
        ("QD24-5.1", {}, "item"),
        ("XH24-I-12.1", NEW, "item"),
        ("QD24-2.1", {}, "facts.newly_recognised"),
        ("QD24-14.1", NEW, "facts.newly_recognised"),
    ],
)
def test_a_list_must_give_every_fact_of_a_fixed_sum(time, item, facts, place):
    with refused(BadRecord) as no:
        a_list(("青岛测试甲有限公司", None), item=item, facts=facts)
    assert where(no) == [place]


def test_only_the_city_clerk_imports_and_drafts(time):
    owner = an_enterprise()
    with refused(NotYours):
        a_list((owner.name, owner.uscc), by=APPROVER)
    source = a_list((owner.name, owner.uscc))
    with refused(NotYours):
        act("draft_recognised", {"number": source.id, "row": 1}, APPROVER)


def test_the_same_file_is_kept_once(time):
    source = a_list(("青岛测试甲有限公司", None))
    with refused(AlreadyThere) as no:
        a_list(("青岛测试甲有限公司", None))
    assert source.id in no.value.zh


def test_a_list_without_rows_or_of_tomorrow_is_refused(time):
    with refused(BadRecord):
        a_list()
    tomorrow = RecognitionRow(1, "青岛测试甲有限公司", None, date(2030, 1, 1), None)
    with refused(BadRecord):
        import_recognitions(
            rows=[tomorrow], file_name="list.csv", file_sha256="0" * 64, item="QD24-2.1", unit=UNIT,
            notice="测试认定1号", facts=NEW, by=CITY_CLERK,
        )  # fmt: skip


def test_a_row_is_owned_alike_alone_and_with_the_whole_list(time):
    an_enterprise(name="青岛同名装备有限公司")
    an_enterprise(name="青岛同名装备有限公司")
    owner = an_enterprise()
    source = a_list(("青岛同名装备有限公司", None), (owner.name, None), ("青岛他人有限公司", owner.uscc))
    for row in recognitions.rows(source):
        assert matching.owner(row.row, UNIT) == row.enterprise
