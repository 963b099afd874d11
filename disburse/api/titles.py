"""Short names of the kinds of problems, in Chinese and English; they never depend on the occurrence."""

import re

from disburse.errors import Refusal

SLOT = re.compile(r"\{[^}]*\}")

TITLES = {
    "BadRecord": ("所报内容不符合要求", "The record has faults"),
    "NotFound": ("没有这条记录，或无权查看", "No such record, or not yours to see"),
    "NotYours": ("不由本岗位办理", "Not for this role"),
    "SamePerson": ("须由另一人办理", "Another person must do it"),
    "OutOfOrder": ("当前状态下不能办理", "Not possible in this state"),
    "Stale": ("记录已被改动", "The record was changed meanwhile"),
    "NeedsNote": ("须写明理由", "Reasons are needed"),
    "NeedsDocument": ("须有文号或凭证号", "A document number is needed"),
    "TooEarly": ("公示期未满", "The public notice still runs"),
    "OpenObjection": ("有未办结或成立的异议", "An objection is open or was upheld"),
    "OpenReview": ("有未办结的评价复核", "A review of the rating is open"),
    "CheckFailed": ("审查未通过", "A check failed"),
    "NotGranted": ("按政策不能给予支持", "Nothing can be granted"),
    "SumTooHigh": ("核定金额超过测算金额", "The sum is above what the policy grants"),
    "DifferenceUnexplained": ("核减须说明理由", "A lower sum needs its reason"),
    "NoRatingList": ("没有可适用的评价名单", "No rating list to apply"),
    "TwoRatings": ("名单中类别不一", "The lists contradict one another"),
    "OpenMatch": ("名单匹配尚未认定", "A match is not confirmed yet"),
    "NotMatched": ("名单行未对应到企业", "The row is no enterprise's yet"),
    "ByException": ("免申即享的事实不能修改", "Facts by exception can't be changed"),
    "FundExhausted": ("专项资金余额不足", "The fund has too little left"),
    "AnotherAccount": ("账户名称与登记名称不一致", "The account is in another name"),
    "AlreadyThere": ("已经登记", "Already on record"),
    "NotAdopted": ("政策没有施行记录", "The policy is not in force"),
    "UnfinishedBatch": ("批次尚未办结", "The batch has open payments"),
    "AmountMismatch": ("金额不符", "The sum does not agree"),
    "NotThatFile": ("文件不能导入", "The file can't be imported"),
    "NotIssued": ("文书未予签发", "The paper is not issued"),
    "NotPledgeable": ("不能用于补贴贷", "The award can't be pledged"),
    "AlreadyLocked": ("已有锁定", "The award is locked already"),
    "StaleReceipt": ("回执已失效", "The receipt is not the one in force"),
    "NotExpired": ("授权尚未到期", "The authorisation still holds"),
    "Frozen": ("已被司法冻结", "The award is frozen"),
    "UnreadSignature": ("签名无法识别或已过时", "The signature is unreadable or stale"),
    "BadSignature": ("签名不能采信", "The signature can't be taken"),
    "NotTheTime": ("当前状态下不收此材料", "Not taken in this state"),
    "HandedIn": ("已提交的附件不能移除", "The attachment was handed in"),
    "TooManyAttachments": ("附件过多", "Too many attachments"),
    "NotGivenOut": ("附件不提供下载", "The attachment is not given out"),
    "UnfitFile": ("文件不符合要求", "The file has faults"),
    "FileTooLarge": ("文件过大", "The file is too large"),
    "ContentLost": ("附件内容缺失或损坏", "The content is missing or changed"),
    "ScannerAway": ("查毒服务没有应答", "The scanner does not answer"),
    "BadRequest": ("请求参数不符合要求", "The request has faults"),
    "NotJson": ("正文不是 JSON 对象", "The body is not a JSON object"),
    "NotThisType": ("不接受这种类型的正文", "This type of body is not accepted"),
    "WrongAudience": ("不是本岗位的接口", "The interface of another audience"),
    "BeyondScope": ("令牌权限不足", "The token may not do this"),
    "AnotherFile": ("支付文件不是最后生成的那一份", "Not the payment file written last"),
    "UnfitAccounts": ("收款账户不符", "A payee's account has faults"),
    "NotOurBank": ("不是本单位付款账户的回单", "Receipts of another paying account or bank"),
    "UnknownMessage": ("回单所答复的批次不存在", "The receipts answer to no batch of ours"),
    "LineUnfit": ("回单行不能办理", "The line can't be applied"),
    "PartlyRecovered": ("奖补已追回一部分", "Part of the award was taken back"),
    "QuotaFull": ("名额已用完", "All places are taken"),
    "NothingDone": ("复查后尚未处理", "Nothing was done since the review"),
    "NotLent": ("借来的岗位不能再委托", "A role that is lent can't be lent on"),
    "TooManyLines": ("清单过长", "The list is too long"),
    "TooManyRows": ("列表过长，不能一次导出", "Too many rows to export at once"),
    "BadPassword": ("新密码不符合要求", "The new password has faults"),
    "LockedOut": ("失败次数过多，暂不能登录", "Too many failures: locked out for now"),
    "RoleNotHeld": ("不担任该岗位", "The role is not held now"),
    "SingleSignOnFailed": ("统一身份认证没有成功", "Single sign-on did not succeed"),
    "StillOwed": ("须先办理其他手续", "Something else comes first"),
    "NotEmpty": ("已有内容", "It is not empty"),
    "UnfitSettings": ("设置不能用", "Settings are unfit"),
    "TooManyRequests": ("请求过于频繁", "Too many requests"),
}
"""Of refusals whose sentence says too much for a title; any other has its sentence without the occurrence."""


def title(refusal: type[Refusal]) -> tuple[str, str]:
    """The short name of a kind of refusal in both languages."""
    if refusal.__name__ in TITLES:
        return TITLES[refusal.__name__]
    zh, en = sentence(refusal)
    return zh.rstrip("。"), en.rstrip(".")


def sentence(refusal: type[Refusal]) -> tuple[str, str]:
    """What a kind of refusal says, an ellipsis in place of what changes with the occurrence."""
    lines = [line.strip() for line in (refusal.__doc__ or "").strip().splitlines()]
    return SLOT.sub("…", lines[0]), SLOT.sub("…", lines[1])


def mend(refusal: type[Refusal]) -> tuple[str, str]:
    """What to do next, as far as it does not depend on the occurrence."""
    return SLOT.sub("…", refusal.mend[0]), SLOT.sub("…", refusal.mend[1])
