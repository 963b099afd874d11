"""What fields and acts are called on a page: one table each; the catalogue has the English.

A field is looked up by the act and its path, then by ever shorter ends of the path: ``number`` is called
one thing by itself, another in ``account.number``.
"""

from collections.abc import Mapping

from disburse.web.languages import N_
from schemas.enterprises import DISTRICTS, NATURES
from workflows.roles import ROLES

STATED = {"A": N_("A 类"), "B": N_("B 类"), "C": N_("C 类"), "D": N_("D 类"), "T": N_("T 类")}
"""Totals that a notice states."""

LABELS: dict[str, str] = {
    "above_scale": N_("规模以上工业企业"),
    "account": N_("收款账户"),
    "account.name": N_("户名"),
    "account.number": N_("账号"),
    "account_number": N_("账号"),
    "algorithm": N_("签名算法"),
    "amount": N_("金额（元）"),
    "appropriated": N_("预算金额（元）"),
    "approval_number": N_("指标文号"),
    "bank": N_("银行联行号"),
    "bank_code": N_("开户行联行号"),
    "bank_name": N_("开户行名称"),
    "batch": N_("拨付批次"),
    "budget_codes": N_("预算科目"),
    "checks": N_("审查意见"),
    "claim_id": N_("申报编号"),
    "claimed": N_("申报金额（元）"),
    "code": N_("科目编码"),
    "register_unit.code": N_("单位编号"),
    "commitment": N_("真实性承诺"),
    "contact": N_("联系人"),
    "contact.name": N_("姓名"),
    "court": N_("法院"),
    "decision_number": N_("追缴决定文号"),
    "delegate": N_("受托人"),
    "departmental": N_("部门经济分类"),
    "difference_document": N_("核减依据文号"),
    "difference_reason": N_("核减理由"),
    "district": N_("所在区市"),
    "document": N_("文号"),
    "enter_adoption.document": N_("政策文件"),
    "effective_from": N_("施行日期"),
    "effective_to": N_("有效期至"),
    "enterprise": N_("企业编号"),
    "expires_on": N_("授权有效期至"),
    "facts": N_("事实"),
    "import_recognitions.facts": N_("公告所载、各家相同的事实"),
    "file_sha256": N_("支付文件 SHA-256"),
    "first": N_("起始序号"),
    "from_day": N_("开始日期"),
    "functional": N_("功能分类"),
    "fund": N_("专项资金"),
    "fund_id": N_("专项资金"),
    "government": N_("政府经济分类"),
    "grounds": N_("理由"),
    "holds_from": N_("起始日"),
    "item": N_("事项"),
    "kind": N_("任务种类"),
    "last": N_("结束序号"),
    "lines": N_("拨付明细"),
    "loan_number": N_("贷款合同号"),
    "login": N_("登录名"),
    "manufacturing": N_("制造业企业"),
    "minutes_number": N_("集体研究会议纪要文号"),
    "name": N_("名称"),
    "register_person.name": N_("姓名"),
    "nature": N_("主体性质"),
    "note": N_("意见"),
    "return_claim.note": N_("需要补正之处"),
    "number": N_("文号"),
    "object": N_("申报对象"),
    "office": N_("单位类别"),
    "on": N_("事项发生日"),
    "order_number": N_("裁定文号"),
    "paid_on": N_("到账日期"),
    "payment": N_("拨付编号"),
    "payment_count": N_("笔数"),
    "personal": N_("包含个人信息"),
    "phone": N_("电话"),
    "public_key": N_("公钥"),
    "published_on": N_("发布日期"),
    "purpose": N_("查询用途"),
    "query_certificate": N_("查询证明编号"),
    "question": N_("政策问题"),
    "reading": N_("采用的理解"),
    "reason": N_("退汇原因"),
    "receipt_number": N_("凭证号"),
    "consent_to_change.receipt_number": N_("确认回执编号"),
    "release_lock.receipt_number": N_("确认回执编号"),
    "close_short.receipt_number": N_("确认回执编号"),
    "received_on": N_("到账日期"),
    "recognised": N_("核定金额（元）"),
    "registered_on": N_("登记日期"),
    "registration_number": N_("中登网登记编号"),
    "remark": N_("说明"),
    "result": N_("结论"),
    "returned_on": N_("退汇日期"),
    "roles": N_("岗位"),
    "row": N_("行号"),
    "secured": N_("担保金额（元）"),
    "session": N_("会话编号"),
    "scale": N_("规模"),
    "corrects": N_("所更正的名单"),
    "partial": N_("是否部分更正"),
    "stated": N_("公告所载总数"),
    **{f"stated.{one}": said for one, said in STATED.items()},
    "notice": N_("名单公告"),
    "import_recognitions.on": N_("统一认定日期"),
    "series": N_("用表种类"),
    "content": N_("内容"),
    "holidays": N_("放假日"),
    "workdays": N_("调休上班日"),
    "rates": N_("各月利率"),
    "month": N_("月份"),
    "percent": N_("利率（%）"),
    "shortfall": N_("缺口金额（元）"),
    "sso_subject": N_("单点登录标识"),
    "total": N_("合计金额（元）"),
    "unit": N_("审核单位"),
    "register_signing_key.unit": N_("银行联行号"),
    "register_person.unit": N_("单位编号"),
    "until_day": N_("结束日期"),
    "uscc": N_("统一社会信用代码"),
    "year": N_("年度"),
    "authenticity": N_("真实性"),
    "completeness": N_("完整性"),
    "duplicates": N_("项目查重"),
    "dishonesty": N_("失信惩戒"),
    "green_threshold": N_("绿色门槛"),
}
"""By field, without the unit at the end of its name."""

