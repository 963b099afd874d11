"""Who acts on the command line: in development whoever is named; in production the holder of a token."""

import os

from flask import current_app

from disburse.access.bearer import by_bearer
from disburse.access.refusals import BeyondScope
from disburse.actors import Actor
from disburse.acts import ACTS
from disburse.config import Config
from disburse.errors import BadRecord, Finding

TOKEN = "DISBURSE_TOKEN"  # noqa: S105  # where the token is looked for
SCOPES = {
    module: scope
    for scope, modules in {
        "claims": "claiming reviewing deciding objecting registering revisiting freezing redating attaching",
        "money": "funding paying receiving recovering",
        "rules": "adopting interpreting rating recognising tabling",
        "pledges": "pledging locking endpoints",
        "people": "people credentials signing_in tokens delegating signing_keys working",
    }.items()
    for module in modules.split()
}
"""The scope that a token needs for the acts of each module of services."""
OF_BUDGETS = "budget"
"""Tables of budget codes are money's, although the services of all the office's tables are one module."""
NOBODYS = "—"


def read(text: str | None) -> Actor:
    """Read ``role:unit:id``. Raises BadRecord."""
    try:
        return Actor.parse(text or "")
    except ValueError as no:
        raise BadRecord([Finding("--by", "请写作 角色:单位:人员编号", str(no))]) from no


def is_named() -> bool:
    """Whether it is enough to name who acts."""
    config: Config = current_app.extensions["disburse"]
    return not config.in_production


def holder(scope: str) -> Actor:
    """Whose token is in the environment. Raises NotSignedIn or BeyondScope."""
    caller = by_bearer(os.environ.get(TOKEN, ""), "command line")
    if scope not in caller.scopes:
        raise BeyondScope(scope=scope)
    return caller.actor


def acting(named: Actor, scope: str) -> Actor:
    """Who acts: as ``named``, or, in production, the holder of the token."""
    return named if is_named() else holder(scope)


def scope_of(act: str) -> str:
    """The scope that a token needs for an act; of one that has none yet, a scope that no token has."""
    module = ACTS[act].service.__module__.rpartition(".")[2] if act in ACTS else ""
    if module == "tabling" and OF_BUDGETS in act:
        return SCOPES["funding"]
    return SCOPES.get(module, NOBODYS)
