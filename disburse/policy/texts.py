"""Official texts: split a document into its articles and find each figure and each word that decides an edge.

The texts themselves are not shipped: an office points at the folder where it keeps them.
"""

import re
import unicodedata
from collections.abc import Mapping

FRAME = "0"
"""Key of all that stands outside the articles: title, preamble, headings, closing provision."""

EDGES = (
    r"最高不超过|不超过|超过|最高|最多|不少于|不低于|及以上|(?<!规模)以上|及以下|以下|\(含\)|左右",
    r"首次|新认定|新入选|新获得|新获批|新完成|新增(?=的|部分)|一次性",
    r"年度最高|每年度|每年|当年|当月|累计|单个|单项(?!冠军)|单户|单家|每个|每家",
    r"可视情|一事一议|[A-D]类|未列入|不予支持|不予补贴",
)
"""Words that decide who is in, how often and up to which sum; longer ones first."""

FIGURES = (
    r"\d{4}年\d{1,2}月\s*\d{1,2}日(?:起)?",
    r"至\d{1,2}日",
    r"〔\d{4}〕\d+号",
    r"\d+\+\d+",
    r"前?\d+(?:\.\d+)?(?:万元|亿元|万|亿|元|%|名|个|家|项|级|年度|年|G|强)?",
    r"前?[一二三四五六七八九十百千两]+(?:个|年|级|亿|家|类|强|佳|大)",
)
MARK = re.compile("|".join([*FIGURES, *EDGES]))

STYLES: Mapping[str, re.Pattern[str]] = {
    "numbered": re.compile(r"^(\d+)\.(.+)$"),
    "bracketed": re.compile(r"^(\([一二三四五六七八九十]+\))(.+)$"),
}
SECTION = re.compile(r"^([一二三四五六七八九十])、")


def plain(text: str) -> str:
    """One width for every character, and no space inside a line."""
    return re.sub(r"[^\S\n]+", "", unicodedata.normalize("NFKC", text))


def marks(text: str) -> tuple[str, ...]:
    """Figures and edge words of a passage, in the order of the text."""
    return tuple(MARK.findall(plain(text)))


def articles(text: str, style: str) -> dict[str, str]:
    """Article number to its words; what belongs to none is under ``FRAME``."""
    lines = plain(text).splitlines()
    return _rows(lines) if style == "table" else _paragraphs(lines, STYLES[style])


def _paragraphs(lines: list[str], opening: re.Pattern[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    frame: list[str] = []
    for line in lines:
        match = opening.match(line)
        if match:
            found[match[1]] = found.get(match[1], "") + match[2]
        else:
            frame.append(line)
    return {FRAME: "\n".join(frame)} | found


def _rows(lines: list[str]) -> dict[str, str]:
    """Rows of a list: a line with the number alone opens a row, a numbered heading opens a section."""
    found: dict[str, list[str]] = {FRAME: []}
    section, here = "", FRAME
    for line in lines:
        heading = SECTION.match(line)
        if heading:
            section, here = heading[1], FRAME
        if line.isdigit():
            here = f"{section}·{line}"
            found.setdefault(here, [])
        elif not line and found[here]:
            here = FRAME
        elif line:
            found[here].append(line)
    return {number: "\n".join(words) for number, words in found.items()}
