"""Fields for the names of things: records, policy items, files, telephones; and what a list shows of them."""

import re
from typing import Any

from schemas.faults import sentences
from schemas.fields import PlainText
from schemas.record import Patterned


class RecordNumber(Patterned):
    """The number of a record, such as ``QD-2026-000017``."""

    pattern = re.compile(r"[A-Z]{1,8}(-20[0-9]{2})?-[0-9]{3,9}")
    default_error_messages = sentences(
        shape=('编号写作 "QD-2026-000017"。', 'Write the number as it was given, such as "QD-2026-000017".')
    )


class ItemId(Patterned):
    """A policy item, such as ``QD24-5.2``."""

    pattern = re.compile(r"[A-Z]{2}[0-9]{2}(-[IVX]{1,4})?-[0-9]{1,2}(\.([0-9]{1,2}|[a-z][0-9]?))?")
    default_error_messages = sentences(shape=('事项编号写作 "QD24-5.2"。', 'Write the item as "QD24-5.2".'))


class DocumentId(Patterned):
    """A policy document, such as ``QD24``."""

    pattern = re.compile(r"[A-Z]{2}[0-9]{2}")
    default_error_messages = sentences(
        shape=('政策文件代号写作 "QD24"。', 'Write the policy document as "QD24".')
    )


class BudgetCode(Patterned):
    """A budget classification code: 3 to 12 digits, as text; the office loads the yearly table."""

    pattern = re.compile(r"[0-9]{3,12}")
    default_error_messages = sentences(
        shape=("预算科目编码为 3 至 12 位数字。", "A budget code has 3 to 12 digits.")
    )


class Sha256(Patterned):
    """A SHA-256 in small hexadecimal."""

    pattern = re.compile(r"[0-9a-f]{64}")
    default_error_messages = sentences(
        shape=("应为 64 位小写十六进制摘要。", "Give the 64 small hexadecimal digits of the hash.")
    )


class Phone(Patterned):
    """A telephone number. Personal data: it is kept apart from the journal and masked in lists."""

    pattern = re.compile(r"(\+?86-?)?(1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})")
    default_error_messages = sentences(
        shape=(
            "电话写作 11 位手机号，或带区号的座机号。",
            "Give an 11-digit mobile number, or a landline with its area code.",
        )
    )


class Masked(PlainText):
    """A number of which lists show the first ``head`` and the last four characters, hiding at least four."""

    def __init__(self, head: int, **given: Any) -> None:
        """Show ``head`` characters in front, fewer of a short number."""
        super().__init__(40, **given)
        self.head = head

    def _write(self, value: str) -> str:
        return f"{value[: max(0, min(self.head, len(value) - 8))]}****{value[-4:]}"
