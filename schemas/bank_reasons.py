"""Why a bank rejects or returns a payment: the common codes of the ISO 20022 external code lists.

Status reasons (pain.002) and return reasons (camt.054) share these meanings. A code that is not here is told
as it stands: nothing is guessed.
"""

REASONS = {
    "AC01": ("收款账号格式不正确", "the account number is wrong"),
    "AC03": ("收款账号无效", "the creditor's account number is invalid"),
    "AC04": ("收款账户已销户", "the account is closed"),
    "AC06": ("收款账户已冻结", "the account is blocked"),
    "AC07": ("收款账户已销户", "the creditor's account is closed"),
    "AC13": ("付款账户类型不符", "the debtor's account type is wrong"),
    "AC14": ("收款账户类型不符", "the creditor's account type is wrong"),
    "AG01": ("该账户不允许此类交易", "the transaction is forbidden on this account"),
    "AG02": ("交易代码不正确", "the bank operation code is wrong"),
    "AM01": ("金额为零", "the amount is zero"),
    "AM02": ("金额超过上限", "the amount is above the limit"),
    "AM03": ("币种不支持", "the currency is not supported"),
    "AM04": ("付款账户余额不足", "the funds are insufficient"),
    "AM05": ("重复交易", "the payment is a duplicate"),
    "AM09": ("金额不正确", "the amount is wrong"),
    "AM10": ("控制总额不符", "the control sum is wrong"),
    "AM14": ("金额超过与客户约定的限额", "the amount is above the agreed limit"),
    "AM18": ("笔数不符", "the number of transactions is wrong"),
    "BE01": ("账号与户名不符", "the account does not belong to the name"),
    "BE04": ("缺少收款人地址", "the creditor's address is missing"),
    "BE05": ("付款发起方不被识别", "the initiating party is not recognised"),
    "BE06": ("收款人不被识别", "the customer is not known"),
    "BE07": ("缺少付款人地址", "the debtor's address is missing"),
    "CNOR": ("收款行未在清算系统登记", "the creditor's bank is not registered"),
    "CURR": ("币种不正确", "the currency is wrong"),
    "CUST": ("客户要求退回", "the customer asked for it"),
    "DNOR": ("付款行未在清算系统登记", "the debtor's bank is not registered"),
    "DT01": ("日期不正确", "the date is invalid"),
    "DUPL": ("重复付款", "the payment is a duplicate"),
    "ED05": ("清算失败", "the settlement failed"),
    "FF01": ("文件格式不正确", "the file's format is invalid"),
    "FOCR": ("应撤销请求退回", "it is returned after a request to cancel"),
    "FRAD": ("涉嫌欺诈", "it is thought to be fraud"),
    "MD07": ("收款人已故", "the customer has died"),
    "MS02": ("客户未说明原因", "the customer gave no reason"),
    "MS03": ("银行未说明原因", "the bank gave no reason"),
    "NARR": ("见附言", "see the narrative"),
    "NOAS": ("客户未答复", "the customer did not answer"),
    "RC01": ("联行号不正确", "the bank's identifier is wrong"),
    "RC04": ("收款行联行号不正确", "the creditor's bank identifier is wrong"),
    "RF01": ("交易编号重复", "the transaction's reference is not unique"),
    "RR04": ("监管原因", "for a regulatory reason"),
    "SVNR": ("该服务未提供", "the service was not rendered"),
    "TM01": ("超过受理时间", "it came after the cut-off time"),
    "UPAY": ("误付", "the payment was not due"),
}
UNSAID = "MS03"


def reason(code: str | None, words: str | None) -> str:
    """A sentence for the record: the code with its meaning in both languages, then the bank's own words."""
    code = (code or ("" if words else UNSAID)).strip().upper()
    zh, en = REASONS.get(code, ("", ""))
    parts = [f"{code} {zh} / {en}" if zh else code, (words or "").strip()]
    return "；".join(part for part in parts if part)[:200]
