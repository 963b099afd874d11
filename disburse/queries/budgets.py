"""Budget codes against the table of their year, where the finance bureau has confirmed one."""

from collections.abc import Mapping

from disburse import office
from disburse.errors import BadRecord, Finding
from disburse.models import Fund

Codes = dict[str, dict[str, str]]
"""Code and name of each of the three kinds."""


def require_known(year: int, codes: Codes) -> None:
    """Refuse codes that the year's table does not have. Raises BadRecord with each of them."""
    table = office.budget_codes(year)
    if table is not None:
        _require(year, codes, table)


def named(fund: Fund) -> Codes:
    """The fund's codes with the names of its year's table. Raises BadRecord for those it does not have."""
    table = office.budget_codes(fund.year)
    if table is None:
        return fund.budget_codes
    _require(fund.year, fund.budget_codes, table)
    return {
        kind: {"code": line["code"], "name": table[kind][line["code"]]}
        for kind, line in fund.budget_codes.items()
    }


def _require(year: int, codes: Codes, table: Mapping[str, Mapping[str, str]]) -> None:
    findings = [
        Finding(
            f"budget_codes.{kind}",
            f"{year} 年预算科目表没有 {line['code']}；请核对编码，或先登记并确认新的科目表",
            f"the table of {year} has no {line['code']}: check it, or enter and confirm a newer table first",
        )
        for kind, line in codes.items()
        if line["code"] not in table.get(kind, {})
    ]
    if findings:
        raise BadRecord(findings)
