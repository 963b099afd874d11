"""The pledge of an award to a bank 补贴贷: from the enterprise's authorisation to the end of the lock.

Clocks are working days, all [choice]: no text sets them.
"""

from workflows.engine import Workflow
from workflows.table import BOTH, DOCUMENT, NEW, NOTE, State, Step

SOUGHT = ("authorised", "proposed", "confirmed")
"""There is no lock yet; the enterprise may take its authorisation back, and it ends on its day."""
LOCKED = ("active", "changing", "change_confirmed")
"""The lock's account is the only one that the award may be paid to."""
STANDING = ("proposed", "confirmed", *LOCKED)
"""A lock asked for or in force: an award has one at most."""

_ENDING = (
    *(
        Step("annul", s, "annulled", "city_approver", "因撤销批准失效", "Annul", BOTH)
        for s in (*SOUGHT, *LOCKED)
    ),
    *(
        Step("release", s, "released", "bank_checker", "解除锁定", "Release", DOCUMENT, ("propose",))
        for s in LOCKED
    ),
    *(
        Step("close_short", s, "closed_short", "bank_checker", "了结缺口", "Close short", NOTE, ("propose",))
        for s in LOCKED
    ),
    *(Step("withdraw", s, "withdrawn", "enterprise_agent", "撤回授权", "Withdraw") for s in SOUGHT),
    *(Step("expire", s, "expired", "clock", "授权到期", "Expire") for s in SOUGHT),
)

_CHANGING = (
    Step("consent", "active", "changing", "bank_checker", "同意变更账户", "Consent", DOCUMENT, ("propose",)),
    Step("confirm_change", "changing", "change_confirmed", "district_clerk", "核对变更", "Confirm a change"),
    Step(
        "activate_change", "change_confirmed", "active", "district_head", "变更账户", "Change the account",
        DOCUMENT, ("confirm_change",),
    ),
    *(
        Step("refuse_change", source, "active", role, "不予变更", "Refuse the change", NOTE)
        for source, role in (("changing", "district_clerk"), ("change_confirmed", "district_head"))
    ),
)  # fmt: skip

PLEDGE = Workflow(
    name="pledge",
    version=1,
    title_zh="补贴贷质押",
    title_en="Pledge of an award",
    initial="authorised",
    states=(
        State("authorised", "已授权", "authorised", "已授权银行查询", "Bank authorised", "bank_clerk"),
        State("proposed", "待核对", "proposed", "账户待核对", "Account under review", "district_clerk", 3),
        State("confirmed", "待确认", "confirmed", "账户待确认", "Account confirmed", "district_head", 2),
        State("active", "已锁定", "active", "收款账户已锁定", "Account locked", "bank_checker"),
        State("changing", "变更待核对", "changing", "变更待核对", "Change asked for", "district_clerk", 3),
        State(
            "change_confirmed", "变更待确认", "change confirmed", "变更待确认", "Change confirmed",
            "district_head", 2,
        ),
        State("released", "已解除", "released", "锁定已解除", "Lock released", rest=True),
        State("closed_short", "已了结（有缺口）", "closed short", "已了结", "Closed short", rest=True),
        State("refused", "未确认", "refused", "账户信息未确认", "Not confirmed", rest=True),
        State("withdrawn", "已撤回", "withdrawn", "授权已撤回", "Authorisation withdrawn", rest=True),
        State("expired", "已到期", "expired", "授权已到期", "Authorisation expired", rest=True),
        State("annulled", "已失效", "annulled", "因撤销批准失效", "Award revoked", rest=True),
    ),
    steps=(
        Step("authorise", NEW, "authorised", "enterprise_agent", "授权", "Authorise"),
        Step("propose", "authorised", "proposed", "bank_clerk", "提请锁定", "Propose"),
        Step("confirm", "proposed", "confirmed", "district_clerk", "核对账户信息", "Confirm"),
        Step(
            "activate", "confirmed", "active", "district_head", "确认账户信息", "Activate", DOCUMENT,
            ("confirm",),
        ),
        *(
            Step("refuse", source, "refused", role, "不予确认", "Refuse", NOTE)
            for source, role in (("proposed", "district_clerk"), ("confirmed", "district_head"))
        ),
        *_CHANGING,
        *_ENDING,
    ),
)  # fmt: skip
"""Until an enterprise authorises it, a bank sees nothing of an award; from ``active`` on nobody but the bank
lets the lock go or names another account, which the district confirms as it did the first."""
