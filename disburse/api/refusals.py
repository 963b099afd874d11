"""What the interface itself refuses, before any service is asked; nothing is changed and nothing written."""

from collections.abc import Sequence

from disburse.errors import Finding, Refusal


class BadRequest(Refusal):
    """请求有 {count} 处不符合要求。
    The request has {count} faults.
    """

    status = 400
    mend = ("请按所列逐项更正，并对照 /api/docs。", "Mend each as listed; /api/docs describes every request.")

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings, count=len(findings))


class NotJson(Refusal):
    """请求正文不是有效的 JSON 对象：{why_zh}。
    The body is not a valid JSON object: {why_en}.
    """

    status = 400
    mend = ("请以 UTF-8 编码的 JSON 对象重发。", "Send a JSON object in UTF-8.")


class NotThisType(Refusal):
    """不接受 {given} 类型的正文。
    A body of type {given} is not accepted.
    """

    status = 415
    mend = ("Content-Type 应为 {wanted}。", "The Content-Type must be {wanted}.")


class WrongAudience(Refusal):
    """这里是{office_zh}的接口，您的岗位是{role_zh}。
    This is the interface of the {office_en}; you act as {role_en}.
    """

    status = 403
    mend = ("请用 {yours} 下的接口。", "Use the one under {yours}.")


class NeedsVersion(Refusal):
    """改动须在 If-Match 中写明所见的版本。
    A change must name the version you saw, in If-Match.
    """

    status = 428
    mend = (
        "请先读取记录，以其 ETag 作为 If-Match；不接受 *。",
        "Read the record and send its ETag as If-Match; * is not accepted.",
    )


class UnreadSignature(Refusal):
    """签名不能采信：{why_zh}。
    The signature can't be taken: {why_en}.
    """

    status = 401
    mend = (
        "请按 RFC 9421 重新签名 @method、@target-uri、content-digest，created 与当前时间相差 5 分钟以内。",
        "Sign @method, @target-uri and content-digest again (RFC 9421), created within five minutes of now.",
    )


class TooManyRequests(Refusal):
    """请求过于频繁：每分钟至多 {limit} 次。
    Too many requests: at most {limit} in a minute.
    """

    status = 429
    mend = ("请在 {seconds} 秒后重试。", "Try again in {seconds} seconds.")
