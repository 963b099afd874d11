"""Is a bank's act signed by its own key? What is then kept with it in the journal."""

from typing import Any

from sqlalchemy import select

from disburse.actors import Actor
from disburse.db import db
from disburse.errors import Refusal
from disburse.models import SigningKey
from reports import signatures


class BadSignature(Refusal):
    """签名不能采信：{key} 不是本单位在用的公钥，或签名与内容不符。
    The signature can't be taken: {key} is not a key of this unit in use, or does not fit what was sent.
    """

    status = 401
    mend = ("请用已登记的公钥对应的私钥重新签名。", "Sign again with the private key of a registered one.")


def evidence(signed: signatures.Signed | None, by: Actor) -> dict[str, Any] | None:
    """What is kept of a signature that holds; None where the act is not signed. Raises BadSignature."""
    if signed is None:
        return None
    mine = (SigningKey.id == signed.key, SigningKey.unit == by.unit, SigningKey.revoked_on.is_(None))
    key = db.session.scalar(select(SigningKey).where(*mine))
    if key is None or not signatures.holds(signed, key.algorithm, key.public_key):
        raise BadSignature(key=signed.key)
    return {
        "key": key.id,
        "algorithm": key.algorithm,
        "base": signed.base,
        "signature": signed.signature,
    }
