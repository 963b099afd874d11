"""The office's own tables as tests enter and confirm them, and each act's role for the walk over all acts."""

from typing import Any

from disburse.acts import act
from tests.make import APPROVER, CITY_CLERK, CODES, FINANCE, PAYER, here

CALENDAR_2027 = {
    "year": 2027,
    "number": "测试〔2026〕7号",
    "published_on": "2026-11-10",
    "holidays": ["2027-01-01", "2027-02-08", "2027-02-09"],
    "workdays": ["2027-02-06"],
}
LPR_2019 = {
    "year": 2019,
    "number": "测试公告2019-7",
    "published_on": "2019-07-20",
    "rates": [{"month": "2019-07", "percent": "4.31"}],
}
NAMES = dict.fromkeys(CODES, "本年名称")


def the_codes(year: int = 2025, **other: str) -> dict[str, Any]:
    """The codes that test funds carry, under this year's names; ``other`` has a kind and its code instead."""
    lines = [
        {"kind": kind, "code": other.get(kind, line["code"]), "name": NAMES[kind]}
        for kind, line in CODES.items()
    ]
    return {"year": year, "number": "测试预〔2025〕1号", "published_on": "2025-01-02", "codes": lines}


def a_city_table(kind: str = "enter_calendar", **given: Any) -> Any:
    """A calendar or LPR entered and confirmed."""
    body = CALENDAR_2027 if kind == "enter_calendar" else LPR_2019
    entered = act(kind, {**body, **given}, CITY_CLERK)
    return act("confirm_city_table", {**here(entered), "document": "测试确认1号"}, APPROVER)


def a_budget_table(**given: Any) -> Any:
    """A year's budget codes entered and confirmed."""
    entered = act("enter_budget_codes", the_codes(**given), FINANCE)
    return act("confirm_budget_table", {**here(entered), "document": "测试确认1号"}, PAYER)


def of_office() -> dict[str, tuple[str, dict[str, Any]]]:
    """By act of the office's tables: the role that may, and a body that would do."""
    entered, codes = act("enter_calendar", CALENDAR_2027, CITY_CLERK), a_budget_table()
    waiting = act("enter_budget_codes", the_codes(), FINANCE)
    confirming, note = {"document": "测试确认2号"}, {"note": "测试原因"}
    return {
        "enter_calendar": ("city_clerk", CALENDAR_2027),
        "enter_lpr": ("city_clerk", LPR_2019),
        "confirm_city_table": ("city_approver", {**here(entered), **confirming}),
        "reject_city_table": ("city_approver", {**here(entered), **note}),
        "repeal_city_table": ("city_approver", {**here(a_city_table()), **confirming, **note}),
        "enter_budget_codes": ("finance_clerk", the_codes()),
        "confirm_budget_table": ("finance_payer", {**here(waiting), **confirming}),
        "reject_budget_table": ("finance_payer", {**here(waiting), **note}),
        "repeal_budget_table": ("finance_payer", {**here(codes), **confirming, **note}),
    }
