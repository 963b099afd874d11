"""Units, people, what they show at the door, and their tokens."""

import re
from collections.abc import Iterable
from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field

from schemas.acts import DocumentedAct, NotedAct
from schemas.choices import Choice
from schemas.faults import sentences
from schemas.fields import Count, PlainText
from schemas.identifiers import Phone, RecordNumber
from schemas.record import Patterned, Record, Rows, Spoken
from workflows.roles import HELD

OFFICES = ("district", "city", "finance", "bank", "auditor", "administrator")
"""Offices of which units are registered here; an enterprise is registered by its district."""
LONGEST_DAYS = 365
"""The longest term of a token."""


class UnitCode(Patterned):
    """What claims and funds call a unit: a district's code, a zone's name, a bank's code, ``city``."""

    pattern = re.compile(r"[0-9A-Za-z\u4e00-\u9fff（）-]{2,40}")
    default_error_messages = sentences(
        shape=(
            "单位编号为 2 至 40 个字母、数字或汉字。",
            "A unit is 2 to 40 letters, digits or Chinese characters.",
        )
    )


class Login(Patterned):
    """A sign-in name; small letters, never a person's name or number."""

    pattern = re.compile(r"[a-z][a-z0-9._-]{2,39}")
    default_error_messages = sentences(
        shape=(
            "登录名以小写字母开头，为 3 至 40 个小写字母、数字、点或横线。",
            "A sign-in name begins with a small letter and has 3 to 40 of them, digits, dots or dashes.",
        )
    )


class Secret(Spoken[str]):
    """A password or code exactly as it was typed: not trimmed, not normalised, not cut."""

    default_error_messages = sentences(
        text=(
            "须为文本（加引号），最长 {high} 个字符。",
            "Give text, in quotes, of at most {high} characters.",
        )
    )

    def __init__(self, high: int = 1024, **given: object) -> None:
        """Bound the length, so that nobody has us hash a book."""
        super().__init__(**given)  # type: ignore[arg-type]  # passed on as they are
        self.high = high

    def _read(self, value: object) -> str:
        if not isinstance(value, str) or len(value) > self.high:
            raise self.make_error("text", high=self.high)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self.make_error("text", high=self.high) from None
        return value


class UnitIn(Record):
    """A unit to be registered."""

    code = UnitCode()
    office = Choice(OFFICES)
    name = PlainText(80, low=2)


class PersonIn(Record):
    """A person to be registered. Name and telephone are personal data."""

    login = Login()
    unit = UnitCode()
    name = PlainText(40)
    phone = Phone(optional=True)
    sso_subject = PlainText(300, low=3, optional=True)


class GrantAct(DocumentedAct):
    """Let a person in with these roles, in place of those held."""

    roles = Rows(Choice(HELD), low=1, high=len(HELD))


class EndSessionsAct(NotedAct):
    """End one session of a person, or all of them."""

    session = PlainText(40, optional=True)


class SignIn(Record):
    """What somebody shows at the door, and the role they want to act in."""

    login = PlainText(64)
    password = Secret()
    code = Secret(16, optional=True)
    role = Choice(HELD, optional=True)
    delegation = RecordNumber(optional=True)


class NewPassword(Record):
    """A new password of one's own, on the present one."""

    current = Secret()
    new = Secret()


class Confirmed(Record):
    """What is done on one's password alone."""

    current = Secret()


class Code(Record):
    """A one-time code."""

    code = Secret(16)


class GivenPassword(Record):
    """A password for one use is given to another person, on these grounds."""

    note = PlainText(2000, lines=True)


def token_in(scopes: Iterable[str]) -> Schema:
    """Build the schema of a token to be issued, over the scopes that there are."""
    fields: dict[str, Field[Any]] = {
        "name": PlainText(80, low=2),
        "scopes": Rows(Choice(scopes), low=1, high=20),
        "days": Count(1, LONGEST_DAYS),
    }
    return Record.from_dict(fields, name="TokenIn")()


UNIT_IN = UnitIn()
PERSON_IN = PersonIn()
GRANT_ACT = GrantAct()
END_SESSIONS_ACT = EndSessionsAct()
SIGN_IN = SignIn()
NEW_PASSWORD = NewPassword()
CONFIRMED = Confirmed()
CODE = Code()
GIVEN_PASSWORD = GivenPassword()
