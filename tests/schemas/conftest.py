"""One good record of every kind, as JSON. Nobody in here exists."""

import copy

import pytest

from schemas.acts import NotedAct
from schemas.claims import CHECKS, CHECKS_IN, CLAIM_OUT, RECOMMEND_IN, SUBMIT_IN, claim_in, draft_in
from schemas.enterprises import ENTERPRISE_IN, ENTERPRISE_OUT
from schemas.facts import facts_schema
from schemas.funds import FUND_IN, FUND_OUT
from schemas.journal import EVENT_OUT
from schemas.objections import OBJECTION_IN, OBJECTION_OUT
from schemas.payouts import BATCH_IN, BATCH_OUT, PAYMENT_OUT, RECEIPT_LINE, RETURNED_PAYMENT
from schemas.policies import ADOPTION_IN, ADOPTION_OUT
from schemas.ratings import RATING_LIST_OUT, RATING_ROW_OUT
from schemas.recoveries import INSTALMENT_IN, RECOVERY_IN, RECOVERY_OUT
from tests.vocabulary import kinds_of

VOCABULARY = (
    ("manufacturing", "bool"),
    ("equipment_investment", "money"),
    ("recognised_on", "date"),
    ("contract_month", "month"),
    ("interest_days", "int"),
    ("studio_years", "decimal"),
    ("support_form", "text"),
)
CLAIM_IN = claim_in(facts_schema(kinds_of(VOCABULARY)))
DRAFT_IN = draft_in(facts_schema(kinds_of(VOCABULARY)))

ACCOUNT = {
    "name": "青岛测试装备有限公司",
    "number": "000000000001",
    "bank_code": "313452060150",
    "bank_name": "测试银行青岛分行",
}
CONTACT = {"name": "测试联系人", "phone": "13900000000"}
CODES = {
    "functional": {"code": "2150805", "name": "中小企业发展专项"},
    "departmental": {"code": "31299", "name": "其他对企业补助"},
    "government": {"code": "50799", "name": "其他对企业补助"},
}
ENTERPRISE = {
    "name": "青岛测试装备有限公司",
    "uscc": "9144030071526726XG",
    "nature": "enterprise",
    "district": "370211",
    "unit": "370211",
    "above_scale": True,
    "manufacturing": True,
    "account": ACCOUNT,
    "contact": CONTACT,
}
FACTS = {
    "manufacturing": True,
    "equipment_investment": "58000000.00",
    "recognised_on": "2025-03-01",
    "contract_month": "2025-03",
    "interest_days": 90,
    "studio_years": "2.5",
    "support_form": "grant",
}
CLAIM = {
    "item": "QD24-5.2",
    "on": "2025-03-01",
    "object": None,
    "claimed_yuan": "6000000.00",
    "commitment": True,
    "facts": FACTS,
}
FIVE_CHECKS = {name: {"result": "pass", "remark": ""} for name in CHECKS}
RECOMMENDATION = {
    "version": 3,
    "checks": FIVE_CHECKS,
    "recognised_yuan": "5500000.00",
    "difference_reason": "部分发票不在年度内",
    "difference_document": "初审〔2025〕1号",
}
CLAIM_SEEN = {
    "id": "QD-2025-000017",
    "item": "QD24-5.2",
    "on": "2025-03-01",
    "object": None,
    "enterprise_id": "E-000001",
    "unit": "370211",
    "state": "submitted",
    "state_zh": "已提交",
    "state_en": "submitted",
    "public_zh": "已提交，待受理",
    "public_en": "Awaiting acceptance",
    "holder": "district_clerk",
    "submitted_at": "2025-04-01T09:30:00+08:00",
    "due_at": "2025-04-09T17:00:00+08:00",
    "due_provisional": False,
    "claimed_yuan": "6000000.00",
    "recognised_yuan": None,
    "payable_yuan": None,
    "paid_yuan": "0.00",
    "recovered_yuan": "0.00",
    "version": 2,
}
FUND = {
    "year": 2025,
    "name": "工业转型专项",
    "appropriated_yuan": "100000000.00",
    "budget_codes": CODES,
    "document": "预算〔2025〕1号",
}
PAYMENT = {
    "id": "P-2025-0000001",
    "claim_id": "QD-2025-000017",
    "state": "instructed",
    "amount_yuan": "5500000.00",
    "account": ACCOUNT,
    "budget_codes": CODES,
    "approval_number": "指标〔2025〕1号",
    "voucher_number": None,
    "receipt_number": None,
    "paid_on": None,
    "returned_reason": None,
    "version": 1,
}
BATCH = {
    "fund_id": "F-2025-001",
    "payment_count": 1,
    "total_yuan": "5500000.00",
    "lines": [{"claim_id": "QD-2025-000017", "amount_yuan": "5500000.00"}],
}
RECEIPT = {
    "payment_id": "P-2025-0000001",
    "amount_yuan": "5500000.00",
    "account_number": "000000000001",
    "receipt_number": "HD20250601",
    "paid_on": "2025-06-01",
}
RETURNED = {
    "payment_id": "P-2025-0000001",
    "amount_yuan": "5500000.00",
    "receipt_number": "TH20250603",
    "returned_on": "2025-06-03",
    "reason": "户名不符",
}
ADOPTION = {
    "document": "QD24",
    "number": "演示〔2024〕1号",
    "published_on": "2024-01-01",
    "effective_from": "2024-01-01",
    "effective_to": "2026-12-31",
}
RATING_LIST = {
    "id": "L-2025-0001",
    "year": 2024,
    "unit": "370211",
    "notice": "演示通知",
    "file_name": "list.xlsx",
    "file_sha256": "0" * 64,
    "rows_sha256": "1" * 64,
    "row_count": 10,
    "counts": {"A": 2, "B": 3, "C": 2, "D": 1, "T": 2},
    "imported_on": "2025-07-01",
    "version": 1,
}
OBJECTION = {"claim_id": "QD-2025-000017", "grounds": "该项目已获其他资金支持。", "contact": CONTACT}
RECOVERY = {
    "claim_id": "QD-2025-000017",
    "amount_yuan": "100.00",
    "grounds": "发票被冲红，多付部分应退回。",
    "decision_number": "追缴〔2025〕1号",
}
INSTALMENT = {
    "version": 1,
    "amount_yuan": "50.00",
    "receipt_number": "HK20250901",
    "received_on": "2025-09-01",
}
EVENT = {
    "record": "QD-2025-000017",
    "kind": "claim",
    "seq": 2,
    "prev": "0" * 64,
    "hash": "1" * 64,
    "action": "submit",
    "actor": "u-1",
    "role": "enterprise_agent",
    "unit": "E-000001",
    "at": "2025-04-01T09:30:00.000001+08:00",
    "demo": True,
}

