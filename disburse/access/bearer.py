"""Whose secret is this? The one question that every door asks first."""

from disburse.access import keys, sessions, tokens
from disburse.access.caller import OWED, Caller
from disburse.access.refusals import NotSignedIn, StillOwed


def by_bearer(secret: str, address: str) -> Caller:
    """The caller behind the secret of a session or of an API token. Raises NotSignedIn or StillOwed."""
    if secret.startswith(keys.TOKEN):
        return tokens.caller_of(secret, address)
    return by_cookie(secret)


def by_cookie(secret: str) -> Caller:
    """The caller behind a session's secret, as pages carry it in their cookie. Raises as ``by_bearer``."""
    if not secret.startswith(keys.SESSION):
        raise NotSignedIn
    caller = sessions.caller_of(secret)
    if caller.owes:
        what_zh, what_en = OWED[caller.owes]
        raise StillOwed(caller=caller, what_zh=what_zh, what_en=what_en)
    return caller
