"""Names of files: what may be kept as given, and what a name says the content is."""

import re
import unicodedata
from collections.abc import Iterator

from disburse.errors import Finding

LONGEST, MOST_BYTES = 120, 240
"""Characters, and bytes of UTF-8: every file system takes as much."""
SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "application/ofd": (".ofd",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
}
"""The media types that are taken, each with the ends of name that go with it."""
RUNS = re.compile(
    r"\.(aspx?|bat|chm|cmd|com|cpl|docm|dotm|exe|hta|html?|iso|jar|jse?|jsp|lnk|mhtml?|msi|php|pif|ps1|py"
    r"|reg|scr|sh|svg|url|vb[es]?|wsf|xhtml|xlsm|xltm)(?=\.)",
    re.IGNORECASE,
)
"""Ends of name of what runs or is a page: none hides before the last end."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def faults(name: str, media_type: str) -> Iterator[Finding]:
    """Everything wrong with a name; ``media_type`` is what the content is, empty where it is nothing."""
    for zh, en in _of_shape(name):
        yield Finding("name", zh, en)
    hidden = RUNS.search(name)
    if hidden:
        yield Finding("name", f"文件名中有“{hidden[0]}.”，疑为伪装", f"has {hidden[0]}. before its end")
    known = SUFFIXES.get(media_type, ())
    if known and not name.lower().endswith(known):
        listed = "、".join(known)
        yield Finding(
            "name", f"按内容应以 {listed} 结尾", f"must end with {' or '.join(known)}, as its content"
        )


def _of_shape(name: str) -> Iterator[tuple[str, str]]:
    if not name.strip(". "):
        yield "须有文件名", "is missing"
    if len(name) > LONGEST or len(name.encode("utf-8", "replace")) > MOST_BYTES:
        yield (
            f"最多 {LONGEST} 个字、{MOST_BYTES} 字节",
            f"has more than {LONGEST} characters or {MOST_BYTES} bytes",
        )
    if any(unicodedata.category(char) in _HIDDEN for char in name):
        yield "含不可见或改变方向的字符", "has characters that are not seen or turn the direction"
    if _FORBIDDEN.search(name):
        yield '不能含路径或 \\ / : * ? " < > |', 'has a folder, or one of \\ / : * ? " < > |'
    if name.startswith((".", " ")) or name.endswith((".", " ")):
        yield "首尾不能是点或空格", "begins or ends with a dot or a blank"
    if _DEVICE.fullmatch(name):
        yield "是设备名", "is the name of a device"
    if unicodedata.normalize("NFC", name) != name:
        yield "须为 Unicode NFC 形式", "is not in Unicode's form NFC"
