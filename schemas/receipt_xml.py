"""XML from outside, read safely: no document type, no entities, a bounded number of elements and levels."""

import io
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from schemas.sheets import NotThisKindOfFile
from workflows.workdays import BEIJING

MOST_ELEMENTS = 1_000_000
DEEPEST = 40
"""No message we read has more than twenty levels."""
_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:([a-z0-9.]+)\}Document")

_READ = "pain.002.001.03, pain.002.001.10, camt.054.001.08"
_REASONS = {
    "unsafe": (
        "XML 含有文档类型或实体定义，拒绝读取|the XML declares a document type or entities",
        "请向银行索取规范的报文|ask the bank for a message without them",
    ),
    "huge": (
        "XML 的元素过多或嵌套过深|the XML has too many elements, or too many levels",
        "请向银行核对，或分成几个文件|ask the bank, or divide the file",
    ),
    "broken": (
        "不是完整的 XML|it is no whole XML",
        "请重新下载文件|download the file again",
    ),
    "other_message": (
        f"不是所读的报文（{_READ}）|it is none of the messages that are read: {_READ}",
        "请向银行索取这些版本之一|ask the bank for one of these versions",
    ),
}


class NotThisMessage(NotThisKindOfFile):
    """The file is no XML, no safe XML, or no message that is read; with the sentence and its mend."""

    def __init__(self, reason: str) -> None:  # sentences of its own
        what, mend = _REASONS[reason]
        self.reason = reason
        self.zh, self.en = what.split("|")
        self.mend_zh, self.mend_en = mend.split("|")
        ValueError.__init__(self, f"{self.zh} / {self.en}")


def parse(data: bytes) -> tuple[str, Element]:
    """The name of a message, such as ``pain.002.001.10``, and its one part. Raises NotThisMessage."""
    try:
        root = _bounded(data)
    except DefusedXmlException:
        raise NotThisMessage("unsafe") from None
    except (ParseError, LookupError, ValueError) as no:
        raise no if isinstance(no, NotThisMessage) else NotThisMessage("broken") from None
    match = _NAMESPACE.fullmatch(root.tag)
    if match is None or not len(root):
        raise NotThisMessage("other_message")
    return match[1], root[0]


def _bounded(data: bytes) -> Element:
    """The root; reading stops where the message becomes larger or deeper than it may be."""
    root, depth, count = None, 0, 0
    for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise NotThisMessage("huge")
    if root is None:
        raise NotThisMessage("broken")
    found: Element = root
    return found


def every(element: Element | None, path: str) -> list[Element]:
    """The elements along a path of names, whatever their namespace."""
    return [] if element is None else element.findall(_any_namespace(path))


def one(element: Element | None, path: str) -> Element | None:
    """The first element along a path."""
    return None if element is None else element.find(_any_namespace(path))


def text(element: Element | None, *paths: str) -> str | None:
    """The text at the first of the paths that has one."""
    for path in paths:
        found = one(element, path)
        if found is not None and (said := (found.text or "").strip()):
            return said
    return None


def fen(amount: str | None) -> int | None:
    """A decimal of yuan as whole fen; None for what is no such sum."""
    try:
        value = Decimal(amount or "") * 100
    except InvalidOperation:
        return None
    fits = value.is_finite() and value == value.to_integral_value() and 0 <= value < 10**15
    return int(value) if fits else None


def day(said: str | None) -> date | None:
    """A day or a moment as a day in Beijing; a moment without a zone is Beijing's."""
    try:
        moment = datetime.fromisoformat(said or "")
    except ValueError:
        return None
    return (moment.astimezone(BEIJING) if moment.tzinfo else moment).date()


def _any_namespace(path: str) -> str:
    return "/".join(f"{{*}}{name}" for name in path.split("/"))
