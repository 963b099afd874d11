"""What the bank answered: files of receipts, their lines, and which lines were dealt with."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from disburse.db import Base
from disburse.models.record import Audited
from disburse.models.types import Day, Whole


class ReceiptFile(Audited, Base):
    """A file of the bank's receipts 回单文件. ``open_count`` lines wait to be applied, matched or dismissed.

    ``form`` is ``csv``, ``xlsx`` or the ISO 20022 message; ``message_id`` is the bank's own number of it.
    """

    __tablename__ = "receipt_file"
    kind = "receipt_file"
    constraints = (
        UniqueConstraint("file_sha256"),
        CheckConstraint("row_count > 0", name="not_empty"),
        CheckConstraint("open_count BETWEEN 0 AND row_count", name="open_within_rows"),
    )

    form: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str | None] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(Text)
    rows_sha256: Mapped[str] = mapped_column(Text)
    row_count: Mapped[int] = mapped_column(Whole)
    open_count: Mapped[int] = mapped_column(Whole)
    imported_on: Mapped[date] = mapped_column(Day)


class ReceiptLine(Base):
    """One line of a file, as the bank wrote it; it never changes. Of the account only the tail is kept.

    ``outcome`` is what the bank says: confirmed, returned, or pending. ``payment_id`` and ``finding`` are
    what was made of it at the import: the payment it speaks of, and why it was not applied by itself.
    """

    __tablename__ = "receipt_line"

    file_id: Mapped[str] = mapped_column(
        ForeignKey("receipt_file.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    row: Mapped[int] = mapped_column(Whole, primary_key=True)
    end_to_end: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    amount_fen: Mapped[int | None] = mapped_column(Whole)
    account_tail: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    on: Mapped[date] = mapped_column(Day)
    reason: Mapped[str | None] = mapped_column(Text)
    payment_id: Mapped[str | None] = mapped_column(ForeignKey("payment.id"))
    finding: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("outcome IN ('confirmed', 'returned', 'pending')", name="outcome_known"),
        CheckConstraint("length(account_tail) <= 4", name="tail_only"),
        Index("ix_receipt_line_payment", "payment_id"),
        {"sqlite_strict": True},
    )


class ReceiptMark(Base):
    """A line that was dealt with: applied, matched or dismissed, by event ``seq`` of its file, and once."""

    __tablename__ = "receipt_mark"

    file_id: Mapped[str] = mapped_column(Text, primary_key=True)
    row: Mapped[int] = mapped_column(Whole, primary_key=True)
    seq: Mapped[int] = mapped_column(Whole)
    action: Mapped[str] = mapped_column(Text)
    payment_id: Mapped[str | None] = mapped_column(ForeignKey("payment.id"))

    __table_args__ = (
        ForeignKeyConstraint(["file_id", "row"], ["receipt_line.file_id", "receipt_line.row"]),
        ForeignKeyConstraint(["file_id", "seq"], ["event.record", "event.seq"]),
        UniqueConstraint("file_id", "seq"),
        CheckConstraint("action IN ('apply', 'match', 'dismiss')", name="action_known"),
        Index("ix_receipt_mark_payment", "payment_id"),
        {"sqlite_strict": True},
    )
