"""A person who uses the system: one administrator registers, another lets in."""

from workflows.engine import Workflow
from workflows.table import DOCUMENT, NEW, NOTE, State, Step

_OPEN = ("registered", "active", "suspended")

PERSON = Workflow(
    name="person",
    version=1,
    title_zh="人员",
    title_en="Person",
    initial="registered",
    states=(
        State("registered", "待授权", "registered", "待授权", "Awaiting roles", "security_admin", 5),
        State("active", "有效", "active", "有效", "Active", rest=True),
        State("suspended", "已停用", "suspended", "已停用", "Suspended", "security_admin"),
        State("closed", "已注销", "closed", "已注销", "Closed", rest=True),
    ),
    steps=(
        Step("register", NEW, "registered", "system_admin", "登记", "Register"),
        Step("grant", "registered", "active", "security_admin", "授权", "Grant", DOCUMENT, ("register",)),
        Step("grant", "active", "active", "security_admin", "授权", "Grant", DOCUMENT, ("register",)),
        Step("suspend", "active", "suspended", "security_admin", "停用", "Suspend", NOTE),
        Step("restore", "suspended", "active", "security_admin", "恢复", "Restore", NOTE),
        *(Step("close", s, "closed", "system_admin", "注销", "Close", NOTE) for s in _OPEN),
    ),
)
"""Whoever registers a person does not grant the roles 三员分立. [choice] 5 working days to grant."""
