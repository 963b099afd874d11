"""Jobs: have an attachment scanned, and ask again where the scanner was missing or could not say."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from disburse import desk, jobs
from disburse.actors import CLOCK
from disburse.acts import act
from disburse.attachments import scanner, store
from disburse.attachments.refusals import ContentLost, ScannerAway, StoreAway
from disburse.config import Config
from disburse.queries import attachments
from disburse.work.errand import Errand, Failed
from workflows.attachment import UNSETTLED


def scan(errand: Errand) -> Mapping[str, Any]:
    """Send one attachment to the scanner, and write down what it says where that is something new."""
    config: Config = current_app.extensions["disburse"]
    row = attachments.one(errand.payload["number"], CLOCK)
    if row.state not in UNSETTLED:
        return {"state": row.state}
    try:
        with store.of(config).fetch(row.sha256) as file:
            verdict = scanner.scan(config.scanner, file)
    except ContentLost as no:
        raise Failed(no.en, final=True) from no
    except (ScannerAway, StoreAway) as no:
        raise Failed(no.en) from no
    if verdict.state != row.state:
        said = {"number": row.id, "version": row.version, "verdict": verdict.state}
        act("record_scan", {**said, "finding": verdict.finding}, CLOCK)
    return {"state": verdict.state, "finding": verdict.finding}


def rescan(errand: Errand) -> Mapping[str, Any]:
    """Ask for the scan of everything that still waits; with a scanner also of what it never saw.

    A scan put off because the scanner was away is due at once.
    """
    config: Config = current_app.extensions["disburse"]
    due = attachments.in_state(*UNSETTLED) if config.scanner else attachments.in_state("waiting")
    with desk.aside():
        hastened = jobs.hasten("scan")
        asked = [jobs.enqueue("scan", {"number": number}, f"scan:{number}", number) for number in due]
    errand.told(len(due), len(due))
    return {"due": len(due), "asked": hastened + sum(number is not None for number in asked)}
