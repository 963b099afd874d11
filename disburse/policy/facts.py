"""Facts as the engine reckons with them: each a non-negative int, for one formula to serve case and column.

Money is fen, a truth 0 or 1, a day its ordinal, a month counted from year 0, a decimal in thousandths, a word
of a closed list its place in the list; other text is 0 when given. What was not given is ``MISSING``.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from disburse.policy import figures
from disburse.policy.arithmetic import MISSING
from disburse.policy.model import Fact

Value = bool | int | Decimal | date | str
THOUSANDTHS = 1000


def month_number(month: str) -> int:
    """Months since year 0 of a "YYYY-MM"."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def month_name(number: int) -> str:
    """The "YYYY-MM" of a month number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def encode(fact: Fact, value: Value | None) -> int:
    """One fact of a case as an int."""
    match value:
        case None:
            return MISSING
        case bool() | int():
            return int(value)
        case Decimal():
            return int(value * THOUSANDTHS)
        case date():
            return value.toordinal()
    if fact.type == "month":
        return month_number(value)
    return fact.values.index(value) if fact.values else 0


def encode_all(
    vocabulary: Mapping[str, Fact], names: tuple[str, ...], facts: Mapping[str, Value]
) -> dict[str, int]:
    """The facts an item asks for."""
    return {name: encode(vocabulary[name], facts.get(name)) for name in names}


def limit(fact: Fact, literal: str) -> int:
    """A figure of the text, in the unit of the fact it is held against."""
    match fact.type:
        case "money":
            return figures.money(literal)
        case "date":
            return figures.first_day(literal).toordinal()
        case "decimal":
            return int(figures.number(literal) * THOUSANDTHS)
        case "int":
            return int(figures.number(literal))
        case _:
            raise ValueError(literal)


def shown(fact: Fact, value: int) -> str:
    """An encoded fact as it is written: money in yuan, a day as 2025-06-30."""
    match fact.type:
        case "money" | "decimal":
            return figures.decimals(value, 2 if fact.type == "money" else 3)
        case "date":
            return date.fromordinal(value).isoformat()
        case "month":
            return month_name(value)
        case _:
            return fact.values[value] if fact.values else str(value)
