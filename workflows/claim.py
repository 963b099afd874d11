"""The claim's workflow: from an enterprise's draft to a paid award, and every way out of it.

Clocks are working days; those marked [choice] are ours where no text decides.
"""

from dataclasses import replace

from workflows.engine import Workflow
from workflows.table import BOTH, DOCUMENT, NEW, NOTE, NOTHING, State, Step

_STATES = (
    State("draft", "草稿", "draft", "草稿，尚未提交", "Draft, not yet submitted", "enterprise_agent"),
    State("submitted", "已提交", "submitted", "已提交，待受理", "Awaiting acceptance", "district_clerk", 5),
    State(
        "district_review", "区市初审", "district review", "初审中", "District review", "district_clerk", 15
    ),
    # [choice] 10
    State("returned", "退回补正", "returned", "请补正后重新提交", "Please correct", "enterprise_agent", 10),
    # [choice] 20 of the city's 30 days; the other 10 are for the rating
    State("recommended", "已推荐", "recommended", "市级审核中", "City review", "city_clerk", 20),
    State("rated", "已核评级", "rated", "市级审核中", "City review", "city_clerk", 10),
    State("public_notice", "公示中", "public notice", "公示中", "On public notice", "city_approver", None, 5),
    State("approved", "已批准", "approved", "已批准，待拨付", "Awaiting payment", "finance_clerk", 10),
    State("pledged", "已锁定", "pledged", "已批准，账户已锁定", "Account locked", "finance_clerk", 10),
    State("paying", "拨付中", "paying", "拨付中", "Payment under way", "finance_payer", 20),
    State("recovering", "追回中", "recovering", "已作出追回决定", "Recovery decided", "finance_clerk", 30),
    State("paid", "已拨付", "paid", "已拨付", "Paid", rest=True),
    State("refused", "不予支持", "refused", "未获支持", "Not supported", rest=True),
    State("withdrawn", "已撤回", "withdrawn", "已撤回", "Withdrawn", rest=True),
    State("revoked", "已撤销", "revoked", "批准已撤销", "Approval revoked", rest=True),
    State("recovered", "已追回", "recovered", "资金已追回", "Recovered", rest=True),
)

_UNDER_REVIEW = ("submitted", "returned", "district_review", "recommended", "rated", "public_notice")

# Who has done one of these may not judge, pay or take back in the step that names them.
_PREPARED = ("submit", "resubmit", "accept", "establish")
_RECOMMENDED = ("submit", "resubmit", "accept", "recommend")
_PUBLISHED = (*_RECOMMENDED, "rate", "publish")
_APPROVED = ("submit", "recommend", "rate", "approve")
_SCHEDULED = (*_APPROVED, "schedule")
_PAID = ("schedule", "confirm_payment")

_APPLYING = (
    Step("draft", NEW, "draft", "enterprise_agent", "起草", "Draft"),
    *(Step("amend", s, s, "enterprise_agent", "修改", "Amend") for s in ("draft", "returned")),
    Step("submit", "draft", "submitted", "enterprise_agent", "提交", "Submit"),
    Step("resubmit", "returned", "submitted", "enterprise_agent", "重新提交", "Resubmit"),
    *(
        Step("withdraw", s, "withdrawn", "enterprise_agent", "撤回", "Withdraw")
        for s in ("draft", *_UNDER_REVIEW)
    ),
)

_DISTRICT = (
    Step("return_for_correction", "submitted", "returned", "district_clerk", "退回补正", "Return", NOTE),
    Step("accept", "submitted", "district_review", "district_clerk", "受理", "Accept"),
    Step("establish", "district_review", "district_review", "district_clerk", "核定事实", "Confirm facts"),
    Step(
        "recommend",
        "district_review",
        "recommended",
        "district_head",
        "推荐",
        "Recommend",
        NOTHING,
        _PREPARED,
    ),
    *(
        Step("refuse", s, "refused", "district_head", "不予支持", "Refuse", NOTE)
        for s in ("submitted", "returned", "district_review")
    ),
)

