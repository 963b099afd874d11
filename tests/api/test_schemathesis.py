"""Schemathesis over the whole document: nothing breaks the service, nothing is answered that is not told.

Seeded data, derandomised, a bounded number of examples for each operation, and every check that it has.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.modes import GenerationMode

from tests.make import a_claim, a_fund, a_rating_list

EXAMPLES = 2
"""For each operation, of good and of bad requests alike."""
ROLES = {
    "enterprise": "enterprise_agent",
    "district": "district_clerk",
    "city": "city_clerk",
    "finance": "finance_clerk",
    "bank": "bank_clerk",
    "auditor": "auditor",
    "administrator": "security_admin",
    "everyone": "district_head",
}
BY_RULE = ["400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429"]
CONFIG = {
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", *BY_RULE]},
        "negative_data_rejection": {"expected-statuses": ["304", *BY_RULE]},
    },
}
"""What a well-formed request may be answered: rules, versions and numbers are not in the schema."""
MODEST = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def secrets(app, people):
    """A paid claim, and somebody of each audience."""
    fund = a_fund()
    paid = a_claim("paid", fund=fund)
    a_claim("submitted")
    a_rating_list()
    app.extensions["disburse.rate"].limit = 10**6
    app.extensions["disburse.rate"]._cost = 1
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return {
        office: people(role, paid.enterprise_id if office == "enterprise" else "").secret
        for office, role in ROLES.items()
    }


@pytest.mark.timeout(290)
def test_no_request_breaks_it(app, secrets):
    load_all_checks()
    checks = CHECKS.get_all()
    assert len(checks) > 8
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app, config=config)
    tried = dict.fromkeys(ROLES, 0)
    for found in schema.get_all_operations():
        operation = found.ok()
        office = operation.tags[0]
        if office in ROLES:
            tried[office] += sum(attempts(operation, secrets[office], checks))
    assert min(tried.values()) > 10, tried


def attempts(operation: Any, secret: str, checks: Any) -> Any:
    """Good and bad requests of one operation; how many were made."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        made = []

        @MODEST
        @given(operation.as_strategy(generation_mode=mode))
        def attempt(case: Any) -> None:
            made.append(case)  # noqa: B023  # used within its turn of the loop
            headers = {"Authorization": f"Bearer {secret}"}
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=checks, headers=headers)

        try:
            attempt()
        except Unsatisfiable:
            continue
        yield len(made)
