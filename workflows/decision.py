"""Decision: an official reading of what a policy leaves open; until it is confirmed it changes nothing."""

from workflows.engine import Workflow
from workflows.table import BOTH, DOCUMENT, NEW, NOTE, State, Step

DECISION = Workflow(
    name="decision",
    version=1,
    title_zh="政策解释决定",
    title_en="Reading of a policy",
    initial="entered",
    states=(
        State("entered", "待确认", "entered", "待确认", "Awaiting confirmation", "city_approver", 5),
        State("confirmed", "已生效", "confirmed", "已生效", "In force", rest=True),
        State("rejected", "未确认", "rejected", "未确认", "Rejected", rest=True),
        State("repealed", "已废止", "repealed", "已废止", "Repealed", rest=True),
    ),
    steps=(
        Step("enter", NEW, "entered", "city_clerk", "登记", "Enter", BOTH),
        Step("confirm", "entered", "confirmed", "city_approver", "确认", "Confirm", DOCUMENT, ("enter",)),
        Step("reject", "entered", "rejected", "city_approver", "不予确认", "Reject", NOTE, ("enter",)),
        Step("repeal", "confirmed", "repealed", "city_approver", "登记废止", "Record the repeal", BOTH),
    ),
)
"""Whoever entered the reading does not confirm it. [choice] 5 working days to confirm, as for an adoption."""
