"""The office's own tables: entered from a document by one person, in use once another has confirmed them."""

from workflows.engine import Workflow
from workflows.table import BOTH, DOCUMENT, NEW, NOTE, State, Step


def _table(name: str, title_zh: str, title_en: str, clerk: str, confirmer: str) -> Workflow:
    return Workflow(
        name=name,
        version=1,
        title_zh=title_zh,
        title_en=title_en,
        initial="entered",
        states=(
            State("entered", "待确认", "entered", "待确认", "Awaiting confirmation", confirmer, 5),
            State("confirmed", "已启用", "confirmed", "已启用", "In use", rest=True),
            State("rejected", "未确认", "rejected", "未确认", "Rejected", rest=True),
            State("repealed", "已停用", "repealed", "已停用", "Out of use", rest=True),
        ),
        steps=(
            Step("enter", NEW, "entered", clerk, "登记", "Enter", DOCUMENT),
            Step("confirm", "entered", "confirmed", confirmer, "确认", "Confirm", DOCUMENT, ("enter",)),
            Step("reject", "entered", "rejected", confirmer, "不予确认", "Reject", NOTE),
            Step("repeal", "confirmed", "repealed", confirmer, "停用", "Take out of use", BOTH),
        ),
    )


CITY_TABLE = _table("city_table", "市局用表", "Table of the city bureau", "city_clerk", "city_approver")
"""Working days and LPR. [choice] the city bureau's: its deadlines and its sums depend on them."""
BUDGET_TABLE = _table("budget_table", "预算科目表", "Table of budget codes", "finance_clerk", "finance_payer")
"""Budget codes of a year. [choice] the finance bureau's: its payments carry them."""
