"""The menu on the left: what each office finds there, in one table; a role sees what is for it.

Whoever adds a page to an audience adds a line to its office here. The endpoint is ``blueprint.function``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, g, request

from disburse.actors import Actor
from disburse.queries import receipt_lines
from disburse.web.languages import N_
from disburse.web.waiting import waits
from workflows.roles import ROLES


@dataclass(frozen=True)
class Entry:
    """A line of the menu. ``roles`` narrows it to some of the office; ``count`` is shown in brackets."""

    label: str
    endpoint: str
    roles: tuple[str, ...] = ()
    count: Callable[[Actor], int] | None = None


CLAIMS = Entry(N_("申报"), "overview.show")
STATISTICS = Entry(N_("统计"), "leader_pages.show")
RECOMMENDED = Entry(N_("推荐函和汇总表"), "recommended_pages.show")
EXPORTS = Entry(N_("数据移交"), "exports_pages.show")
ACCOUNT = Entry(N_("我的账户"), "account.show")

MENU: dict[str, tuple[Entry, ...]] = {
    "enterprise": (
        Entry(N_("待办"), "enterprise_pages.home"),
        Entry(N_("可申报事项"), "enterprise_pages.match"),
        CLAIMS,
    ),
    "district": (
        Entry(N_("待办"), "district_pages.work", count=waits),
        Entry(N_("已办"), "district_pages.done"),
        Entry(N_("账户确认"), "district_pages.account_list"),
        RECOMMENDED,
        CLAIMS,
        Entry(N_("统计"), "leader_pages.show", ("district_head",)),
    ),
    "city": (
        Entry(N_("待办"), "city_pages.work", count=waits),
        Entry(N_("已办"), "city_pages.done"),
        Entry(N_("政策与用表"), "city_pages.rules"),
        Entry(N_("名单与匹配"), "city_pages.lists"),
        Entry(N_("公示"), "city_pages.notices"),
        RECOMMENDED,
        CLAIMS,
        Entry(N_("统计"), "leader_pages.show", ("city_approver",)),
    ),
    "finance": (
        Entry(N_("资金拨付"), "finance_pages.home"),
        Entry(N_("拨付批次"), "finance_pages.batches"),
        Entry(N_("银行回单"), "finance_pages.receipts", count=receipt_lines.count_waiting),
        Entry(N_("退汇"), "finance_pages.returned"),
        Entry(N_("应收未收"), "finance_pages.ageing"),
        CLAIMS,
    ),
    "bank": (
        Entry(N_("质押"), "bank_pages.home"),
        Entry(N_("账户信息确认回执"), "bank_pages.receipts"),
        Entry(N_("奖补变动通知"), "bank_pages.feed"),
        Entry(N_("接收地址"), "bank_pages.addresses"),
    ),
    "auditor": (
        Entry(N_("审计"), "auditor_pages.home"),
        CLAIMS,
        Entry(N_("疑点查询"), "auditor_pages.doubts_asked"),
        Entry(N_("抽样"), "auditor_pages.sample"),
        RECOMMENDED,
        Entry(N_("拒绝记录"), "auditor_pages.refusals"),
        EXPORTS,
        STATISTICS,
        Entry(N_("后台任务"), "administrator_pages.show_jobs"),
    ),
    "leader": (
        CLAIMS,
    ),
    "administrator": (
        Entry(N_("系统管理"), "administrator_pages.home"),
        Entry(N_("人员"), "administrator_pages.persons"),
        Entry(N_("单位"), "administrator_pages.units"),
        Entry(N_("委托"), "administrator_pages.delegations"),
        Entry(N_("会话"), "administrator_pages.show_sessions", ("security_admin",)),
        Entry(N_("后台任务"), "administrator_pages.show_jobs", ("system_admin", "audit_admin")),
        EXPORTS,
    ),
}  # fmt: skip
"""Office to entries, in the order shown; everybody's own account comes last."""


@dataclass(frozen=True)
class Shown:
    """An entry as somebody sees it; ``count`` is None where there is nothing to count."""

    label: str
    endpoint: str
    count: int | None


def init_app(app: Flask) -> None:
    """Tell the templates the menu of whoever reads."""
    app.jinja_env.globals |= {"menu": menu, "endpoint_here": lambda: request.endpoint or ""}


def entries(role: str) -> tuple[Entry, ...]:
    """The entries for a role, everybody's last."""
    own = MENU.get(ROLES[role].office, ())
    return (*(entry for entry in own if not entry.roles or role in entry.roles), ACCOUNT)


def menu() -> list[Shown]:
    """What whoever reads finds in the menu; only the account where something is owed first."""
    caller = g.get("caller")
    if caller is None:
        return []
    by = caller.actor
    chosen = (ACCOUNT,) if caller.owes else entries(by.role)
    return [Shown(one.label, one.endpoint, one.count(by) if one.count else None) for one in chosen]
