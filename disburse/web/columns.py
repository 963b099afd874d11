"""What the columns of a record are called on a page, and how their values are shown."""

from datetime import date, datetime
from typing import Any

from disburse.clock import BEIJING
from disburse.naming import PERSON
from disburse.web.labels import LABELS
from disburse.web.languages import N_, said, say
from disburse.web.languages import gettext as _
from disburse.web.reader import reader
from disburse.web.values import NAMED, called
from disburse.web.wording import told
from reports import figures

COLUMNS: dict[str, str] = {
    "id": N_("编号"),
    "state": N_("状态"),
    "enterprise_id": N_("企业编号"),
    "established": N_("核定事实"),
    "submitted_at": N_("提交时间"),
    "due_on": N_("时限"),
    "due_provisional": N_("时限暂定"),
    "payable": N_("应付金额（元）"),
    "paid": N_("已付金额（元）"),
    "reserved": N_("已预留（元）"),
    "recovered": N_("追回金额（元）"),
    "repaid": N_("已退回（元）"),
    "calculation": N_("算账"),
    "rating": N_("亩产评级"),
    "rating_list_id": N_("评价名单"),
    "rating_row": N_("名单行号"),
    "rating_file": N_("名单文件"),
    "rating_on": N_("核定评级日期"),
    "rating_finding": N_("评级依据"),
    "notice_from": N_("公示起"),
    "notice_until": N_("公示止"),
    "approved_on": N_("批准日期"),
    "payment_id": N_("拨付编号"),
    "lock_id": N_("锁定编号"),
    "returned_count": N_("退回次数"),
    "account_name": N_("户名"),
    "batch_id": N_("拨付批次"),
    "raised_on": N_("提出日期"),
    "outcome": N_("结果"),
    "released_on": N_("下达日期"),
    "sent_on": N_("送达日期"),
    "total_capitals": N_("合计（大写）"),
    "message_id": N_("报文编号"),
    "file_name": N_("文件名"),
    "imported_on": N_("导入日期"),
    "row_count": N_("行数"),
    "open_count": N_("待办行数"),
    "notice": N_("公告文号"),
    "size_bytes": N_("大小（字节）"),
    "attached_at": N_("所附时间"),
    "principal": N_("委托人"),
    "role": N_("岗位"),
    "ended_on": N_("结束于"),
    "owner": N_("所有人"),
    "expires_at": N_("到期时间"),
    "revoked_at": N_("吊销时间"),
    "revoked_on": N_("吊销日期"),
    "closed_on": N_("关闭日期"),
    "url": N_("地址"),
    "signed_in_at": N_("最近登录"),
    "notice_number": N_("通知书编号"),
    "notice_on": N_("通知书日期"),
    "returned_reason": N_("退汇原因"),
    "voucher_number": N_("凭证号"),
    "subject": N_("记录编号"),
    "audience": N_("单位类别"),
    "collection": N_("名单"),
    "form": N_("格式"),
    "asker": N_("领取人"),
    "asker_role": N_("领取人岗位"),
    "forgotten_on": N_("文件清理日期"),
    "use_case": N_("办理"),
    "sentence": N_("理由"),
    "verdict": N_("结论"),
    "list_id": N_("名单"),
    "receipt_on": N_("回执日期"),
    "new_account": N_("新账户"),
    "unit": N_("单位"),
    "about": N_("所附记录"),
    "paper": N_("材料类别"),
    "media_type": N_("文件类型"),
    "sha256": N_("散列值"),
    "scan_finding": N_("查毒结果"),
    "series": N_("用表"),
    "year": N_("年度"),
    "number": N_("文号"),
    "published_on": N_("公布日期"),
    "asker_unit": N_("索取单位"),
    "band": N_("账龄"),
    "file_id": N_("回单文件"),
    "person": N_("人员编号"),
}
"""By column of a record, where it is no field of an act, or called otherwise."""

NOTHING = "—"
PERSONAL = frozenset({"account_name", "name"})
"""Columns with the name of an enterprise or a payee, which may be a natural person's."""


def label(column: str) -> str:
    """What a column is called."""
    plain = column.removesuffix("_yuan").removesuffix("_fen").removesuffix("_digest")
    return _(COLUMNS.get(plain) or LABELS.get(plain, plain))


def cell(row: Any, column: str) -> str:
    """A column of a record as a page shows it; a state by the name told, a natural person masked."""
    value = getattr(row, column)
    if column in PERSONAL and getattr(row, "nature", "") == PERSON:
        return masked(str(value))
    if column == "state" and row.workflow:
        return say(told(row.workflow, reader())[value])
    return figures.yuan(value) if column.endswith("_fen") and value is not None else shown(column, value)


def masked(name: str) -> str:
    """A natural person's name as a page may show it."""
    return f"{name[0]}**"


def shown(column: str, value: Any) -> str:
    """A value of a record or of the journal; of personal data only that it is there."""
    if value is None:
        return NOTHING
    if column.endswith("_digest"):
        return _("（不显示）")
    if isinstance(value, bool):
        return said("是", "yes") if value else said("否", "no")
    if isinstance(value, list) and column in NAMED:
        return said("、", ", ").join(called(column, one) for one in value)
    if isinstance(value, dict | list):
        return _("（%(count)d 项）", count=len(value))
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return value.isoformat() if isinstance(value, date) else called(column, str(value))


def money(fen: int) -> str:
    """A sum in yuan."""
    return figures.yuan(fen)
