"""Recovery (追回) of an award that was paid: decided, repaid at once or by instalments, or annulled."""

from workflows.engine import Workflow
from workflows.table import BOTH, DOCUMENT, NEW, State, Step

_OPEN = ("decided", "partly_repaid")

RECOVERY = Workflow(
    name="recovery",
    version=1,
    title_zh="资金追回",
    title_en="Recovery",
    initial="decided",
    states=(
        State("decided", "已决定", "decided", "待退回资金", "Repayment due", "finance_clerk", 30),
        State("partly_repaid", "部分退回", "partly repaid", "部分退回", "Partly repaid", "finance_clerk", 30),
        State("repaid", "已退清", "repaid", "已退清", "Repaid", rest=True),
        State("annulled", "已撤销", "annulled", "追回已撤销", "Recovery annulled", rest=True),
    ),
    steps=(
        Step("decide", NEW, "decided", "city_approver", "决定追回", "Decide recovery", BOTH),
        *(
            Step(
                "record_instalment", s, "partly_repaid", "finance_clerk", "分期退回", "Record part", DOCUMENT
            )
            for s in _OPEN
        ),
        *(Step("settle", s, "repaid", "finance_clerk", "退清", "Settle", DOCUMENT) for s in _OPEN),
        *(Step("annul", s, "annulled", "city_approver", "撤销追回", "Annul", BOTH) for s in _OPEN),
    ),
)
"""The debt to the fund; it ends together with the claim's ``recovering``."""
