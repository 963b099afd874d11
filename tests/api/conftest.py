"""People of every office who ask through the interface, each with a token of their own."""

from itertools import count
from typing import Any

import pytest

from disburse.access import tokens
from disburse.access.caller import SCOPES, Caller
from disburse.db import db
from disburse.models import Unit
from tests.make import BANK_CODE, UNIT, a_person, a_unit, acting
from workflows.roles import ROLES

_keys = count(1)
UNITS = {
    "district": (UNIT, "district"),
    "city": ("city", "city"),
    "finance": ("finance", "finance"),
    "bank": (BANK_CODE, "bank"),
    "auditor": ("audit", "auditor"),
    "administrator": ("administration", "administrator"),
}


class Asker:
    """A person with a token, and a client that sends it."""

    def __init__(self, client: Any, role: str, unit: str, scopes: Any = SCOPES) -> None:
        self.client, self.role = client, role
        self.person = a_person(role, unit=unit)
        self.actor = acting(self.person, role)
        self.home = f"/api/{ROLES[role].office}"
        caller = Caller(self.actor, "session", "S-test")
        self.secret, self.token = tokens.issue(caller, name="测试", scopes=tuple(scopes), days=365)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(self._at(path), headers=self._headers(headers))

    def post(
        self, path: str, body: Any = None, *, seen: Any = None, key: str | None = "", **headers: str
    ) -> Any:
        """Send ``body`` as JSON, with a key of its own unless there is another or none (None)."""
        given = dict(headers)
        if key is not None:
            given["Idempotency-Key"] = key or f"key-{next(_keys)}"
        if seen is not None:
            given["If-Match"] = seen if isinstance(seen, str) else tag(seen)
        sent = {"data": body} if isinstance(body, bytes) else {"json": {} if body is None else body}
        return self.client.post(self._at(path), headers=self._headers(given), **sent)

    def _at(self, path: str) -> str:
        return path if path.startswith("/api/") else f"{self.home}{path}"

    def _headers(self, given: dict[str, str]) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.secret}",
            **{n.replace("_", "-"): v for n, v in given.items()},
        }


def tag(record: Any) -> str:
    """The ETag of a record, made here by itself."""
    return f'"{record.version}-{record.head[:16]}"'


@pytest.fixture
def config(sqlite_config):
    """Rows are touched through services alone: one database, but where a test says two."""
    return sqlite_config


@pytest.fixture
def client(app):
    """A program that asks."""
    return app.test_client()


@pytest.fixture
def people(client, time):
    """Whoever is asked for by role: one person each, with a token; an enterprise's by its number."""
    known: dict[tuple[str, str], Asker] = {}

    def one(role: str, unit: str = "", **given: Any) -> Asker:
        office = ROLES[role].office
        code, of = UNITS.get(office, ("", ""))
        place = unit or code
        if of and db.session.get(Unit, place) is None:
            a_unit(place, of)
        asked = (role, place)
        if given or asked not in known:
            made = Asker(client, role, place, **given)
            if given:
                return made
            known[asked] = made
        return known[asked]

    return one


def problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """The problem document of an answer that must be one."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    told = answer.get_json(force=True)
    assert told["status"] == status
    assert told["type"].endswith(f"/problems/{kind}"), told
    assert told["title"]
    assert told["detail"]
    assert told["instance"] == f"urn:disburse:request:{answer.headers['X-Request-Id']}"
    return told