HINTS: dict[str, str] = {
    "commitment": N_("本单位承诺所填内容和所附材料真实、完整，愿承担相应责任。"),
    "account.name": N_("须与登记名称一致。"),
    "account.number": N_("9 至 32 位数字，不带空格和横线。"),
    "bank_code": N_("12 位数字。"),
    "uscc": N_("18 位，见营业执照。"),
    "public_key": N_("Ed25519 公钥，base64，44 个字符。"),
    "recognised": N_("只有市级才能认定的，可不填。"),
    "recommend_claim.recognised": N_("不填即按测算金额核定；只有市级才能认定的，也不填。"),
    "recommend_claim.difference_reason": N_("核定金额少于测算金额时填写。"),
    "recommend_claim.checks": N_("五项逐项作出结论，均通过才能推荐；未通过的写明原因。"),
    "return_claim.note": N_("补正只告知一次：把全部缺陷一次列出，一处一栏，写明怎样补正。"),
    "on": N_("政策按这一天有效的文本适用。"),
    "stated": N_("如 A 类 55 家；不填不核对。"),
    "import_recognitions.on": N_("没有自己日期的行，用这一天。"),
    "lines": N_("空行不计。"),
}
"""What is said below a label, looked up like one."""

SOMETIMES = frozenset({"difference_document", "difference_reason", "remark"})
"""Fields that must be filled in where others say so, as a hint tells."""

KIND_HINTS: dict[str, str] = {
    "day": N_("如 2025-03-01"),
    "month": N_("如 2025-03"),
    "sum": N_("如 1,200,000.00"),
    "decimal": N_("如 2.5"),
}
"""What is said where a field has no hint of its own."""

UNREADABLE: dict[str, str] = {
    "sum": N_("请填写金额，单位元，至多两位小数，如 1,200,000.00。"),
    "day": N_("请填写日期，如 2025-03-01。"),
    "month": N_("请填写月份，如 2025-03。"),
    "count": N_("请填写整数。"),
    "decimal": N_("请填写数字，至多四位小数，如 2.5。"),
    "agreed": N_("须作出承诺才能提交。"),
    "yes_no": N_("请选择“是”或“否”。"),
    "choice": N_("请从所列中选择一项。"),
    "picked": N_("请选择“通过”或“未通过”。"),
}
"""What is wrong with what was typed, where it can't be read as what the field asks for."""

Called = str | tuple[str, str]
"""A message id, or a name in Chinese and in English."""
_PINYIN = (
    "Shinan", "Shibei", "Huangdao", "Laoshan", "Licang", "Chengyang", "Jimo", "Jiaozhou", "Pingdu", "Laixi"
)  # fmt: skip
"""The districts in the order of their codes."""

