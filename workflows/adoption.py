"""Adoption: the record that a policy was put in force, without which nothing is paid from it."""

from workflows.engine import Workflow
from workflows.table import BOTH, DOCUMENT, NEW, NOTE, State, Step

ADOPTION = Workflow(
    name="adoption",
    version=1,
    title_zh="政策施行登记",
    title_en="Policy adoption",
    initial="entered",
    states=(
        State("entered", "待确认", "entered", "待确认", "Awaiting confirmation", "city_approver", 5),
        State("confirmed", "已施行", "confirmed", "已施行", "In force", rest=True),
        State("rejected", "未确认", "rejected", "未确认", "Rejected", rest=True),
        State("repealed", "已废止", "repealed", "已废止", "Repealed", rest=True),
    ),
    steps=(
        Step("enter", NEW, "entered", "city_clerk", "登记", "Enter", DOCUMENT),
        Step("confirm", "entered", "confirmed", "city_approver", "确认", "Confirm", DOCUMENT, ("enter",)),
        Step("reject", "entered", "rejected", "city_approver", "不予确认", "Reject", NOTE),
        Step("repeal", "confirmed", "repealed", "city_approver", "登记废止", "Record the repeal", BOTH),
    ),
)
"""Whoever entered the document number and dates does not confirm them. [choice] 5 working days to confirm."""
