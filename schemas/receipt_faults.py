"""What can be wrong with a file of receipts, or with one of its lines: each with its sentence."""

from typing import NamedTuple

from schemas.rating_faults import Finding

_FAULTS = {
    "no_header": (
        "没有表头：须有端到端编号、金额、收款账号、结果、回单号、日期|there is no row of headings",
        "请使用回单模板|use the template of receipts",
    ),
    "none": ("文件中没有回单|the file has no receipt", "请检查文件是否正确|check that it is the right file"),
    "many": ("超过 {most} 行|there are more than {most} lines", "请分成几个文件|divide the file"),
    "number": (
        "{name}存成了数字 {text}，位数可能已丢失|{name} is a number, {text}: digits may be lost",
        "请把该列设为文本，重新填写|format the column as text and enter it again",
    ),
    "missing": ("缺少{name}|{name} is missing", "请按银行回单填写|fill it in from the bank's receipt"),
    "amount": (
        "金额“{text}”不是元、角、分|{text} is no sum of yuan with at most two decimals",
        "请写作 1200000.00|write it as 1200000.00",
    ),
    "account": (
        "收款账号“{text}”不是账号，也不是尾号|{text} is neither an account number nor its tail",
        "请填写账号，或不少于 4 位的尾号|give the number, or at least its last four digits",
    ),
    "outcome": (
        "不认识的结果“{text}”|{text} is not a known result",
        "请填写 成功、退汇 或 处理中|write 成功, 退汇 or 处理中",
    ),
    "day": (
        "日期“{text}”不是日历上的一天|{text} is no day of the calendar",
        "请写作 2025-03-10|write it as 2025-03-10",
    ),
    "currency": ("币种 {text} 不是人民币|the currency is {text}, not CNY", "请核对文件|check the file"),
    "currency_missing": ("缺少币种|there is no currency", "请向银行核对|ask the bank"),
    "xml_amount": ("金额“{text}”不合规范|{text} is no sum of yuan", "请向银行核对|ask the bank"),
    "xml_day": ("缺少日期或日期有误|there is no day, or no such day", "请向银行核对|ask the bank"),
    "xml_status": ("不认识的状态“{text}”|{text} is not a known status", "请向银行核对|ask the bank"),
}


def fault(code: str, row: int = 0, column: int | None = None, **facts: object) -> Finding:
    """A fault of the closed set above, with the facts that its sentence names."""
    parts = [part for pair in _FAULTS[code] for part in pair.split("|")]
    zh, en, mend_zh, mend_en = (part.format(**facts) for part in parts)
    return Finding(row, column, code, zh, en, mend_zh, mend_en, "error")


class Why(NamedTuple):
    """Why a line was not applied by itself, and whether it needs a person; a note does not."""

    zh: str
    en: str
    is_note: bool = False


WHY = {
    "no_id": Why("没有端到端编号，须由人认定", "has no end-to-end id: a person must match it"),
    "ambiguous": Why(
        "没有端到端编号，且不止一笔拨付与之相符", "has no end-to-end id, and several payments fit it"
    ),
    "unknown": Why("没有这一编号的拨付", "names a payment that does not exist"),
    "other_bank": Why("付款账号不是本单位的", "is of another paying account or bank"),
    "other_message": Why("所答复的批次不是这笔拨付的批次", "answers to a batch that is not the payment's"),
    "not_released": Why("所在批次尚未下达或已取消", "its batch was not released, or was cancelled"),
    "incomplete": Why("没有金额或收款账号，无法核对", "has no amount or account to hold against the payment"),
    "amount": Why("金额与拨付不符", "has another amount than the payment"),
    "account": Why("收款账号与拨付不符", "has another account than the payment"),
    "name": Why("收款户名与拨付不符", "has another payee than the payment"),
    "day": Why("日期在下达之前或今天之后", "has a day before the release or after today"),
    "stale": Why("该笔拨付已到账、已退汇或已取消", "speaks of a payment already paid, returned or cancelled"),
    "again": Why("与已登记的回单相同，不再办理", "repeats what is on record", is_note=True),
    "pending": Why("银行处理中，不办理", "is not final yet: nothing is done", is_note=True),
}
"""Findings of lines by code; what is not a note waits in the work list for a person."""
NOTES = frozenset(code for code, why in WHY.items() if why.is_note)
