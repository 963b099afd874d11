"""Public keys that banks sign their acts with: registered on the bank's letter, revoked at once."""

from sqlalchemy import select

from disburse import clock, desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, BadRecord, Finding, OutOfOrder
from disburse.models import SigningKey, Unit

STEWARD = ("security_admin",)


@desk.use_case
def register_signing_key(
    *, unit: str, algorithm: str, public_key: str, document: str, by: Actor
) -> SigningKey:
    """Register a bank's public key, in base64; its number is the ``keyid`` to sign with."""
    bank = db.session.scalar(select(Unit.id).where(Unit.id == unit, Unit.office == "bank"))
    if bank is None:
        raise BadRecord([Finding("unit", f"没有登记的银行 {unit}", f"there is no bank {unit} on record")])
    known = db.session.scalar(select(SigningKey.id).where(SigningKey.public_key == public_key))
    if known:
        raise AlreadyThere(what=public_key, number=known)
    number = numbering.next_id("signing_key")
    key = SigningKey(id=number, unit=unit, algorithm=algorithm, public_key=public_key)
    return desk.open_record(key, "register", by=by, roles=STEWARD, document=document, about=unit)


@desk.use_case
def revoke_signing_key(number: str, *, note: str, version: int | None = None, by: Actor) -> SigningKey:
    """Take a key out of use at once; what was signed with it before stays signed."""
    key = desk.hold(SigningKey, number, by=by, version=version)
    if key.revoked_on is not None:
        raise OutOfOrder(number=number, why_zh="公钥已经停用。", why_en="the key is out of use already.")
    desk.change(key, "revoke", by=by, roles=STEWARD, note=note, revoked_on=clock.today())
    return key
