"""The collections that several audiences read, each under one name."""

from dataclasses import replace

from disburse.api import shapes
from disburse.api.audience import Collection
from disburse.queries.recoveries import NAMES
from schemas.choices import Choice
from schemas.enterprises import DISTRICTS
from schemas.fields import Count, Day, PlainText, Uscc
from schemas.identifiers import ItemId, RecordNumber, Sha256
from schemas.office import SERIES
from schemas.shown_rules import OFFICES
from workflows.adoption import ADOPTION
from workflows.attachment import ATTACHMENT, PAPERS
from workflows.claim import CLAIM
from workflows.decision import DECISION
from workflows.engine import Workflow
from workflows.freeze import FREEZE
from workflows.objection import OBJECTION
from workflows.office import BUDGET_TABLE, CITY_TABLE
from workflows.payout import BATCH, PAYMENT
from workflows.people import PERSON
from workflows.pledge import PLEDGE
from workflows.recovery import RECOVERY
from workflows.review import REVIEW
from workflows.roles import HELD


def state_of(workflow: Workflow) -> Choice:
    """A filter for one state of a workflow, or for those that applicants know by one name."""
    return Choice(workflow.choices)


CLAIM_ID = {"claim_id": RecordNumber()}
ONLY = Choice(("true",))
"""A filter that is given or not."""
CLAIMS = Collection(
    "claims", "claim", "申报", "claims", shapes.CLAIM_LINE, shapes.CLAIM_WHOLE,
    {"state": state_of(CLAIM), "item": ItemId(), "enterprise_id": RecordNumber(), "unit": PlainText(40),
     "fund_id": RecordNumber(), "words": PlainText(60), "named": PlainText(60),
     "waiting": ONLY, "dealt": ONLY, "overdue": ONLY, "payable": ONLY},
)  # fmt: skip
"""``words`` are a part of the number or of the enterprise's name, ``named`` also of its code or pinyin;
``waiting`` is for who asks, ``dealt`` what the unit of that one dealt with, ``payable`` what can be paid."""
ENTERPRISES = Collection(
    "enterprises", "enterprise", "企业", "enterprises", shapes.ENTERPRISE_SEEN, shapes.ENTERPRISE_SEEN,
    {"uscc": Uscc(), "unit": PlainText(40), "district": Choice(DISTRICTS)},
)  # fmt: skip
ENTERPRISES_IN_CHARGE = replace(ENTERPRISES, whole=shapes.ENTERPRISE_WHOLE)
OBJECTIONS = Collection(
    "objections", "objection", "异议", "objections", shapes.OBJECTION, shapes.OBJECTION,
    {"state": state_of(OBJECTION), **CLAIM_ID},
)  # fmt: skip
FUNDS = Collection(
    "funds", "fund", "专项资金", "funds", shapes.FUND, shapes.FUND, {"year": Count(2000, 2099)}
)
BATCHES = Collection(
    "batches", "batch", "拨付批次", "batches", shapes.BATCH, shapes.BATCH,
    {"state": state_of(BATCH), "fund_id": RecordNumber()},
)  # fmt: skip
PAYMENTS = Collection(
    "payments", "payment", "拨付", "payments", shapes.PAYMENT_SEEN, shapes.PAYMENT_SEEN,
    {"state": state_of(PAYMENT), "batch_id": RecordNumber(), **CLAIM_ID},
)  # fmt: skip
RECOVERIES = Collection(
    "recoveries", "recovery", "追缴", "recoveries", shapes.RECOVERY, shapes.RECOVERY,
    {"state": state_of(RECOVERY), **CLAIM_ID, "owed": ONLY, "band": Choice(NAMES)},
)  # fmt: skip
REVIEWS = Collection(
    "reviews", "review_task", "评级复查", "reviews", shapes.REVIEW_TASK, shapes.REVIEW_TASK,
    {"state": state_of(REVIEW), **CLAIM_ID},
)  # fmt: skip
RATING_LISTS = Collection(
    "rating-lists", "rating_list", "评价名单", "rating lists", shapes.RATING_LIST, shapes.RATING_LIST,
    {"year": Count(2000, 2099), "unit": PlainText(40)},
)  # fmt: skip
RECOGNITION_LISTS = Collection(
    "recognition-lists", "recognition_list", "认定名单", "recognition lists",
    shapes.RECOGNITION_LIST, shapes.RECOGNITION_LIST, {"item": ItemId(), "unit": PlainText(40)},
)  # fmt: skip
MATCHES = Collection(
    "matches", "row_match", "匹配认定", "matches", shapes.ROW_MATCH, shapes.ROW_MATCH,
    {"list_id": RecordNumber(), "enterprise_id": RecordNumber()},
)  # fmt: skip
ADOPTIONS = Collection(
    "adoptions", "adoption", "施行登记", "adoptions", shapes.ADOPTION, shapes.ADOPTION,
    {"state": state_of(ADOPTION)},
)  # fmt: skip
DECISIONS = Collection(
    "decisions", "decision", "政策解释决定", "decisions", shapes.DECISION, shapes.DECISION,
    {"state": state_of(DECISION), "question": PlainText(80)},
)  # fmt: skip
CITY_TABLES = Collection(
    "city-tables", "city_table", "市局用表", "city tables", shapes.CITY_TABLE, shapes.CITY_TABLE,
    {"state": state_of(CITY_TABLE), "series": Choice(SERIES), "year": Count(2000, 2099)},
)  # fmt: skip
BUDGET_TABLES = Collection(
    "budget-tables", "budget_table", "预算科目表", "budget tables", shapes.BUDGET_TABLE, shapes.BUDGET_TABLE,
    {"state": state_of(BUDGET_TABLE), "year": Count(2000, 2099)},
)  # fmt: skip
PLEDGES = Collection(
    "pledges", "pledge", "质押", "pledges", shapes.PLEDGE, shapes.PLEDGE,
    {"state": state_of(PLEDGE), **CLAIM_ID, "receipted": ONLY},
)  # fmt: skip
FREEZES = Collection(
    "freezes",
    "freeze_order",
    "司法冻结",
    "freezes",
    shapes.FREEZE,
    shapes.FREEZE,
    {"state": state_of(FREEZE), **CLAIM_ID},
)
ATTACHMENTS = Collection(
    "attachments", "attachment", "附件", "attachments", shapes.ATTACHMENT, shapes.ATTACHMENT,
    {"state": state_of(ATTACHMENT), "paper": Choice(PAPERS), "about": RecordNumber(), "sha256": Sha256(),
     **CLAIM_ID},
)  # fmt: skip
HAND_OVERS = Collection(
    "hand-overs", "hand_over", "数据移交", "hand-overs", shapes.HAND_OVER, shapes.HAND_OVER,
    {"collection": PlainText(40), "asker": PlainText(80)},
)  # fmt: skip
ENDPOINTS = Collection(
    "endpoints", "endpoint", "接收地址", "endpoints", shapes.ENDPOINT, shapes.ENDPOINT,
    {"unit": PlainText(40)},
)  # fmt: skip
SIGNING_KEYS = Collection(
    "signing-keys", "signing_key", "签名公钥", "signing keys", shapes.SIGNING_KEY, shapes.SIGNING_KEY,
    {"unit": PlainText(40)},
)  # fmt: skip
RECEIPT_FILES = Collection(
    "receipt-files", "receipt_file", "回单文件", "receipt files", shapes.RECEIPT_FILE, shapes.RECEIPT_FILE
)
UNITS = Collection(
    "units", "unit", "单位", "units", shapes.UNIT, shapes.UNIT, {"office": Choice(OFFICES)}, pattern=""
)
PERSONS = Collection(
    "persons", "person", "人员", "persons", shapes.PERSON, shapes.PERSON,
    {"state": state_of(PERSON), "unit": PlainText(40)},
)  # fmt: skip
DELEGATIONS = Collection(
    "delegations", "delegation", "委托", "delegations", shapes.DELEGATION, shapes.DELEGATION,
    {"role": Choice(HELD), "until_day": Day(), "unit": PlainText(40)},
)  # fmt: skip
TOKENS = Collection("tokens", "token", "令牌", "tokens", shapes.TOKEN, shapes.TOKEN, {"role": Choice(HELD)})
REFUSALS = Collection(
    "refusals", "refusal", "拒绝记录", "refusals", shapes.REFUSAL, shapes.REFUSAL,
    {"subject": PlainText(80), "code": PlainText(80), "use_case": PlainText(80)},
)  # fmt: skip
