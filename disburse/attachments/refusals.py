"""What is refused of files themselves. No sentence quotes a file's name: it may be a person's."""

from disburse.errors import Refusal


class UnfitFile(Refusal):
    """所附文件有 {count} 处不符合要求。
    The file has {count} faults.
    """

    status = 422
    mend = (
        "请按所列更正后重新上传；只收 PDF、JPG、PNG、OFD、DOCX、XLSX。",
        "Mend what is listed and send it again: PDF, JPG, PNG, OFD, DOCX or XLSX.",
    )


class FileTooLarge(Refusal):
    """文件超过 {most} 字节。
    The file has more than {most} bytes.
    """

    status = 413
    mend = ("请压缩或拆分后重新上传。", "Compress or split it, then send it again.")


class StoreAway(Refusal):
    """附件存储暂时不能使用，没有办成。
    The store of attachments can't be used at present: this was not done.
    """

    status = 503
    mend = (
        "请稍后再试；管理员可运行 disburse doctor。",
        "Try again later; the operator may run disburse doctor.",
    )


class ContentLost(Refusal):
    """附件内容 {sha256} 缺失或与散列值不符，不予提供。
    The content {sha256} is missing, or is not what its hash says: it is not given out.
    """

    status = 500
    mend = ("请管理员从备份恢复。", "The operator has to restore it from the backup.")


class ScannerAway(Refusal):
    """查毒服务没有应答：{why}。
    The virus scanner does not answer: {why}.
    """

    status = 503
    mend = ("请核对 DISBURSE_SCANNER，系统会再试。", "Check DISBURSE_SCANNER; it is tried again.")
