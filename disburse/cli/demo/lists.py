"""The story's rating lists, written as the districts publish them: a title, a header, codes as text."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from disburse.cli.demo.enterprises import DISTRICTS, Invented

WORDS = {
    "A": "A类（优先发展类）",
    "B": "B类（支持发展类）",
    "C": "C类（提升发展类）",
    "D": "D类（限制发展类）",
    "T": "暂不评价",
}


def write_rating_list(
    path: Path, unit: str, year: int, enterprises: list[Invented], made: datetime
) -> dict[str, int]:
    """Write one district's list as .xlsx; gives the number of enterprises in each class."""
    stated: dict[str, int] = {}
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": made.replace(tzinfo=None)})
        sheet = book.add_worksheet("评价结果")
        title = f"{DISTRICTS[unit]}{year}年度工业企业亩产效益综合评价结果（演示）"
        sheet.merge_range(0, 0, 0, 3, title)
        for column, heading in enumerate(("序号", "企业名称", "统一社会信用代码", "评价结果")):
            sheet.write_string(1, column, heading)
        listed = [one for one in enterprises if one.rating]
        for number, one in enumerate(listed, 1):
            rating = str(one.rating)
            code = "" if one.listed_by_name else one.record["uscc"]
            sheet.write_number(1 + number, 0, number)
            for column, text in enumerate((one.record["name"], code, WORDS[rating]), 1):
                sheet.write_string(1 + number, column, text)
            stated[rating] = stated.get(rating, 0) + 1
    return stated
