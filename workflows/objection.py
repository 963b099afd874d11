"""An objection raised during a public notice: anyone may raise one, so its creation is not a step."""

from workflows.engine import Workflow
from workflows.table import BOTH, NOTE, State, Step

OBJECTION = Workflow(
    name="objection",
    version=1,
    title_zh="公示异议",
    title_en="Objection",
    initial="raised",
    states=(
        State("raised", "已提出", "raised", "异议办理中", "Objection under review", "city_approver", 10),
        State("upheld", "成立", "upheld", "异议成立", "Objection upheld", rest=True),
        State("dismissed", "不成立", "dismissed", "异议不成立", "Objection dismissed", rest=True),
        State("withdrawn", "已撤回", "withdrawn", "异议已撤回", "Objection withdrawn", rest=True),
    ),
    steps=(
        Step("uphold", "raised", "upheld", "city_approver", "认定成立", "Uphold", BOTH),
        Step("dismiss", "raised", "dismissed", "city_approver", "认定不成立", "Dismiss", BOTH),
        Step("withdraw", "raised", "withdrawn", "city_clerk", "登记撤回", "Record the withdrawal", NOTE),
    ),
)
"""An open objection holds up approval; a clerk records a withdrawal, for the objector may be an outsider."""
