"""The menu on the left: what each office finds there, in one table; a role sees what is for it.

Whoever adds a page to an audience adds a line to its office here. The endpoint is ``blueprint.function``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, g, request

from disburse.actors import Actor
from disburse.web.languages import N_
from workflows.roles import ROLES


@dataclass(frozen=True)
class Entry:
    """A line of the menu. ``roles`` narrows it to some of the office; ``count`` is shown in brackets."""

    label: str
    endpoint: str
    roles: tuple[str, ...] = ()
    count: Callable[[Actor], int] | None = None


CLAIMS = Entry(N_("申报"), "overview.show")
ACCOUNT = Entry(N_("我的账户"), "account.show")

MENU: dict[str, tuple[Entry, ...]] = {
    "enterprise": (
        Entry(N_("待办"), "enterprise_pages.home"),
        Entry(N_("可申报事项"), "enterprise_pages.match"),
        CLAIMS,
    ),
    "district": (
        CLAIMS,
    ),
    "city": (
        CLAIMS,
    ),
    "finance": (
        CLAIMS,
    ),
    "bank": (
        CLAIMS,
    ),
    "auditor": (
        CLAIMS,
    ),
    "leader": (
        CLAIMS,
    ),
    "administrator": (
    ),
}  # fmt: skip
"""Office to entries, in the order shown; everybody's own account comes last."""


@dataclass(frozen=True)
class Shown:
    """An entry as somebody sees it; ``count`` is None where there is nothing to count."""

    label: str
    endpoint: str
    count: int | None


def init_app(app: Flask) -> None:
    """Tell the templates the menu of whoever reads."""
    app.jinja_env.globals |= {"menu": menu, "endpoint_here": lambda: request.endpoint or ""}


def entries(role: str) -> tuple[Entry, ...]:
    """The entries for a role, everybody's last."""
    own = MENU.get(ROLES[role].office, ())
    return (*(entry for entry in own if not entry.roles or role in entry.roles), ACCOUNT)


def menu() -> list[Shown]:
    """What whoever reads finds in the menu; only the account where something is owed first."""
    caller = g.get("caller")
    if caller is None:
        return []
    by = caller.actor
    chosen = (ACCOUNT,) if caller.owes else entries(by.role)
    return [Shown(one.label, one.endpoint, one.count(by) if one.count else None) for one in chosen]
