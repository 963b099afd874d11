"""Rating review 评级复查: a later list gives an enterprise another class than its claim was rated by."""

from workflows.engine import Workflow
from workflows.table import BOTH, NEW, State, Step

REVIEW = Workflow(
    name="review_task",
    version=1,
    title_zh="评级复查",
    title_en="Rating review",
    initial="open",
    states=(
        State("open", "待复查", "open", "评级复查中", "Rating under review", "city_approver", 10),
        State("settled", "已处理", "settled", "评级已复查", "Rating reviewed", rest=True),
        State("dismissed", "维持", "dismissed", "评级已复查", "Rating reviewed", rest=True),
    ),
    steps=(
        Step("raise", NEW, "open", "city_clerk", "提出复查", "Raise"),
        Step("settle", "open", "settled", "city_approver", "已处理", "Settle", BOTH, ("raise",)),
        Step("dismiss", "open", "dismissed", "city_approver", "维持不变", "Dismiss", BOTH, ("raise",)),
    ),
)
"""It changes no sum: the claim's own steps do. [choice] 10 working days."""
