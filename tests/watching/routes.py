"""Every address that the application knows, with something in each of its places."""

import re

PLACE = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")


def addresses(app) -> list[str]:
    """One address for each route."""
    return sorted({PLACE.sub(_something, rule.rule) for rule in app.url_map.iter_rules()})


def _something(place: re.Match[str]) -> str:
    kind, choices, _ = place.groups()
    if kind == "any":
        return choices.split(",")[0].strip()
    return "1" if kind == "int" else "x"