_OFFICES: Mapping[str, Called] = {
    "district": N_("区市主管部门"),
    "city": N_("市级主管部门"),
    "finance": N_("财政部门"),
    "bank": N_("银行"),
    "auditor": N_("审计部门"),
    "administrator": N_("系统管理"),
}
ANSWERS: Mapping[str, Mapping[str, Called]] = {
    "result": {"pass": N_("通过"), "fail": N_("未通过")},
    "district": {
        code: (DISTRICTS[code], name) for code, name in zip(sorted(DISTRICTS), _PINYIN, strict=True)
    },
    "nature": NATURES,
    "roles": {name: (role.zh, role.en) for name, role in ROLES.items()},
    "algorithm": {"ed25519": "Ed25519"},
    "office": _OFFICES,
    "audience": {**_OFFICES, "enterprise": N_("企业"), "everyone": N_("所有人员")},
    "verdict": {"confirmed": N_("是同一企业"), "rejected": N_("不是同一企业")},
    "kind": {
        "papers": N_("出具文书"),
        "export": N_("导出台账"),
        "deadlines": N_("时限提醒"),
        "nightly": N_("夜间检查"),
        "tidy": N_("清理"),
        "expiry": N_("授权到期"),
        "rescan": N_("重新查毒"),
        "redate": N_("重算时限"),
    },
    "scale": {"above": N_("规模以上"), "below": N_("规模以下")},
    "series": {"calendar": N_("工作日历"), "lpr": "LPR"},
    "support_form": {"grant": N_("补助"), "equity": N_("股权投资")},
    "model_scope": {"general": N_("通用"), "industry": N_("行业")},
    "rating": {one: one for one in "ABCDT"} | {"unrated": N_("未参评")},
}
"""What the words of a closed list are called, by field."""

TITLES: dict[str, str] = {
    "register_enterprise": N_("登记企业"),
    "change_account": N_("变更收款账户"),
    "confirm_account": N_("确认新账户"),
    "refuse_account": N_("不予变更账户"),
    "rename_enterprise": N_("变更名称"),
    "enter_calendar": N_("录入工作日历"),
    "enter_lpr": N_("录入 LPR"),
    "import_ratings": N_("导入评价名单"),
    "import_recognitions": N_("导入认定名单"),
    "enter_adoption": N_("登记政策施行"),
    "enter_decision": N_("录入政策解释决定"),
    "open_fund": N_("设立专项资金"),
    "appropriate": N_("追加预算"),
    "draft_claim": N_("起草申报"),
    "raise_objection": N_("登记异议"),
    "build_batch": N_("编制拨付批次"),
    "apply_line": N_("办理回单行"),
    "match_line": N_("认定回单行"),
    "dismiss_line": N_("回单行不予办理"),
    "confirm_match": N_("确认匹配"),
    "reject_match": N_("否定匹配"),
    "draft_recognised": N_("代为起草"),
    "authorise_bank": N_("授权银行查询"),
    "query_award": N_("查询奖补"),
    "enter_freeze": N_("登记司法冻结"),
    "register_signing_key": N_("登记签名公钥"),
    "revoke_signing_key": N_("吊销签名公钥"),
    "delegate_role": N_("委托岗位"),
    "end_delegation": N_("结束委托"),
    "close_endpoint": N_("关闭接收地址"),
    "replay_notices": N_("重发通知"),
    "retry_job": N_("重试任务"),
    "drop_job": N_("放弃任务"),
    "start_job": N_("交办任务"),
    "register_unit": N_("登记单位"),
    "register_person": N_("登记人员"),
    "unlock_person": N_("解除登录锁定"),
    "reset_totp": N_("重置动态口令"),
    "end_sessions": N_("结束会话"),
    "revoke_token": N_("吊销令牌"),
    "decide_recovery": N_("决定追回"),
    "offset_recovery": N_("抵扣追缴"),
}
"""Acts that no one step of a workflow names."""


FILES: dict[str, str] = {"attach_file": N_("附材料")}
"""What is done with a file, which is no act of a body."""


def found(table: Mapping[str, str], act: str, path: str) -> str:
    """What ``table`` says of a field, empty where nothing."""
    parts = [
        part.removesuffix("_yuan").removesuffix("_fen") for part in path.split(".") if not part.isdigit()
    ]
    ends = [".".join(parts[n:]) for n in range(len(parts))]
    return next((table[key] for key in (f"{act}.{ends[0]}", *ends) if key in table), "")
