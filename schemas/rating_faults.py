"""What can be wrong with a published list: each fault with its sentence and its mend, Chinese and English."""

from dataclasses import dataclass
from typing import Literal

_SENTENCES = {
    "no_header": (
        "没有“企业名称”列，也没有“A类企业”这样的标题|no column 企业名称, no heading such as A类企业",
        "请在名单上方补上表头：企业名称、信用代码、评价结果|add a header row above the list",
    ),
    "no_rating": (
        "没有“评价结果”列，也没有分类标题|there is no column 评价结果 and no heading that names a class",
        "请补上评价结果列，或在每类企业之前写明“A类企业”|add the column, or a heading before each class",
    ),
    "others": (
        "还有工作表未读：{text}|further sheets were not read: {text}",
        "请把全部企业放在一张工作表，删除或隐藏其余|put all rows in one sheet; delete or hide the others",
    ),
    "none": (
        "名单中没有企业|the list has no enterprise",
        "请检查文件是否正确|check that it is the right file",
    ),
    "name_missing": ("缺少企业名称|the name is missing", "请填写，或删除此行|fill it in, or delete the row"),
    "name_number": (
        "企业名称是数字 {text}|the name is a number: {text}",
        "请检查各列是否错位|check whether the columns have shifted",
    ),
    "beside": (
        "同一行另有“{text}”|the same row also has {text}",
        "请每行只写一家企业，并补上表头|write one enterprise a row, under a header row",
    ),
    "code_number": (
        "信用代码存成了数字 {text}，位数可能已丢失|the code is a number, {text}: digits may be lost",
        "请把该列设为文本，重新填写代码|format the column as text and enter the code again",
    ),
    "code_check": (
        "信用代码 {text} 的校验位不符|the check digit of {text} is wrong",
        "请对照营业执照更正|correct it from the business licence",
    ),
    "rating_missing": ("缺少评价结果|the class is missing", "请填写 A、B、C、D 或 T|enter A, B, C, D or T"),
    "rating_unknown": (
        "不认识的评价结果“{text}”|{text} is not a known class",
        "请填写 A、B、C、D 或 T（暂不评价）|enter A, B, C, D or T (暂不评价)",
    ),
    "rating_section": (
        "评价结果 {text} 与所在标题的 {other} 类不一致|class {text} under the heading of class {other}",
        "请按通知原文更正|correct it from the notice",
    ),
    "section_count": (
        "标题写 {other} 家，其下有 {text} 家|the heading says {other}, {text} follow",
        "请对照通知原文补全或更正|complete or correct the list from the notice",
    ),
    "again": (
        "与第 {other} 行重复，只计一次|the same as row {other}, counted once",
        "无需处理|nothing to do",
    ),
    "two_classes": (
        "与第 {other} 行是同一企业，类别却不同|the same enterprise as in row {other}, with another class",
        "请按通知原文保留一行|keep the one that the notice has",
    ),
    "namesake": (
        "与第 {other} 行同名，信用代码不同，按两家企业计|named as row {other}, another code: two enterprises",
        "请核对确为两家企业|check that they are two",
    ),
    "stated": (
        "通知写 {text} 类 {other} 家，名单有 {seen} 家|class {text}: {other} in the notice, {seen} here",
        "请核对名单是否完整，或通知数字是否录错|check the list, and the number entered from the notice",
    ),
    "stated_class": (
        "通知中的类别“{text}”不认识|the notice's class {text} is not known",
        "请填写 A、B、C、D 或 T|enter A, B, C, D or T",
    ),
    "day_missing": (
        "缺少认定日期|the day of the recognition is missing",
        "请填写，或以 --on 给出整份名单的日期|fill it in, or give the day of the whole list with --on",
    ),
    "day_unknown": (
        "认定日期“{text}”不是日历上的一天|{text} is no day of the calendar",
        "请写作 2025-01-15|write it as 2025-01-15",
    ),
    "example": ("模板的示例行没有删除|the template's example row was left in", "请删除此行|delete the row"),
    "no_columns": (
        "没有表头：{text}|the row of headings is missing: {text}",
        "请使用模板，不改表头|use the template and leave its headings",
    ),
    "no_rows": ("表中没有内容|the table has no rows", "请检查文件是否正确|check that it is the right file"),
    "number": (
        "存成了数字 {text}，位数可能已丢失|it is kept as a number, {text}: digits may be lost",
        "请把该列设为文本，重新填写|format the column as text and enter it again",
    ),
    "not_said": (
        "“{text}”不在可选之列|{text} is not one of the choices",
        "请写：{other}|write one of: {other}",
    ),
    "not_fit": ("{zh}|{en}", "请按说明更正|mend it as explained"),
    "known": ("已登记为 {text}，不再登记|already on record as {text}, passed over", "无需处理|nothing to do"),
    "refused": ("{zh}|{en}", "请按说明更正|mend it as told"),
    "twice": ("与第 {other} 行重复|the same as row {other}", "请删除一行|delete one of the rows"),
}
_NOTES = {"again", "namesake", "known"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a list: where, what, how to mend it; a note does not stop the import, an error does.

    ``row`` counts from 1, 0 being the whole file; ``column`` counts from 0, None being the whole row.
    """

    row: int
    column: int | None
    code: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str
    severity: Literal["error", "note"]

    @property
    def where(self) -> str:
        """The place in Chinese, such as 第 12 行 C 列."""
        place = f"第 {self.row} 行" if self.row else "文件"
        return place if self.column is None else f"{place} {_letters(self.column)} 列"

    @property
    def where_en(self) -> str:
        """The place in English, such as row 12, column C."""
        place = f"row {self.row}" if self.row else "file"
        return place if self.column is None else f"{place}, column {_letters(self.column)}"


def finding(code: str, row: int = 0, column: int | None = None, **facts: object) -> Finding:
    """A fault of the closed set above, with the facts that its sentence names."""
    parts = [part for pair in _SENTENCES[code] for part in pair.split("|")]
    zh, en, mend_zh, mend_en = (part.format_map(facts) for part in parts)
    return Finding(row, column, code, zh, en, mend_zh, mend_en, "note" if code in _NOTES else "error")


def _letters(column: int) -> str:
    text = ""
    while column >= 0:
        text, column = chr(ord("A") + column % 26) + text, column // 26 - 1
    return text
