"""The pledge of an award to a bank 补贴贷: the enterprise authorises, and may take that back."""

from workflows.engine import Workflow
from workflows.table import NEW, State, Step

PLEDGE = Workflow(
    name="pledge",
    version=1,
    title_zh="补贴贷质押",
    title_en="Pledge of an award",
    initial="authorised",
    states=(
        State("authorised", "已授权", "authorised", "已授权银行查询", "Bank authorised", rest=True),
        State("withdrawn", "已撤回", "withdrawn", "授权已撤回", "Authorisation withdrawn", rest=True),
    ),
    steps=(
        Step("authorise", NEW, "authorised", "enterprise_agent", "授权", "Authorise"),
        Step("withdraw", "authorised", "withdrawn", "enterprise_agent", "撤回授权", "Withdraw"),
    ),
)
"""Until an enterprise authorises it, a bank sees nothing of an award."""
