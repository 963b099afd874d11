"""The setting of the story: policies adopted, a fund opened, enterprises registered, ratings imported."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from disburse.cli.demo import cast
from disburse.cli.demo.enterprises import DISTRICTS, Invented
from disburse.cli.demo.facts import YEAR
from disburse.cli.demo.lists import write_rating_list
from disburse.cli.demo.telling import Teller
from disburse.importing import import_rating_file

ADOPTED = ("QD24", "XH24")
"""The documents that the story pretends were adopted; QC26 begins later than its claims."""
CODES = {
    "functional": {"code": "2150805", "name": "中小企业发展专项"},
    "departmental": {"code": "31299", "name": "其他对企业补助"},
    "government": {"code": "50799", "name": "其他对企业补助"},
}


@dataclass(frozen=True)
class Firm:
    """A registered enterprise of the story, with the account it gave."""

    row: Any
    account: dict[str, str]


def adopt(teller: Teller) -> None:
    """Enter and confirm adoptions, plainly marked as demo."""
    for n, document in enumerate(ADOPTED, 1):
        entered = teller.do(
            "enter_adoption",
            cast.CITY_CLERK,
            {
                "document": document,
                "number": f"演示〔{YEAR}〕{n}号",
                "published_on": date(YEAR, 1, 1).isoformat(),
                "effective_from": date(YEAR, 1, 1).isoformat(),
                "effective_to": date(YEAR + 2 if document == "QD24" else YEAR, 12, 31).isoformat(),
            },
        )
        confirmation = {"number": entered.id, "version": 1, "document": f"演示确认〔{YEAR}〕{n}号"}
        teller.do("confirm_adoption", cast.CITY_APPROVER, confirmation)


def open_fund(teller: Teller) -> str:
    """Open the story's fund and add to it once."""
    fund = teller.do(
        "open_fund",
        cast.FINANCE_CLERK,
        {
            "year": YEAR + 1,
            "name": "演示·先进制造业发展专项资金",
            "appropriated_yuan": "400000000.00",
            "budget_codes": CODES,
            "document": f"演示预算〔{YEAR + 1}〕1号",
        },
    )
    addition = {"number": fund.id, "version": 1, "amount_yuan": "100000000.00", "document": "演示追加1号"}
    teller.do("appropriate", cast.FINANCE_CLERK, addition)
    number: str = fund.id
    return number


def register(teller: Teller, invented: list[Invented]) -> list[Firm]:
    """Register every enterprise with its district."""
    firms = []
    for one in invented:
        record: dict[str, Any] = one.record
        row = teller.do("register_enterprise", cast.clerk(record["unit"]), record)
        firms.append(Firm(row, record["account"]))
    return firms


def change_accounts(teller: Teller, firms: list[Firm]) -> list[Firm]:
    """The first enterprise has moved to another bank account; the change of the second still waits."""
    for n, firm in enumerate(firms[:2], 1):
        new = {**firm.account, "number": f"7{n:017d}"}
        body = {"number": firm.row.id, "version": 1, "account": new, "document": f"演示账户函〔{YEAR}〕{n}号"}
        row = teller.do("change_account", cast.clerk(firm.row.unit), body)
        if n == 1:
            row = teller.do(
                "confirm_account", cast.head(row.unit), {"number": row.id, "version": row.version}
            )
            firms = [Firm(row, new), *firms[1:]]
    return firms


def import_ratings(teller: Teller, invented: list[Invented], folder: Path) -> int:
    """Write each district's list as a file, and import it as published; gives the number of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = 0
    for unit in DISTRICTS:
        path = folder / f"{unit}-{YEAR - 1}.xlsx"
        mine = [one for one in invented if one.record["unit"] == unit]
        stated = write_rating_list(path, unit, YEAR - 1, mine, teller.time.moment)
        kept = import_rating_file(
            path,
            year=YEAR - 1,
            unit=unit,
            notice=f"演示公告〔{YEAR}〕{unit}号",
            stated=stated,
            by=cast.CITY_RATER,
        )
        rows += kept.list.row_count
    return rows
