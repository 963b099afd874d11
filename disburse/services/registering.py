"""Enterprises: entering one in the register, and changing its account."""

from sqlalchemy import select

from disburse import audit, desk, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, AnotherAccount, NotYours
from disburse.models import Enterprise
from schemas.tables import normalise_name
from workflows.roles import ROLES

REGISTRARS = ("district_clerk",)


@desk.use_case
def register_enterprise(
    *,
    uscc: str,
    name: str,
    nature: str,
    district: str,
    unit: str,
    above_scale: bool,
    manufacturing: bool,
    account_name: str,
    bank_code: str,
    account_number: str,
    contact_name: str | None = None,
    contact_phone: str | None = None,
    by: Actor,
) -> Enterprise:
    """Enter a beneficiary in the register of the unit that will review it."""
    if by.unit != unit:
        roles = "、".join(ROLES[role].zh for role in REGISTRARS)
        raise NotYours(number=uscc, action="登记", role=ROLES[by.role].zh, unit=by.unit, holder=roles)
    known = db.session.scalar(select(Enterprise.id).where(Enterprise.uscc == uscc))
    if known:
        raise AlreadyThere(what=uscc, number=known)
    _require_own_account(name, account_name)
    number = numbering.next_id("enterprise")
    enterprise = Enterprise(
        id=number,
        uscc=uscc,
        name=name,
        match_name=normalise_name(name),
        nature=nature,
        district=district,
        unit=unit,
        above_scale=above_scale,
        manufacturing=manufacturing,
        account_name=account_name,
        bank_code=bank_code,
        account_number_digest=audit.disclose(number, "account_number", account_number),
        contact_name_digest=_personal(number, "contact_name", contact_name),
        contact_phone_digest=_personal(number, "contact_phone", contact_phone),
    )
    return desk.open_record(enterprise, "register", by=by, roles=REGISTRARS)


@desk.use_case
def change_account(
    number: str, *, account_name: str, bank_code: str, account_number: str, document: str, by: Actor
) -> Enterprise:
    """Enter another account of an enterprise, in its own name, on a document that says so."""
    enterprise = desk.hold(Enterprise, number, by=by)
    _require_own_account(enterprise.name, account_name)
    desk.change(
        enterprise,
        "change_account",
        by=by,
        roles=REGISTRARS,
        document=document,
        account_name=account_name,
        bank_code=bank_code,
        account_number_digest=audit.disclose(number, "account_number", account_number),
    )
    return enterprise


def _require_own_account(name: str, account_name: str) -> None:
    if normalise_name(name) != normalise_name(account_name):
        raise AnotherAccount(given=account_name, name=name)


def _personal(number: str, field: str, value: str | None) -> str | None:
    return audit.disclose(number, field, value) if value else None
