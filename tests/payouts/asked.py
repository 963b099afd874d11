"""Acts on payment files and set-offs, for the test that each act is one role's alone."""

import tempfile
from pathlib import Path
from typing import Any

from disburse import banking
from tests.make import PAYER, a_claim, a_recovery, again, an_adoption, an_enterprise, here
from tests.payouts.bank import PAYS, payments, receipt, released, table

NOTE = {"note": "经与银行电话核实"}


def of_payouts() -> dict[str, tuple[str, dict[str, Any]]]:
    """By act: the role that may, and a body that would do."""
    an_adoption()
    owner = an_enterprise()
    recovery = a_recovery(a_claim("paid", enterprise=owner), "100.00")
    second = {"item": "QD24-14.1", "facts": {"recognised_on": "2025-01-15"}}
    later = a_claim("approved", enterprise=owner, **second)
    batch = released(2)
    one, two = payments(batch)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made = banking.export_batch(batch.id, form="csv", folder=place, payer=PAYS, by=PAYER)
        path = table(place / "r.csv", receipt(one), receipt(two, 端到端编号=""))
        file = banking.receiving.import_receipts(
            lines=banking.files.receipts(path).lines,
            form="csv",
            message_id=None,
            file_name=path.name,
            file_sha256="f" * 64,
            payer=PAYS,
            by=PAYER,
        )
    sent = {**here(again(batch)), "file_sha256": made.sha256, "document": "银行受理1号"}
    offset = {**here(recovery), "claim_id": later.id, "amount_yuan": "1.00", "document": "测试抵扣1号"}
    return {
        "send_batch": ("finance_payer", sent),
        "apply_line": ("finance_payer", {"number": file.id, "row": 2}),
        "match_line": ("finance_payer", {"number": file.id, "row": 3, "payment": two.id, **NOTE}),
        "dismiss_line": ("finance_clerk", {"number": file.id, "row": 3, **NOTE}),
        "offset_recovery": ("finance_clerk", offset),
    }
