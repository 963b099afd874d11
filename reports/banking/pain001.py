"""ISO 20022 pain.001.001.09: a batch as a customer credit transfer in CNY, banks named by their CNAPS code.

The batch's number is the message id, the payment's number the end-to-end id: a bank that gets the file
twice sees that it is one. Each payment is booked by itself, so that camt.054 can name it.
"""

import xml.etree.ElementTree as ET

from reports.banking.order import Instruction, Order
from reports.figures import beijing, plain_yuan

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LONGEST_TEXT = 140
Element = ET.Element


def message(order: Order) -> bytes:
    """The message in UTF-8, with its declaration."""
    document = Element("Document", xmlns=NAMESPACE)
    initiation = ET.SubElement(document, "CstmrCdtTrfInitn")
    header = ET.SubElement(initiation, "GrpHdr")
    _text(header, "MsgId", order.number)
    _text(header, "CreDtTm", beijing(order.released_at))
    _totals(header, order)
    _text(header, "InitgPty/Nm", order.payer.name)
    _payment(initiation, order)
    ET.indent(document)
    written: bytes = ET.tostring(document, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _payment(parent: Element, order: Order) -> None:
    """The one payment block: who pays, on which day, and every transfer."""
    block = ET.SubElement(parent, "PmtInf")
    _text(block, "PmtInfId", order.number)
    _text(block, "PmtMtd", "TRF")
    _text(block, "BtchBookg", "false")
    _totals(block, order)
    _text(block, "ReqdExctnDt/Dt", order.execute_on.isoformat())
    _text(block, "Dbtr/Nm", order.payer.name)
    account = ET.SubElement(block, "DbtrAcct")
    _text(account, "Id/Othr/Id", order.payer.account)
    _text(account, "Ccy", "CNY")
    _bank(block, "DbtrAgt", order.payer.bank_code)
    _text(block, "ChrgBr", "DEBT")
    for line in order.lines:
        _transfer(ET.SubElement(block, "CdtTrfTxInf"), line)


def _transfer(transfer: Element, line: Instruction) -> None:
    identity = ET.SubElement(transfer, "PmtId")
    _text(identity, "InstrId", line.end_to_end)
    _text(identity, "EndToEndId", line.end_to_end)
    amount = _text(transfer, "Amt/InstdAmt", plain_yuan(line.amount_fen))
    amount.set("Ccy", "CNY")
    _bank(transfer, "CdtrAgt", line.bank_code, line.bank_name)
    _text(transfer, "Cdtr/Nm", line.account_name)
    _text(transfer, "CdtrAcct/Id/Othr/Id", line.account_number)
    remittance = ET.SubElement(transfer, "RmtInf")
    _text(remittance, "Ustrd", line.purpose[:LONGEST_TEXT])
    _text(remittance, "Ustrd", f"指标文号 {line.approval_number}"[:LONGEST_TEXT])
    _text(remittance, "Ustrd", f"科目 {'/'.join(line.codes)} 凭证 {line.voucher_number}"[:LONGEST_TEXT])


def _totals(parent: Element, order: Order) -> None:
    _text(parent, "NbOfTxs", str(len(order.lines)))
    _text(parent, "CtrlSum", plain_yuan(order.total_fen))


def _bank(parent: Element, name: str, code: str, title: str | None = None) -> None:
    """A bank by its CNAPS member id, in the clearing system of that name."""
    institution = ET.SubElement(ET.SubElement(parent, name), "FinInstnId")
    member = ET.SubElement(institution, "ClrSysMmbId")
    _text(member, "ClrSysId/Cd", "CNAPS")
    _text(member, "MmbId", code)
    if title:
        _text(institution, "Nm", title)


def _text(parent: Element, path: str, text: str) -> Element:
    """Add elements along a path, and the text in the last."""
    for name in path.split("/"):
        parent = ET.SubElement(parent, name)
    parent.text = text
    return parent
