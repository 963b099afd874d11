"""The nightly job ends authorisations after their last day; a ratio above the whole is refused."""

from datetime import timedelta

import pytest

from disburse import clock
from disburse.access.fitness import fit_settings
from disburse.access.refusals import UnfitSettings
from disburse.acts import act
from disburse.config import Config
from disburse.db import db
from disburse.models import Claim
from disburse.queries import locks
from disburse.work.errand import Errand
from disburse.work.expiry import expire_pledges
from tests.make import a_claim, a_lock, a_pledge, again, agent, here

TELL = Errand(1, {}, lambda *_: None)


def test_every_authorisation_that_is_over_is_ended_once(bank, time):
    asked, locked = a_lock("proposed"), a_lock()
    gone, known = a_pledge(a_claim("approved")), a_pledge(a_claim("approved"), days=60)
    owner = agent(db.session.get_one(Claim, gone.claim_id).enterprise_id)
    act("withdraw_authorisation", here(gone), owner)
    assert expire_pledges(TELL) == {"due": 0, "ended": 0}
    time.move_to(clock.now() + timedelta(days=31))
    assert expire_pledges(TELL) == {"due": 1, "ended": 1}
    states = [again(pledge).state for pledge in (asked, locked, gone, known)]
    assert states == ["expired", "active", "withdrawn", "authorised"]
    assert expire_pledges(TELL) == {"due": 0, "ended": 0}


def test_one_that_changed_meanwhile_is_left_to_the_next_night(bank, time, monkeypatch):
    pledge = a_pledge(a_claim("approved"))
    time.move_to(clock.now() + timedelta(days=31))
    monkeypatch.setattr("disburse.work.expiry.overdue", lambda: [(pledge.id, 99), *locks.overdue()])
    assert expire_pledges(TELL) == {"due": 2, "ended": 1}


@pytest.mark.parametrize("percent", [0, 101])
def test_a_ratio_beyond_the_whole_is_refused(percent):
    with pytest.raises(UnfitSettings) as no:
        fit_settings(Config(pledge_percent=percent))
    assert [finding.where for finding in no.value.findings] == ["DISBURSE_PLEDGE_PERCENT"]
