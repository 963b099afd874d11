"""Receipts as ISO 20022 messages: pain.002.001.03 and .10 (status of payments), camt.054.001.08 (bookings).

A payment is confirmed by ACSC or ACCC (settled), or by its booked debit; it came back by RJCT, by a booked
credit with return information, or by a reversal. Every earlier status is pending and does nothing.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from schemas.bank_reasons import reason
from schemas.rating_faults import Finding
from schemas.receipt_faults import fault
from schemas.receipt_lines import CONFIRMED, LARGEST_FILE, PENDING, RETURNED, Line, ReceiptsFile
from schemas.receipt_xml import NotThisMessage, day, every, fen, one, parse, text

_STATUS = {
    **dict.fromkeys(("ACSC", "ACCC"), CONFIRMED),
    **dict.fromkeys(("RJCT", "CANC"), RETURNED),
    **dict.fromkeys(
        ("ACCP", "ACFC", "ACSP", "ACTC", "ACWC", "ACWP", "ACPD", "BLCK", "PATC", "PDNG", "RCVD", "PART"),
        PENDING,
    ),
}
_UNEXPLAINED = "贷记，没有退汇信息 / a credit without return information"
_MEMBER = "FinInstnId/ClrSysMmbId/MmbId"
_ACCOUNT = "Id/Othr/Id"


def read_message(data: bytes, sha256: str) -> ReceiptsFile:
    """Read a message. Raises NotThisMessage when it is none of those above."""
    name, body = parse(data)
    readers: dict[str, type[_Message]] = {
        "pain.002.001.03": _Status,
        "pain.002.001.10": _Status,
        "camt.054.001.08": _Bookings,
    }
    if name not in readers:
        raise NotThisMessage("other_message")
    message = readers[name](body)
    lines = tuple(message.lines())
    if len(lines) > LARGEST_FILE:
        message.fault("many", most=LARGEST_FILE)
    elif not lines and not message.findings:
        message.fault("none")
    return ReceiptsFile(name, message.id, lines, tuple(message.findings), sha256)


class _Message:
    """A message under way: its header, and the faults so far."""

    def __init__(self, body: Element) -> None:
        self.body, self.findings, self.row = body, list[Finding](), 0
        self.id = text(body, "GrpHdr/MsgId") or ""
        self.created = text(body, "GrpHdr/CreDtTm")

    def lines(self) -> Iterator[Line]:
        """Every line of the message."""
        raise NotImplementedError

    def fault(self, code: str, row: int = 0, **facts: object) -> None:
        """Remember a fault and its place."""
        self.findings.append(fault(code, row, None, **facts))

    def amount(self, element: Element | None) -> int | None:
        """A sum in CNY; anything else is a fault. None where there is none."""
        if element is None:
            return None
        if (currency := element.get("Ccy")) != "CNY":
            self.fault("currency" if currency else "currency_missing", self.row, text=currency)
        amount_fen = fen(element.text)
        if amount_fen is None:
            self.fault("xml_amount", self.row, text=element.text)
        return amount_fen

    def line(self, dated: str | None, **said: object) -> Iterator[Line]:
        """The line, unless its day is missing."""
        on = day(dated)
        if on is None:
            self.fault("xml_day", self.row)
        else:
            yield Line(row=self.row, on=on, **said)  # type: ignore[arg-type]  # each caller names the rest


class _Status(_Message):
    """pain.002: the status of a group, of a block, of each transaction; the nearer one counts."""

    def lines(self) -> Iterator[Line]:
        group = one(self.body, "OrgnlGrpInfAndSts")
        message = text(group, "OrgnlMsgId") or ""
        bank = text(self.body, f"GrpHdr/DbtrAgt/{_MEMBER}")
        blocks = every(self.body, "OrgnlPmtInfAndSts")
        for block in blocks:
            for transaction in every(block, "TxInfAndSts"):
                yield from self._transaction(transaction, block, group, message, bank)
        final = [part for part in (group, *blocks) if part is not None and self._final(part)]
        if group is not None and not final and not self.row:
            final = [group]
        for part in final[:1] if final[:1] == [group] else final:
            yield from self._whole(part, message, bank)

    def _transaction(
        self, of: Element, block: Element, group: Element | None, message: str, bank: str | None
    ) -> Iterator[Line]:
        self.row += 1
        status = text(of, "TxSts") or text(block, "PmtInfSts") or text(group, "GrpSts") or ""
        origin = one(of, "OrgnlTxRef")
        known = text(of, "OrgnlEndToEndId")
        dated = text(of, "AccptncDtTm", "EffctvIntrBkSttlmDt/Dt", "EffctvIntrBkSttlmDt/DtTm")
        yield from self.line(
            dated or self.created,
            end_to_end=known if known != "NOTPROVIDED" else None,
            outcome=self._outcome(status),
            amount_fen=self.amount(one(origin, "Amt/InstdAmt")),
            account=text(origin, f"CdtrAcct/{_ACCOUNT}"),
            payee=text(origin, "Cdtr/Pty/Nm", "Cdtr/Nm"),
            reference=text(of, "AcctSvcrRef") or f"{self.id}/{known or self.row}",
            reason=_because(of, block) if _STATUS.get(status) == RETURNED else None,
            payer_account=text(origin, f"DbtrAcct/{_ACCOUNT}"),
            payer_bank=text(origin, f"DbtrAgt/{_MEMBER}") or bank,
            message=message,
        )

    def _whole(self, of: Element, message: str, bank: str | None) -> Iterator[Line]:
        """What a group or a block says of every payment that is not named."""
        status = text(of, "GrpSts", "PmtInfSts") or ""
        self.row += 1
        yield from self.line(
            self.created,
            end_to_end=None,
            outcome=self._outcome(status),
            amount_fen=None,
            account=None,
            payee=None,
            reference=self.id,
            reason=_because(of) if _STATUS.get(status) == RETURNED else None,
            payer_bank=bank,
            message=message,
            whole=True,
        )

    def _final(self, part: Element) -> bool:
        """Whether a group or a block says what became of all its payments."""
        return _STATUS.get(text(part, "GrpSts", "PmtInfSts") or "", PENDING) != PENDING

    def _outcome(self, status: str) -> str:
        if status not in _STATUS:
            self.fault("xml_status", self.row, text=status)
        return _STATUS.get(status, PENDING)


class _Bookings(_Message):
    """camt.054: each booked debit is a payment that left, each booked credit one that came back."""

    def lines(self) -> Iterator[Line]:
        for notice in every(self.body, "Ntfctn"):
            account = text(notice, f"Acct/{_ACCOUNT}")
            bank = text(notice, f"Acct/Svcr/{_MEMBER}")
            for entry in every(notice, "Ntry"):
                details = every(entry, "NtryDtls/TxDtls")
                for detail in details or [entry]:
                    yield from self._booking(entry, detail, len(details), account, bank)

    def _booking(
        self, entry: Element, detail: Element, many: int, account: str | None, bank: str | None
    ) -> Iterator[Line]:
        self.row += 1
        credit = text(detail, "CdtDbtInd") or text(entry, "CdtDbtInd")
        returned = credit == "CRDT"
        explained = one(detail, "RtrInf") is not None or text(entry, "RvslInd") in ("true", "1")
        booked = text(entry, "Sts/Cd", "Sts/Prtry") == "BOOK"
        known = text(detail, "Refs/EndToEndId")
        parties = one(detail, "RltdPties")
        payee = _payee_account(parties, account)
        own = one(detail, "Amt")
        reference = text(detail, "Refs/AcctSvcrRef") or text(entry, "AcctSvcrRef")
        dated = text(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
        unsaid = returned and not explained
        yield from self.line(
            dated or self.created,
            end_to_end=None if unsaid or known == "NOTPROVIDED" else known,
            outcome=(RETURNED if returned else CONFIRMED) if booked else PENDING,
            amount_fen=self.amount(one(entry, "Amt") if own is None and many <= 1 else own),
            account=payee,
            payee=None if returned else text(parties, "Cdtr/Pty/Nm"),
            reference=reference or f"{self.id}/{known or self.row}",
            reason=(_UNEXPLAINED if unsaid else _why_returned(detail)) if returned else None,
            payer_account=account,
            payer_bank=bank,
        )


def _payee_account(parties: Element | None, ours: str | None) -> str | None:
    """The payee's account, also where a return names debtor and creditor the other way round."""
    account = text(parties, f"CdtrAcct/{_ACCOUNT}")
    return text(parties, f"DbtrAcct/{_ACCOUNT}") if account == ours else account


def _because(*places: Element) -> str:
    """Why a payment was rejected: from the transaction, else from what stands above it."""
    for place in places:
        for said in every(place, "StsRsnInf"):
            return reason(text(said, "Rsn/Cd", "Rsn/Prtry"), text(said, "AddtlInf"))
    return reason(None, None)


def _why_returned(detail: Element) -> str:
    said = one(detail, "RtrInf")
    return reason(text(said, "Rsn/Cd", "Rsn/Prtry"), text(said, "AddtlInf"))