_CITY = (
    Step("send_back", "recommended", "district_review", "city_clerk", "退回区市", "Send back", NOTE),
    Step("decide", "recommended", "recommended", "city_clerk", "录入认定", "Enter the decision", BOTH),
    Step("rate", "recommended", "rated", "city_clerk", "核定评级", "Rate", NOTHING, _RECOMMENDED),
    Step("publish", "rated", "public_notice", "city_clerk", "公示", "Publish", DOCUMENT),
    *(
        Step("reconsider", s, "recommended", "city_clerk", "复核", "Reconsider", NOTE)
        for s in ("rated", "public_notice")
    ),
    Step("approve", "public_notice", "approved", "city_approver", "批准", "Approve", DOCUMENT, _PUBLISHED),
    *(
        Step("refuse", s, "refused", "city_approver", "不予支持", "Refuse", NOTE)
        for s in ("recommended", "rated", "public_notice")
    ),
    *(
        Step("revoke", s, "revoked", "city_approver", "撤销批准", "Revoke the approval", BOTH)
        for s in ("approved", "pledged")
    ),
)

_PLEDGING = (
    Step("pledge", "approved", "pledged", "district_head", "确认锁定", "Pledge", DOCUMENT, ("approve",)),
    Step("release_pledge", "pledged", "approved", "bank_checker", "解除锁定", "Release", DOCUMENT),
    Step("change_lock", "pledged", "pledged", "district_head", "变更锁定账户", "Change the lock", DOCUMENT),
    *(
        Step("unlock", s, s, "bank_checker", "锁定了结", "Close the lock", DOCUMENT)
        for s in ("paid", "recovering", "recovered")
    ),
)

_PAYING = (
    *(
        Step("schedule", s, "paying", "finance_clerk", "列入拨付", "Schedule", NOTHING, _APPROVED)
        for s in ("approved", "pledged")
    ),
    *(
        Step(action, "approved", target, "finance_clerk", label, "Set off a recovery", DOCUMENT, _APPROVED)
        for action, target, label in (
            ("offset", "approved", "抵扣追缴"),
            ("offset_in_full", "paid", "全额抵扣"),
        )
    ),
    *(
        Step(action, "paying", target, "finance_clerk", "移出拨付", "Take off the batch", NOTE)
        for action, target in (("unschedule", "approved"), ("unschedule_pledged", "pledged"))
    ),
    Step("confirm_payment", "paying", "paid", "finance_payer", "确认拨付", "Confirm", DOCUMENT, _SCHEDULED),
    *(
        Step(action, s, target, "finance_clerk", "登记退汇", "Record the return", NOTE)
        for action, target in (("return_payment", "approved"), ("return_pledged_payment", "pledged"))
        for s in ("paying", "paid")
    ),
)

_RECOVERING = (
    Step("recover", "paid", "recovering", "city_approver", "决定追回", "Recover", BOTH, _PAID),
    Step("settle_recovery", "recovering", "recovered", "finance_clerk", "追回到账", "Settle", DOCUMENT),
    Step("annul_recovery", "recovering", "paid", "city_approver", "撤销追回", "Annul the recovery", BOTH),
)

DUTIES = {
    "submission": ("submit", "resubmit"),
    "district review": ("return_for_correction", "accept", "establish", "recommend"),
    "rating": ("decide", "rate"),
    "approval": ("approve", "revoke"),
    "payment": (
        "schedule",
        "offset",
        "offset_in_full",
        "unschedule",
        "unschedule_pledged",
        "confirm_payment",
    ),
}
"""The five duties, of which nobody has two on one claim 不相容岗位, and the steps of each."""
_DUTY_OF = {action: duty for duty, actions in DUTIES.items() for action in actions}
_STEPS = (*_APPLYING, *_DISTRICT, *_CITY, *_PLEDGING, *_PAYING, *_RECOVERING)

CLAIM = Workflow(
    name="claim",
    version=1,
    title_zh="奖补申报",
    title_en="Award claim",
    initial="draft",
    states=_STATES,
    steps=tuple(replace(step, duty=_DUTY_OF.get(step.action, "")) for step in _STEPS),
)
"""Every step of a claim; the award exists from ``approved`` on."""
