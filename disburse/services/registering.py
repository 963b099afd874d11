"""Enterprises: entering one in the register, changing its name and its account."""

from typing import Any

from sqlalchemy import select

from disburse import apart, audit, desk, naming, numbering
from disburse.actors import Actor
from disburse.db import db
from disburse.errors import AlreadyThere, AnotherAccount, Both, NotYours, OutOfOrder
from disburse.models import Enterprise
from schemas.tables import normalise_name

REGISTRARS = ("district_clerk",)
CONFIRMERS = ("district_head",)
"""Who confirms another account: money is paid to it."""


@desk.use_case
def register_enterprise(
    *,
    uscc: str,
    name: str,
    nature: str,
    district: str | None,
    unit: str,
    above_scale: bool,
    manufacturing: bool,
    account: dict[str, str],
    contact: dict[str, str] | None = None,
    by: Actor,
) -> Enterprise:
    """Enter a beneficiary in the register of the unit that will review it.

    ``account`` has name, number, bank_code and bank_name; ``contact`` has name and phone.
    """
    _require_new(uscc, unit, by)
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
        **_account(number, name, account),
        **audit.disclose_contact(number, contact),
    )
    desk.open_record(enterprise, "register", by=by, roles=REGISTRARS)
    naming.keep_keys(enterprise)
    return enterprise


@desk.use_case
def change_account(
    number: str, *, account: dict[str, str], document: str, version: int | None = None, by: Actor
) -> Enterprise:
    """Propose another account of an enterprise, in its own name, on a document that says so.

    The old one holds until somebody else has confirmed the new one.
    """
    enterprise = desk.hold(Enterprise, number, by=by, version=version)
    new = _account(number, enterprise.name, account)
    desk.change(enterprise, "change_account", by=by, roles=REGISTRARS, document=document, new_account=new)
    return enterprise


@desk.use_case
def confirm_account(number: str, *, version: int | None = None, by: Actor) -> Enterprise:
    """Put the account that was proposed in the place of the old one; never who proposed one."""
    enterprise = _proposed(number, version, by)
    new: dict[str, Any] = dict(enterprise.new_account or {})
    _require_own_name(enterprise.name, new["account_name"])
    desk.change(enterprise, "confirm_account", by=by, roles=CONFIRMERS, new_account=None, **new)
    apart.require([number], ("change_account",), Both("确认账户", "Confirm an account"), by=by)
    return enterprise


@desk.use_case
def refuse_account(number: str, *, note: str, version: int | None = None, by: Actor) -> Enterprise:
    """Refuse the account that was proposed; the old one stays."""
    enterprise = _proposed(number, version, by)
    desk.change(enterprise, "refuse_account", by=by, roles=CONFIRMERS, note=note, new_account=None)
    return enterprise


@desk.use_case
def rename_enterprise(
    number: str, *, name: str, document: str, version: int | None = None, by: Actor
) -> Enterprise:
    """Enter the new name of an enterprise, on the document that changed it.

    Its account, and one locked to a bank, stay as they are until they are changed each in its own way.
    """
    enterprise = desk.hold(Enterprise, number, by=by, version=version)
    names: dict[str, Any] = {"name": name, "match_name": normalise_name(name)}
    desk.change(enterprise, "rename", by=by, roles=REGISTRARS, document=document, **names)
    naming.keep_keys(enterprise)
    return enterprise


def _proposed(number: str, version: int | None, by: Actor) -> Enterprise:
    """The enterprise, locked, with an account that waits. Raises OutOfOrder."""
    enterprise = desk.hold(Enterprise, number, by=by, version=version)
    if enterprise.new_account is None:
        zh, en = "没有待确认的账户。", "no account waits to be confirmed."
        raise OutOfOrder(number=number, why_zh=zh, why_en=en)
    return enterprise


def _require_new(uscc: str, unit: str, by: Actor) -> None:
    if by.unit != unit:
        registering = Both("登记", "Register")
        raise NotYours(number=uscc, action=registering, role=by.role, unit=by.unit, roles=REGISTRARS)
    known = db.session.scalar(select(Enterprise.id).where(Enterprise.uscc == uscc))
    if known:
        raise AlreadyThere(what=uscc, number=known)


def _account(number: str, name: str, account: dict[str, str]) -> dict[str, str]:
    """The account's columns. Its name must be the registered one; its number is kept apart."""
    _require_own_name(name, account["name"])
    return {
        "account_name": account["name"],
        "bank_code": account["bank_code"],
        "bank_name": account["bank_name"],
        "account_number_digest": audit.disclose(number, "account_number", account["number"]),
    }


def _require_own_name(name: str, given: str) -> None:
    if normalise_name(name) != normalise_name(given):
        raise AnotherAccount(given=given, name=name)
