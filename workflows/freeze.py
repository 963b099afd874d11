"""A freeze of an award by court order 司法冻结: who enters and lifts it, and what it halts meanwhile."""

from workflows.engine import Workflow
from workflows.table import DOCUMENT, NEW, State, Step

FREEZE = Workflow(
    name="freeze_order",
    version=1,
    title_zh="司法冻结",
    title_en="Freeze by court order",
    initial="in_force",
    states=(
        State("in_force", "冻结中", "in force", "冻结中", "Frozen", "city_approver"),
        State("lifted", "已解冻", "lifted", "已解冻", "Lifted", rest=True),
    ),
    steps=(
        Step("enter", NEW, "in_force", "city_clerk", "登记冻结", "Enter", DOCUMENT),
        Step("lift", "in_force", "lifted", "city_approver", "登记解冻", "Lift", DOCUMENT, ("enter",)),
    ),
)
"""A court's order holds from when it is entered; whoever entered it does not lift it."""

FREEZABLE = ("approved", "pledged", "paying")
"""States of a claim whose money has not arrived: afterwards there is nothing to freeze."""

HALTED = {
    "claim": ("pledge", "change_lock", "release_pledge", "schedule", "offset", "offset_in_full"),
    "payment": ("instruct",),
    "batch": ("release", "write_file", "send"),
    "pledge": (
        "authorise", "propose", "confirm", "activate", "consent", "confirm_change", "activate_change",
    ),
}  # fmt: skip
"""Steps, by kind of record, that a frozen award does not take: no new pledge, no other payee, nothing goes
out or is set off. What only ends something, and what says that money which left arrived or came back, goes
on."""
