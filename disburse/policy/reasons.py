"""Why an assessment came out as it did: stable codes, each with its sentence in Chinese and English."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A code for machines, a sentence for people."""

    code: str
    zh: str
    en: str


SENTENCES = {
    "service": (
        "本条是服务、引导或转引其他政策，自身不产生资金",
        "this item is a service or a reference to other policies and grants no money by itself",
    ),
    "rule": (
        "本条是其他条目的支付规则，自身不产生资金",
        "this item rules how other items are paid and grants no money by itself",
    ),
    "draft_not_adopted": (
        "“{title_zh}”是征求意见稿或清单，没有采用记录，不能据以支付；请先登记正式文号、发布日期和施行期限",
        "{document} is a draft without an adoption record: nothing is paid from it; enter one first",
    ),
    "simulated_draft": (
        "按征求意见稿模拟测算，不作为支付依据",
        "simulated from a draft: not a basis for payment",
    ),
    "adopted": ("依据已采用的文件 {number}", "under the adopted document {number}"),
    "outside_dates": (
        "日期 {on} 不在文件适用期间（{start} 至 {end}）内",
        "{on} is outside the document's dates ({start} to {end})",
    ),
    "recognised_outside_dates": (
        "认定日期 {on} 不在文件适用期间（{start} 至 {end}）内",
        "the day of recognition, {on}, is outside the document's dates ({start} to {end})",
    ),
    "restates": (
        "本条重申 {other}，同一资金只在原条款申报一次",
        "this item restates {other}: the aid is claimed once, at the original",
    ),
    "not_met": (
        "不符合条件：{zh}{words_zh}",
        "condition not met: {en}{words_en}",
    ),
    "already_awarded": (
        "一次性奖补：同一对象已于 {on} 获得本条资金 {amount} 元",
        "one-off: this item was already awarded on {on}, {amount} yuan",
    ),
    "another_object": (
        "本条按{object_zh}计：以往奖补属于另一{object_zh}",
        "this item goes by {object_en}: the past award was for another one",
    ),
    "object_undecided": (
        "文件未明确一次性按企业还是按{object_zh}计；已有另一{object_zh}获奖，需要决定",
        "another {object_en} was awarded: is one-off per enterprise or per {object_en}? needs a decision",
    ),
    "tier_unclear": (
        "以往奖补 {amount} 元不对应任何一个台阶，无法判断哪一台阶已兑现，需要决定",
        "a past award of {amount} yuan matches no tier: which tier it paid needs a decision",
    ),
    "tier_paid": ("{tier}台阶已于 {on} 兑现", "the tier {tier} was awarded on {on}"),
    "no_tier": (
        "本年度没有首次超过任何一个台阶（“超过”不含本数）",
        "no threshold was passed for the first time (超过 means strictly more)",
    ),
    "several_tiers": (
        "同一年度首次超过多个台阶，文件未写明取最高一档还是逐档累加，需要决定",
        "several tiers were passed in one year: the text does not say highest tier or each",
    ),
    "rating_applies": (
        "亩产效益 {rating_zh}：按 {share} 支付（第 {article} 条）",
        "rating {rating}: paid at {share} (article {article})",
    ),
    "rating_refused": (
        "亩产效益 {rating_zh}：非投资类政策不予支持（第 {article} 条）",
        "rating {rating}: no support from non-investment items (article {article})",
    ),
    "investment_exempt": (
        "投资类条目，不适用亩产效益差别化支付",
        "an investment item: the rating factor does not apply",
    ),
    "no_rating_rule": ("本文件没有亩产效益支付规则", "this document has no rating factor"),
    "investment_undecided": (
        "文件未明确本条是否属于投资类，两种理解金额不同，需要决定",
        "the text leaves open whether this is an investment item, and the readings differ in the sum",
    ),
    "investment_irrelevant": (
        "文件未明确本条是否属于投资类，但对{rating_zh}企业两种理解金额相同",
        "the text leaves open whether this is an investment item, but for {rating} both readings agree",
    ),
    "overlap": (
        "与 {other}（{on}，{amount} 元）重叠：{zh}；{basis_zh}",
        "meets {other} ({on}, {amount} yuan): {en}; {basis_en}",
    ),
    "overlap_stands": (
        "与 {other}（{on}，{amount} 元）重叠，只保留较高一项：该奖补未退回前不再支付",
        "meets {other} ({on}, {amount} yuan), only the higher is kept: nothing is paid while it stands",
    ),
    "overlap_full": (
        "与 {other}（{on}，{amount} 元）重叠，各自足额支付",
        "meets {other} ({on}, {amount} yuan): each is paid in full",
    ),
    "overlap_deducted": (
        "与 {other}（{on}，{amount} 元）重叠，扣除已获奖补，只补差额",
        "meets {other} ({on}, {amount} yuan): only the difference to it is paid",
    ),
    "overlap_covered": (
        "已获的重叠奖补不低于本条金额，没有差额",
        "the past award leaves no difference to pay",
    ),
    "reading": (
        "依据 {number}（自 {holds_from} 起）：{zh}",
        "by {number} (from {holds_from} on): {en}",
    ),
    "rate_entered": (
        "{month} 一年期 LPR {percent}%，依据 {number} 录入",
        "the one-year LPR of {month} is {percent}%, entered by {number}",
    ),
    "allotted": (
        "安排 {amount} 元，预算余额 {left} 元",
        "allotted {amount} yuan, {left} yuan of the budget left",
    ),
    "lower_of_two": (
        "与本次申报的 {other} 重叠，只保留较高一项：{zh}",
        "meets {other} of this round, and only the higher is kept: {en}",
    ),
    "place_used": (
        "同一名次已由本次另一件申报占用",
        "another claim of this round has taken this place already",
    ),
    "beyond_quota": (
        "本条每年不超过 {quota} 个，已由名次在前者用完",
        "at most {quota} a year: those ranked before have used them up",
    ),
    "tie_at_quota": (
        "名次 {rank} 有 {count} 件并列，只余 {left} 个名额，需要决定",
        "{count} claims share place {rank} and {left} are left: needs a decision",
    ),
    "budget_short": (
        "预算余额 {left} 元，不足 {amount} 元",
        "{left} yuan of the budget are left, less than {amount} yuan",
    ),
    "budget_waits": (
        "排在前面的 {before} 因预算不足未安排，不越过它安排本件",
        "{before} before it waits for budget, and is not passed over",
    ),
    "doubt": ("{zh}，需要决定", "{en}: needs a decision"),
    "official_decides": (
        "由主管部门在限额内决定金额：请录入核定金额和决定文号",
        "an official decides the sum up to the ceiling: enter the decided amount and the decision's number",
    ),
    "official_decides_open": (
        "文件没有给出金额或限额：请录入核定金额和决定文号",
        "the text gives neither sum nor ceiling: enter the decided amount and the decision's number",
    ),
    "decided": ("核定金额依据：{number}", "sum decided by {number}"),
    "above_ceiling": (
        "核定金额 {decided} 元超过限额 {ceiling} 元，需要重新决定",
        "the decided {decided} yuan is above the ceiling of {ceiling} yuan: needs another decision",
    ),
    "equity": ("支持方式为股权投资，不是无偿奖补", "the support is equity, not a grant"),
    "missing_facts": ("缺少事实：{zh}", "facts are missing: {en}"),
    "no_increase": ("较上年度没有新增", "no increase over the year before"),
    "no_days_left": (
        "累计补贴期限（{term}，{days} 天）已用完",
        "the term of subsidy ({term}, {days} days) is used up",
    ),
    "cap_used_up": (
        "限额 {cap} 已由以往奖补用完",
        "past awards have used up the cap of {cap}",
    ),
    "zero_amount": ("计算结果为零，没有可支付金额", "the sum is zero: nothing to pay"),
}


def reason(code: str, suffix: str = "", **facts: object) -> Reason:
    """The sentence of a code; a ``suffix`` tells apart which fact or group it is about."""
    zh, en = SENTENCES[code]
    return Reason(f"{code}:{suffix}" if suffix else code, zh.format(**facts), en.format(**facts))
