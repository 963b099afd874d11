"""A bank to pay through: its account, batches released to it, and the receipts that it writes."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from disburse import banking, clock
from disburse.acts import act
from disburse.db import db
from disburse.models import Payment
from reports.banking import Payer
from reports.figures import plain_yuan
from schemas.receipt_table import HEADINGS
from tests.make import FINANCE, PAYER, a_batch, a_claim, a_fund, advance, an_adoption, an_enterprise, here

PAYS = Payer("青岛测试财政专户", "900000000000000001", "313452060150")
ACCOUNT = "9000000000001234"
"""The account that every test enterprise has."""
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"


def awards(count: int, fund: Any = None) -> list[Any]:
    """Approved awards of one fund, each of an enterprise of its own."""
    an_adoption()
    fund = fund or a_fund()
    ready = []
    for _ in range(count):
        owner = an_enterprise()
        claim = a_claim("public_notice", enterprise=owner)
        ready.append((claim, owner))
    return [advance(claim, "approved", owner=owner, fund=fund) for claim, owner in ready]


def released(count: int = 2, fund: Any = None) -> Any:
    """A batch that was released."""
    batch = a_batch(*awards(count, fund))
    return act("release_batch", here(batch), PAYER)


def payments(batch: Any) -> list[Payment]:
    """The payments of a batch, as they now stand."""
    db.session.expire_all()
    query = select(Payment).where(Payment.batch_id == batch.id).order_by(Payment.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def states(batch: Any) -> list[str]:
    """Where each payment of a batch is."""
    return [payment.state for payment in payments(batch)]


def receipt(payment: Payment, outcome: str = "成功", **given: str) -> dict[str, str]:
    """One row of the bank's table about a payment."""
    return {
        "端到端编号": payment.id,
        "金额": plain_yuan(payment.amount_fen),
        "收款账号": ACCOUNT,
        "收款户名": payment.account_name,
        "结果": outcome,
        "回单号": f"{'回单' if outcome == '成功' else '退汇'}{payment.id}",
        "日期": clock.today().isoformat(),
        "原因代码": "AC04" if outcome == "退汇" else "",
        "付款账号": PAYS.account,
        **given,
    }


def table(path: Path, *rows: dict[str, str], encoding: str = "utf-8-sig") -> Path:
    """The bank's table as CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def receive(path: Path, by: Any = PAYER) -> banking.Received:
    """Import a file of receipts."""
    return banking.import_receipt_file(path, payer=PAYS, by=by)


@dataclass(frozen=True)
class Status:
    """One transaction of a pain.002."""

    number: str
    status: str
    reason: str = ""
    amount: str = ""
    account: str = ""


def pain002(message: str, *said: Status, group: str = "PART", version: str = "10", bank: str = "") -> str:
    """A status report on one of our messages."""
    agent = f"<DbtrAgt>{_member(bank)}</DbtrAgt>" if bank else ""
    of = "".join(map(_transaction, said))
    block = f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>{of}</OrgnlPmtInfAndSts>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NAMESPACE}pain.002.001.{version}">'
        f"<CstmrPmtStsRpt><GrpHdr><MsgId>S-{message}</MsgId><CreDtTm>{_now()}</CreDtTm>{agent}</GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        f"<GrpSts>{group}</GrpSts></OrgnlGrpInfAndSts>{block if said else ''}</CstmrPmtStsRpt></Document>"
    )


def _transaction(one: Status) -> str:
    why = f"<StsRsnInf><Rsn><Cd>{one.reason}</Cd></Rsn></StsRsnInf>" if one.reason else ""
    amount = f'<Amt><InstdAmt Ccy="CNY">{one.amount}</InstdAmt></Amt>' if one.amount else ""
    to = f"<CdtrAcct><Id><Othr><Id>{one.account}</Id></Othr></Id></CdtrAcct>" if one.account else ""
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{one.number}</OrgnlEndToEndId><TxSts>{one.status}</TxSts>{why}"
        f"<AcctSvcrRef>REF{one.number}</AcctSvcrRef><OrgnlTxRef>{amount}{to}</OrgnlTxRef></TxInfAndSts>"
    )


@dataclass(frozen=True)
class Booking:
    """One entry of a camt.054."""

    number: str
    amount: str
    sign: str = "DBIT"
    reason: str = ""
    account: str = ACCOUNT
    currency: str = "CNY"


def camt054(*entries: Booking, account: str = PAYS.account, message: str = "N-1") -> str:
    """A notice of bookings on an account."""
    said = "".join(map(_entry, entries))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NAMESPACE}camt.054.001.08">'
        f"<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>{message}</MsgId><CreDtTm>{_now()}</CreDtTm></GrpHdr>"
        f"<Ntfctn><Id>1</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>{said}</Ntfctn>"
        "</BkToCstmrDbtCdtNtfctn></Document>"
    )


def _entry(one: Booking) -> str:
    back = f"<RtrInf><Rsn><Cd>{one.reason}</Cd></Rsn></RtrInf>" if one.reason else ""
    return (
        f'<Ntry><Amt Ccy="{one.currency}">{one.amount}</Amt><CdtDbtInd>{one.sign}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{clock.today()}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<Refs><AcctSvcrRef>B{one.number}{one.sign}</AcctSvcrRef><EndToEndId>{one.number}</EndToEndId></Refs>"
        f'<Amt Ccy="{one.currency}">{one.amount}</Amt><CdtDbtInd>{one.sign}</CdtDbtInd><RltdPties><CdtrAcct>'
        f"<Id><Othr><Id>{one.account}</Id></Othr></Id></CdtrAcct></RltdPties>{back}</TxDtls></NtryDtls></Ntry>"
    )


def _member(code: str) -> str:
    return f"<FinInstnId><ClrSysMmbId><MmbId>{code}</MmbId></ClrSysMmbId></FinInstnId>"


def _now() -> str:
    return clock.now().astimezone(clock.BEIJING).isoformat(timespec="seconds")


def written(path: Path, text: str) -> Path:
    """A file with a message in it."""
    path.write_text(text, encoding="utf-8")
    return path


__all__ = ["FINANCE", "PAYER"]
