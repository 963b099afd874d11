"""Who changed what on a record since somebody looked: from the journal, for a page that has become stale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from disburse.queries import records
from disburse.queries.records import KINDS
from disburse.web.columns import label, shown
from disburse.web.labels import TITLES
from disburse.web.languages import N_, said
from disburse.web.languages import gettext as _
from disburse.web.wording import moment, who
from reports import proof

MOST = 50
"""Changes that are told; whoever missed more had better begin anew."""

ACTIONS = {
    "rename": TITLES["rename_enterprise"],
    "revoke": TITLES["revoke_token"],
    "register": N_("登记"),
    "import": N_("导入"),
    "open": N_("设立"),
    "reserve": N_("预留"),
    "release": N_("释放预留"),
    "pay": N_("列支"),
    "take_back": N_("退汇转回预留"),
    "recover": N_("追回入库"),
    "hand_over": N_("移交"),
    "ask": N_("索取"),
    "write": N_("写成文件"),
    "fetch": N_("领取文件"),
    "forget": N_("清理文件"),
    "refuse": N_("拒绝"),
    "delegate": N_("委托"),
    "issue": N_("签发"),
    "rotate": N_("更换密钥"),
    "close": N_("关闭"),
    "draft_by_exception": N_("代为起草（免申即享）"),
    "redate": N_("重算时限"),
}
"""Actions without a workflow that are not called as their act is."""


@dataclass(frozen=True)
class Change:
    """One event since: when, by which role, which step, and each field before and after."""

    at: str
    by: str
    step: str
    fields: Sequence[tuple[str, str, str]]


def since(number: str, version: int) -> list[Change]:
    """What happened to a record after a version of it."""
    return [_change(event) for event in records.events(number, after=version, size=MOST)]


def _change(event: Any) -> Change:
    body = proof.read_event(event.body.encode())
    changed = [(column, before, after) for column, (before, after) in body["changes"].items()]
    fields = [
        (label(column), shown(column, before), shown(column, after)) for column, before, after in changed
    ]
    return Change(moment(body["at"]), who(body["by"]), action(event.kind, event.action), fields)


def action(kind: str, name: str) -> str:
    """What an event's action is called."""
    workflow = KINDS[kind].workflow
    steps = [step for step in workflow.steps if step.action == name] if workflow else []
    if steps:
        return said(steps[0].label_zh, steps[0].label_en)
    return _(ACTIONS.get(name) or TITLES.get(name, name))
