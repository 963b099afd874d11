"""A small journal that is whole: three claims of three events, one person's phone number behind a digest."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from reports import proof

START = datetime(2026, 3, 5, 1, 2, 3, 123456, tzinfo=UTC)
STEPS = (
    ("submit", {"state": "submitted", "asked_yuan": "10.00"}, None),
    ("recommend", {"state": "recommended", "recognised_yuan": "9.00"}, None),
    ("pay", {"state": "paid", "asked_yuan": None}, "9.00"),
)


def claim(record, phone_digest=None):
    """Events of one claim and its head."""
    state, prev, events = {}, proof.GENESIS, []
    for seq, (action, new, amount) in enumerate(STEPS, 1):
        new = {**new, "phone": phone_digest} if phone_digest and seq == 1 else new
        changes = {name: [state.get(name), value] for name, value in new.items()}
        source, state = state.get("state"), {k: v for k, v in {**state, **new}.items() if v is not None}
        events.append(
            proof.event(
                kind="claim",
                record=record,
                seq=seq,
                prev=prev,
                at=START + timedelta(days=seq),
                demo=True,
                action=action,
                source=source,
                target=state["state"],
                by={"id": f"u-{seq}", "role": "district_clerk", "unit": "370212"},
                changes=changes,
                amount=amount,
                reason="=1+1" if seq == 2 else None,
                state=proof.state_digest(state),
            )
        )
        prev = proof.digest(events[-1])
    return events, proof.Head(record, "claim", len(STEPS), prev, proof.state_digest(state))


@dataclass
class Journal:
    """What a verifier is given; tests change it and see what is found."""

    events: list
    heads: list
    disclosures: list = field(default_factory=list)

    def found(self):
        """Where something is wrong, and what."""
        findings = list(proof.verify(self.events, self.heads, self.disclosures))
        assert all(finding.zh and finding.en for finding in findings)
        return [(finding.record, finding.seq, finding.code) for finding in findings]

    def change(self, at, **parts):
        """Edit one event, leaving all hashes as they were."""
        self.events[at] = proof.canonical({**proof.parse(self.events[at]), **parts})

    def rehash(self, record):
        """Make one claim's links and digests agree again with whatever its events now say."""
        prev, state = proof.GENESIS, {}
        for at, data in enumerate(self.events):
            body = proof.parse(data)
            if body["record"] == record:
                state = {
                    k: v for k, v in {**state, **{f: p[1] for f, p in body["changes"].items()}}.items() if v
                }
                self.change(at, prev=prev, state=proof.state_digest(state))
                prev = proof.digest(self.events[at])


@pytest.fixture
def journal():
    """Three claims: QD-1, QD-2 (with a phone number), QD-3."""
    digest = proof.disclosure("0a" * 16, "phone", "example phone")
    claims = [claim("QD-1"), claim("QD-2", digest), claim("QD-3")]
    told = [proof.Disclosure("QD-2", "phone", "0a" * 16, "example phone")]
    return Journal([event for events, _ in claims for event in events], [head for _, head in claims], told)
