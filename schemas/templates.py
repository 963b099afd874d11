"""The templates of everything that is imported as a table: each column with its heading, meaning, example."""

from dataclasses import dataclass

from schemas.enterprises import DISTRICTS, NATURES
from schemas.office import CODE_KINDS

MARK = "【示例】"
"""How an example begins; a row with it is refused, so that none is imported by mistake."""
EXPLAINED = "填写说明"
"""Name of the sheet that explains the columns; imports pass it over."""
YES_NO = {"是": True, "否": False}
DAY_KINDS = {"放假": "holidays", "上班": "workdays"}


@dataclass(frozen=True)
class Column:
    """A column: the field it becomes, its heading, what to write in Chinese and English, an example.

    ``said`` are the only texts it may have and what each stands for; ``may_lack``: it may be empty.
    """

    field: str
    heading: str
    zh: str
    en: str
    example: str
    said: dict[str, object] | None = None
    may_lack: bool = False


def _names(known: dict[str, tuple[str, str]]) -> dict[str, object]:
    return {zh: name for name, (zh, _) in known.items()}


_NAME = Column("name", "企业名称", "营业执照上的全称", "registered name", f"{MARK}青岛示例装备有限公司")
_USCC = Column("uscc", "统一社会信用代码", "18 位，文本", "18 characters, as text", "9144030071526726XG")
_MAY_USCC = Column("uscc", _USCC.heading, "可空；18 位，文本", "may be empty", _USCC.example, may_lack=True)
_DAY = "写作 2025-01-15"

TEMPLATES: dict[str, tuple[Column, ...]] = {
    "ratings": (
        _NAME,
        _MAY_USCC,
        Column("rating", "评价结果", "A、B、C、D 或 T（暂不评价）", "A, B, C, D or T", "A"),
    ),
    "recognitions": (
        _NAME,
        _MAY_USCC,
        Column("day", "认定日期", f"{_DAY}；可空，另行给出", "2025-01-15; or given apart", "2025-01-15"),
        Column("object", "产品名称", "可空；同一企业多项时写明", "what for; may be empty", "示例产品"),
    ),
    "enterprises": (
        _NAME,
        _USCC,
        Column("nature", "类型", "、".join(_names(NATURES)), "kind of beneficiary", "企业", _names(NATURES)),
        Column(
            "district", "区市代码", "、".join(DISTRICTS), "GB/T 2260; may be empty", "370211", may_lack=True
        ),
        Column("unit", "初审单位", "单位代码，如 370211", "code of the reviewing unit", "370211"),
        Column("above_scale", "规上", "是 或 否", "是 yes, 否 no", "是", dict(YES_NO)),
        Column("manufacturing", "制造业", "是 或 否", "是 yes, 否 no", "是", dict(YES_NO)),
        Column("account.name", "户名", "须与企业名称一致", "the registered name", "青岛示例装备有限公司"),
        Column("account.number", "账号", "9 至 32 位数字，文本", "9 to 32 digits, as text", "900000001"),
        Column("account.bank_code", "联行号", "12 位，文本", "12 digits, as text", "313452060150"),
        Column("account.bank_name", "开户行", "开户行全称", "name of the bank", "示例银行青岛分行"),
        Column("contact.name", "联系人", "可空", "may be empty", "示例联系人", may_lack=True),
        Column("contact.phone", "联系电话", "可空；文本", "may be empty; text", "13900000000", may_lack=True),
    ),
    "calendar": (
        Column("day", "日期", f"{_DAY}；本年的", "2027-01-01; of the year", f"{MARK}2027-01-01"),
        Column(
            "kind",
            "安排",
            "放假（工作日休息）或 上班（周末上班）",
            "放假 off, 上班 worked",
            "放假",
            dict(DAY_KINDS),
        ),
    ),
    "lpr": (
        Column("month", "月份", "公布月份，写作 2026-01", "month, as 2026-01", f"{MARK}2026-01"),
        Column("percent", "一年期LPR", "百分比，两位小数", "percent, two decimals", "3.00"),
    ),
    "budget-codes": (
        Column(
            "kind",
            "类别",
            "、".join(_names(CODE_KINDS)),
            "kind of code",
            "支出功能分类科目",
            _names(CODE_KINDS),
        ),
        Column("code", "科目编码", "3 至 12 位，文本", "3 to 12 digits, as text", "2150805"),
        Column("name", "科目名称", "本年名称", "its name this year", f"{MARK}中小企业发展专项"),
    ),
    "receipts": tuple(
        Column(field, heading, zh, en, example)
        for field, heading, zh, en, example in (
            (
                "end_to_end",
                "端到端编号",
                "支付文件中的编号，文本",
                "as in the payment file",
                f"{MARK}P-2025-0000001",
            ),
            ("amount", "金额", "元，两位小数", "yuan, two decimals", "1000000.00"),
            ("account", "收款账号", "文本；可只有末四位", "text; four last digits will do", "900000001"),
            ("payee", "收款户名", "可空", "may be empty", "青岛示例装备有限公司"),
            ("outcome", "结果", "成功、退汇 或 处理中", "成功 paid, 退汇 returned, 处理中 pending", "成功"),
            ("reference", "回单号", "银行回单号，文本", "the bank's reference", "HD-0001"),
            ("on", "日期", _DAY, "as 2025-01-15", "2025-01-15"),
            ("code", "原因代码", "可空", "may be empty", ""),
            ("reason", "原因", "退汇原因，可空", "why it was returned", ""),
            ("payer", "付款账号", "可空；文本", "may be empty; text", ""),
        )
    ),
}
"""By what is imported, in the order of the columns."""
