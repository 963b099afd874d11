"""What only the city decides is stated by nobody else."""

import pytest

from disburse.acts import act
from disburse.errors import BadRecord
from tests.make import CLERK, a_claim, an_adoption, an_enterprise


def test_a_district_cannot_establish_the_sum_that_the_city_decides(time):
    an_adoption()
    claim = a_claim(
        "district_review", enterprise=an_enterprise(), item="QD24-20.1", facts={"recognised_on": "2025-01-15"}
    )
    body = {"number": claim.id, "version": claim.version, "note": "自定金额"}
    with pytest.raises(BadRecord) as refusal:
        act(
            "establish_facts",
            {**body, "facts": {"decided_amount": "1000.00", "decision_no": "自定1号"}},
            CLERK,
        )
    assert {finding.where for finding in refusal.value.findings} == {
        "facts.decided_amount",
        "facts.decision_no",
    }