EXAMPLES = {
    "enterprise in": (ENTERPRISE_IN, ENTERPRISE),
    "enterprise out": (ENTERPRISE_OUT, {**ENTERPRISE, "id": "E-000001", "version": 1}),
    "enterprise of a zone, without contact": (
        ENTERPRISE_IN,
        {**ENTERPRISE, "district": None, "contact": None},
    ),
    "claim in": (CLAIM_IN, CLAIM),
    "claim in with one fact": (CLAIM_IN, {**CLAIM, "facts": {"interest_days": 0}}),
    "draft in": (DRAFT_IN, {name: value for name, value in CLAIM.items() if name != "commitment"}),
    "submission": (SUBMIT_IN, {"version": 1, "commitment": True}),
    "checks": (CHECKS_IN, FIVE_CHECKS),
    "recommendation": (RECOMMEND_IN, RECOMMENDATION),
    "claim out": (CLAIM_OUT, CLAIM_SEEN),
    "step": (NotedAct(), {"number": "QD-2025-000001", "version": 1, "note": "材料不全：\n一、合同"}),
    "fund in": (FUND_IN, FUND),
    "fund out": (
        FUND_OUT,
        {name: value for name, value in FUND.items() if name != "document"}
        | {f"{name}_yuan": "0.00" for name in ("reserved", "paid", "recovered")}
        | {"id": "F-2025-001", "version": 1},
    ),
    "batch in": (BATCH_IN, BATCH),
    "batch out": (
        BATCH_OUT,
        BATCH
        | {"lines": [PAYMENT], "id": "B-2025-00001", "state": "built", "released_on": None, "version": 1}
        | {"total_capitals": "人民币伍佰伍拾万元整"},
    ),
    "payment out": (PAYMENT_OUT, PAYMENT),
    "receipt": (RECEIPT_LINE, RECEIPT),
    "returned payment": (RETURNED_PAYMENT, RETURNED),
    "adoption in": (ADOPTION_IN, ADOPTION),
    "adoption out": (
        ADOPTION_OUT,
        {**ADOPTION, "id": "A-2024-0001", "state": "entered", "catalogue": "0" * 64, "version": 1},
    ),
    "rating list": (RATING_LIST_OUT, RATING_LIST),
    "rating row": (
        RATING_ROW_OUT,
        {"list_id": "L-2025-0001", "row": 1, "name": "青岛测试装备有限公司", "uscc": None, "rating": "C"},
    ),
    "objection in": (OBJECTION_IN, OBJECTION),
    "objection out": (
        OBJECTION_OUT,
        {"claim_id": "QD-2025-000017", "grounds": "该项目已获其他资金支持。", "id": "O-2025-00001"}
        | {"state": "raised", "raised_on": "2025-05-01", "outcome": None, "version": 1},
    ),
    "recovery in": (RECOVERY_IN, RECOVERY),
    "instalment": (INSTALMENT_IN, INSTALMENT),
    "recovery out": (
        RECOVERY_OUT,
        {**RECOVERY, "id": "R-2025-00001", "state": "decided", "repaid_yuan": "0.00", "version": 1},
    ),
    "event": (EVENT_OUT, EVENT),
}
"""Name → the schema and a record that passes it. Each loads, and dumps to what was loaded."""


@pytest.fixture(params=EXAMPLES)
def example(request):
    """A schema and a record that passes it: each kind in turn."""
    schema, record = EXAMPLES[request.param]
    return schema, copy.deepcopy(record)


@pytest.fixture(scope="session")
def examples():
    """Every schema with its record, by name."""
    return EXAMPLES
