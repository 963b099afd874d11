"""The noes of the door. One sentence serves a wrong name, password or code: it does not say which."""

from datetime import datetime

from disburse import clock
from disburse.errors import Refusal


class NotSignedIn(Refusal):
    """您尚未登录，或会话、令牌已失效。
    You are not signed in, or the session or token is over.
    """

    status = 401
    mend = ("请重新登录。", "Sign in again.")


class WrongSignIn(Refusal):
    """登录名、密码或动态口令不正确。
    The name, the password or the one-time code is wrong.
    """

    status = 401
    mend = ("请核对后重试；多次失败将被锁定。", "Check and try again; after several failures it is locked.")


class CodeNeeded(Refusal):
    """还须输入动态口令。
    A one-time code is needed as well.
    """

    status = 401
    mend = ("请输入验证器上的 6 位数字。", "Give the 6 digits that your authenticator shows.")


class LockedOut(Refusal):
    """失败次数过多，{until} 前不能登录。
    After too many failures nobody can sign in under this name or from this address before {until}.
    """

    status = 429
    mend = ("请稍后重试，或联系安全管理员。", "Try again later, or ask the security administrator.")


def locked(until: datetime) -> LockedOut:
    """The refusal of who is locked out until then, in Beijing time and in seconds from now."""
    seconds = int((until - clock.now()).total_seconds()) + 1
    return LockedOut(until=f"{until.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}", seconds=seconds)


class UnknownSubject(Refusal):
    """统一身份认证的这个账号未登记，或已停用。
    This account of single sign-on is not registered here, or is suspended.
    """

    status = 403
    mend = ("请联系系统管理员登记。", "Ask the system administrator to register it.")


class SingleSignOnFailed(Refusal):
    """统一身份认证没有成功：{why}。
    Single sign-on did not succeed: {why}.
    """

    status = 403
    mend = ("请重新登录，或用密码登录。", "Sign in again, or with your password.")


class RoleNotHeld(Refusal):
    """您现在不担任岗位 {role}。
    You do not hold the role {role} now.
    """

    status = 403
    mend = ("可选岗位：{choices}。", "You may choose of: {choices}.")


class StillOwed(Refusal):
    """须先{what_zh}，才能办理其他事项。
    Before anything else: {what_en}.
    """  # ``facts["caller"]`` may do just that

    status = 403
    mend = (
        "请在“账户”页面或 /api/me 下办理，然后重新登录。",
        "Do it on the account page or under /api/me, then sign in again.",
    )


class BadPassword(Refusal):
    """新密码有 {count} 处不符合要求。
    The new password has {count} faults.
    """

    status = 422
    mend = ("请按所列另选。", "Choose another, as listed.")


class NotForTokens(Refusal):
    """令牌不能办理这一项，须本人登录。
    A token can't do this: it needs the person, signed in.
    """

    status = 403
    mend = ("请登录后办理。", "Sign in to do it.")


class BeyondScope(Refusal):
    """令牌没有“{scope}”范围。
    The token has no scope "{scope}".
    """

    status = 403
    mend = ("请用范围合适的令牌。", "Use a token that has it.")


class SealBroken(Refusal):
    """动态口令无法核对：服务密钥已更换。
    The one-time code can't be checked: the service's key was changed.
    """

    mend = (
        "请恢复 DISBURSE_SECRET_KEY，或由安全管理员重置动态口令。",
        "Put DISBURSE_SECRET_KEY back, or have a security administrator reset the codes.",
    )


class UnfitSettings(Refusal):
    """设置有 {count} 处不能用，服务不启动。
    {count} settings are unfit, so the service does not start.
    """

    mend = ("请按所列更正环境变量。", "Mend the environment as listed.")
