"""Paying out: the batch that finance builds, and each payment instruction within it."""

from workflows.engine import Workflow
from workflows.table import DOCUMENT, NEW, NOTE, State, Step

_WITH_BANK = ("released", "sent")

BATCH = Workflow(
    name="batch",
    version=1,
    title_zh="拨付批次",
    title_en="Payout batch",
    initial="built",
    states=(
        State("built", "已编制", "built", "待复核", "Awaiting release", "finance_payer", 5),
        State("released", "已下达", "released", "拨付中", "Payment under way", "finance_payer", 5),
        State("sent", "已送达银行", "sent", "拨付中", "Payment under way", "finance_clerk", 20),
        State("settled", "已结清", "settled", "已结清", "Settled", rest=True),
        State("cancelled", "已取消", "cancelled", "已取消", "Cancelled", rest=True),
    ),
    steps=(
        Step("build", NEW, "built", "finance_clerk", "编制", "Build"),
        Step("release", "built", "released", "finance_payer", "下达", "Release", apart_from=("build",)),
        *(Step("write_file", s, s, "finance_payer", "生成支付文件", "Write the file") for s in _WITH_BANK),
        Step("send", "released", "sent", "finance_payer", "送达银行", "Send to the bank", DOCUMENT),
        *(Step("settle", s, "settled", "finance_clerk", "结清", "Settle", DOCUMENT) for s in _WITH_BANK),
        Step("cancel", "built", "cancelled", "finance_clerk", "取消", "Cancel", NOTE),
    ),
)
"""A payout batch: whoever built it does not release it. [choice] 5 working days to release, 5 to send.

A batch paid without a file, such as through the bank's own pages, is settled as it was released.
"""

PAYMENT = Workflow(
    name="payment",
    version=1,
    title_zh="拨付指令",
    title_en="Payment instruction",
    initial="instructed",
    states=(
        State("instructed", "已列单", "instructed", "拨付中", "Payment under way", "finance_payer", 20),
        State("paid", "已到账", "paid", "已到账", "Arrived", rest=True),
        State("returned", "已退汇", "returned", "被银行退回", "Returned by the bank", rest=True),
        State("cancelled", "已取消", "cancelled", "已取消", "Cancelled", rest=True),
    ),
    steps=(
        Step("instruct", NEW, "instructed", "finance_clerk", "列单", "Instruct"),
        Step(
            "confirm", "instructed", "paid", "finance_payer", "确认到账", "Confirm", DOCUMENT, ("instruct",)
        ),
        *(
            Step("return", s, "returned", "finance_clerk", "登记退汇", "Record the return", NOTE)
            for s in ("instructed", "paid")
        ),
        Step("cancel", "instructed", "cancelled", "finance_clerk", "取消", "Cancel", NOTE),
    ),
)
"""One payment to one account; a late return (退汇) may undo a payment that had arrived."""
