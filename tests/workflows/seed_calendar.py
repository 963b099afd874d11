"""Write ``workflows/calendar/<year>.toml`` from chinesecalendar: ``python tests/workflows/seed_calendar.py``.

Run once when the State Council has published a year and chinesecalendar has it; the test beside this file
holds the result against the same source. At run time only the written files are read.
"""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

FOLDER = Path(__file__).parents[2] / "workflows" / "calendar"
YEARS = range(2019, 2027)


def page(year):
    """One year as TOML: only the days on which the ordinary week does not hold."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    odd = [d for d in days if d.year == year and chinese_calendar.is_workday(d) != (d.weekday() < 5)]
    lines = [f"# {year}: the days on which the ordinary week does not hold", f"year = {year}"]
    for name, weekend in (("holidays", False), ("workdays", True)):
        listed = [f"    {d}," for d in odd if (d.weekday() >= 5) is weekend]
        lines += [f"{name} = [", *listed, "]"]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    for year in YEARS:
        (FOLDER / f"{year}.toml").write_text(page(year), encoding="utf-8")
