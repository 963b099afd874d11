"""Doubts 疑点: the eleven things that auditors look for, each a question that is ready to be asked.

A finding is a hint and no verdict: it names the record and the facts that raise it, and what to do next.
Findings are streamed, each narrowed to what the asker may see; nothing is held but the row in hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from disburse.actors import Actor
from disburse.errors import NotFound
from disburse.queries.doubts_of_claims import beyond, evidence, procedure, review, undifferentiated
from disburse.queries.doubts_of_money import accounts, idle, late, owing
from disburse.queries.doubts_of_ties import duplicates, related
from disburse.queries.found import Found


@dataclass(frozen=True)
class Doubt:
    """One question: its name, what it means, what to do next, and how it is answered."""

    name: str
    zh: str
    en: str
    means_zh: str
    means_en: str
    next_zh: str
    next_en: str
    ask: Callable[[Actor], Iterator[Found]]


DOUBTS: tuple[Doubt, ...] = (
    Doubt(
        "duplicates", "重复申报", "claimed twice",
        "同一企业的同一认定（事项、对象、日期），或同一决定文号，有两件以上有效申报。",
        "One recognition (aid, object, day) of one enterprise, or one decision, has several claims.",
        "核对认定文件；只留一件，另一件不予支持或撤销，已拨付的追回。",
        "Compare the recognitions; keep one claim, refuse or revoke the other; recover the money.",
        duplicates,
    ),
    Doubt(
        "evidence", "虚报骗取", "stated otherwise than found",
        "核定事实与企业所报不同，或提交时没有真实性承诺。",
        "Officials found other facts than the enterprise stated, or there is no commitment to the truth.",
        "调阅佐证材料，必要时现场核查；列入抽样。",
        "Call for the evidence, visit if need be; put it into the next sample.", evidence,
    ),
    Doubt(
        "review", "初审把关不严", "reviewed without care",
        "已推荐的申报缺少五项审查中的一项，或有一项未通过，或一人兼办受理与推荐。",
        "A recommended claim lacks one of the five checks, failed one, or one person did both steps.",
        "请区市说明；必要时退回重审。",
        "Ask the district to explain; send it back if need be.", review,
    ),
    Doubt(
        "beyond", "超标准超范围", "beyond what the policy grants",
        "核定金额高于测算金额，或与测算不同而没有理由和文号，或应付高于核定乘以评价比例。",
        "The sum recognised exceeds the computed one, differs without its reason and document, or more is "
        "payable than the rating factor leaves.",
        "对照算账单；补正依据，或变更金额，多付的追回。",
        "Compare the calculation sheet; give the basis, change the sum, recover what is too much.", beyond,
    ),
    Doubt(
        "idle", "滞留资金", "money that lies idle",
        "已批准或拨付中的奖补超过期限没有到账。",
        "An approved award has not arrived within its term.",
        "向持有环节发督办；查明是账户、冻结还是批次的原因。",
        "Remind whoever holds it; find out whether account, freeze or batch is the cause.", idle,
    ),
    Doubt(
        "undifferentiated", "未执行差别化", "paid without the rating",
        "须按亩产效益评价的奖补没有评价记录就已批准，或 D 类仍有应付。",
        "An award subject to the rating was approved without one, or class D is still owed something.",
        "补作评级核定；多付的追回。",
        "Rate it now; recover what was paid too much.", undifferentiated,
    ),
    Doubt(
        "procedure", "程序缺失", "a step is missing",
        "已批准的奖补缺少会议纪要号、指标文号或公示日期，公示不足五个工作日，或批准早于公示期满，或异议未结。",
        "An approved award lacks minutes, approval number or notice dates, was on notice for less than five "
        "working days, approved before its end, or with an objection open.",
        "暂停拨付；补办程序或撤销批准。",
        "Hold the payment; make good what is missing or revoke the approval.", procedure,
    ),
    Doubt(
        "accounts", "账户错误、退汇沉淀", "wrong accounts, returned payments",
        "退汇后没有重新付出，或收款户名不是登记名称。",
        "A returned payment was not paid again, or an account is not in the registered name.",
        "联系企业变更账户，重新列入批次。",
        "Have the enterprise change its account and schedule the payment again.", accounts,
    ),
    Doubt(
        "owing", "应收未收", "owed and not collected",
        "追缴决定超过期限仍未退清。",
        "A recovery is not repaid though its term is over.",
        "催缴；从该企业以后的奖补中抵扣。",
        "Demand it; set it off against later awards.", owing,
    ),
    Doubt(
        "late", "事后补录", "entered afterwards",
        "到账日与录入日相隔超过三个工作日。",
        "A payment was entered more than three working days after the day of its arrival.",
        "对照银行回单原件；查明延迟原因。",
        "Compare the bank's own receipt; find out why it was late.", late,
    ),
    Doubt(
        "related", "关联企业拆分", "related enterprises",
        "不同企业使用同一账号或同一联系电话，且都有申报。",
        "Different enterprises with claims use one account or one telephone.",
        "查工商登记；属同一控制人拆分申报的，合并计算上限。",
        "Look up who controls them; where one project was split, count them under one cap.", related,
    ),
)  # fmt: skip
"""In the order of the audit bureau's own list."""
BY_NAME = {doubt.name: doubt for doubt in DOUBTS}


def doubt(name: str) -> Doubt:
    """The doubt of that name. Raises NotFound."""
    if name not in BY_NAME:
        raise NotFound(number=name)
    return BY_NAME[name]


def ask(by: Actor, *names: str) -> Iterator[Found]:
    """Every finding of these doubts, of all of them by default."""
    for one in [doubt(name) for name in names] or DOUBTS:
        yield from one.ask(by)
