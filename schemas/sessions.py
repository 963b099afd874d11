"""What is told of sessions, tokens and one's own account."""

from schemas.choices import Choice, YesNo
from schemas.fields import Moment, PlainText
from schemas.identifiers import RecordNumber
from schemas.people import Login, UnitCode
from schemas.record import Part, Record, Rows
from workflows.roles import HELD


class RightOut(Record):
    """A role that one may take; lent, where there is a delegation."""

    role = Choice(HELD)
    delegation = RecordNumber(optional=True)


class SessionOut(Record):
    """A session: where it was begun, when it was last used, when it ends."""

    number = PlainText(40)
    role = Choice(HELD)
    delegation = RecordNumber(optional=True)
    how = PlainText(40)
    address = PlainText(80)
    agent = PlainText(200, low=0)
    began_at = Moment()
    seen_at = Moment()
    ends_at = Moment()
    current = YesNo()


class SessionsOut(Record):
    """Every session of a person that is not over."""

    data = Rows(Part(SessionOut))


class MeOut(Record):
    """Who is signed in, as whom, and what is owed before anything else."""

    number = RecordNumber()
    login = Login()
    name = PlainText(40, optional=True)
    unit = UnitCode()
    role = Choice(HELD)
    delegation = RecordNumber(optional=True)
    principal = RecordNumber(optional=True)
    scopes = Rows(PlainText(40))
    owes = Choice(("password", "totp"), optional=True)
    totp_confirmed = YesNo()
    choices = Rows(Part(RightOut))


class EnteredOut(Record):
    """A session that has begun. The secret is told once."""

    secret = PlainText(100)
    number = PlainText(40)
    role = Choice(HELD)
    unit = UnitCode()
    owes = Choice(("password", "totp"), optional=True)
    choices = Rows(Part(RightOut))


class OwnTokenOut(Record):
    """A token of one's own, without its secret."""

    number = RecordNumber()
    name = PlainText(80)
    role = Choice(HELD)
    unit = UnitCode()
    scopes = Rows(PlainText(40))
    expires_at = Moment()
    revoked_at = Moment(optional=True)
    last_at = Moment(optional=True)


class OwnTokensOut(Record):
    """Every token of one's own."""

    data = Rows(Part(OwnTokenOut))


class IssuedOut(Record):
    """A token that was issued. The secret is told once."""

    secret = PlainText(120)
    number = RecordNumber()
    expires_at = Moment()


class SeedOut(Record):
    """A new seed of one-time codes, told once."""

    otpauth = PlainText(400)


class PasswordOut(Record):
    """A password for one use, told once."""

    password = PlainText(100)
