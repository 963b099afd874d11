"""An enterprise or other beneficiary: as registered, as shown to those in charge, as listed."""

from schemas.choices import Choice, YesNo
from schemas.fields import AccountNumber, BankCode, PlainText, Uscc, Version
from schemas.identifiers import Masked, Phone, RecordNumber
from schemas.record import Part, Record

DISTRICTS = {
    "370202": "市南区",
    "370203": "市北区",
    "370211": "黄岛区",
    "370212": "崂山区",
    "370213": "李沧区",
    "370214": "城阳区",
    "370215": "即墨区",
    "370281": "胶州市",
    "370283": "平度市",
    "370285": "莱西市",
}
"""Districts of Qingdao by GB/T 2260. A functional zone has no code: the reviewing unit scopes access."""

NATURES = {
    "enterprise": ("企业", "enterprise"),
    "institution": ("事业单位", "public institution"),
    "association": ("社会组织", "association"),
    "bank": ("金融机构", "financial institution"),
    "person": ("自然人", "natural person"),
}
"""What a beneficiary can be."""


class Account(Record):
    """The payee account. Its name must equal the registered name; the service compares them."""

    name = PlainText(120, low=2)
    number = AccountNumber()
    bank_code = BankCode()
    bank_name = PlainText(120, low=2)


class Contact(Record):
    """Whom to call. Personal data."""

    name = PlainText(40)
    phone = Phone()


class EnterpriseIn(Record):
    """A registration. ``unit`` is the bureau that reviews it; the district code never decides that."""

    name = PlainText(120, low=2)
    uscc = Uscc()
    nature = Choice(NATURES)
    district = Choice(DISTRICTS, optional=True)
    unit = PlainText(40)
    above_scale = YesNo()
    manufacturing = YesNo()
    account = Part(Account)
    contact = Part(Contact, optional=True)


class EnterpriseOut(EnterpriseIn):
    """A registration as those in charge of it see it, with account and contact."""

    id = RecordNumber()
    version = Version()


class EnterpriseRow(Record):
    """A line of a list: account and telephone masked."""

    id = RecordNumber()
    name = PlainText(120, low=2)
    uscc = Uscc()
    unit = PlainText(40)
    account_number = Masked(4)
    contact_phone = Masked(3, optional=True)
    version = Version()


ENTERPRISE_IN = EnterpriseIn()
ENTERPRISE_OUT = EnterpriseOut()
ENTERPRISE_ROW = EnterpriseRow()
