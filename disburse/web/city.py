"""Pages of the audience ``city``: the work list, lists and their matches, rules, public notice, dossiers."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for

from disburse.ledger import left_fen
from disburse.policy import catalogue as policy
from disburse.policy.model import RATINGS
from disburse.policy.readings import READINGS, questions
from disburse.queries import claims, dossier, funds, open_matches, publicity, records
from disburse.queries import rules as rulings
from disburse.web import city_imports, waiting
from disburse.web.kinds import address
from disburse.web.newest import newest
from disburse.web.wording import governing
from workflows.claim import CLAIM

pages = Blueprint("city_pages", __name__, url_prefix="/city")
ACTS = ("rate_claim", "publish_claim", "approve_claim", "send_back", "refuse_claim")
"""What is done to many claims at once, after the confirming page with its exceptions and its total."""
PAGE = 50
"""Lines of a list that has pages of its own here."""
DECIDED = 5
"""Decisions on one question that are shown; the register has them all."""


@pages.get("")
def work() -> str:
    """What waits for the reader, overdue first, of every district or of one."""
    return waiting.show("city", "/city", ACTS, with_units=True)


@pages.get("/done")
def done() -> str:
    """What the city bureau has done."""
    return waiting.done("city", "/city/done")


@pages.get("/rules")
def rules() -> str:
    """What the texts leave open and what was decided, documents in force, and the office's own tables."""
    by = waiting.require("city")
    decided = rulings.decided(by, DECIDED + 1)
    return render_template(
        "city_rules.html",
        questions=[
            (one, [(name, READINGS[one.kind][name]) for name in one.readings], decided.get(one.name, []))
            for one in questions(policy.load()).values()
        ],
        most=DECIDED,
        adoptions=newest("adoption", PAGE),
        tables=newest("city_table", PAGE),
        may_enter=by.role == "city_clerk",
    )


@pages.get("/lists")
def lists() -> str:
    """Published lists that were imported, the newest first, and where another is imported.

    Each kind has its own place in the address, the number before which its page begins.
    """
    by = waiting.require("city")
    places = {kind: request.args.get(kind, "") for kind in city_imports.GIVES.values()}
    found = {kind: records.latest(kind, by, PAGE + 1, before) for kind, before in places.items()}
    return render_template(
        "city_lists.html",
        found={kind: rows[:PAGE] for kind, rows in found.items()},
        firsts={kind: _at({**places, kind: ""}) if before else "" for kind, before in places.items()},
        followings={
            kind: _at({**places, kind: rows[PAGE - 1].id}) if len(rows) > PAGE else ""
            for kind, rows in found.items()
        },
        kinds=city_imports.TITLES if by.role == "city_clerk" else {},
    )


def _at(places: Mapping[str, str]) -> str:
    given: dict[str, Any] = {kind: place for kind, place in places.items() if place}
    return url_for("city_pages.lists", **given)


@pages.get("/matches")
def matches() -> str:
    """Rows of lists that may be an enterprise's: a person who did not import the list says so, or not."""
    by, after = waiting.require("city"), request.args.get("after", "")
    found = open_matches.page(by, after=after, size=PAGE + 1)
    return render_template(
        "city_matches.html",
        found=[(address(one.kind, one.list_id), one) for one in found[:PAGE]],
        following=found[PAGE - 1].place if len(found) > PAGE else "",
        after=after,
        may_say=by.role == "city_clerk",
    )


@pages.get("/notices")
def notices() -> str:
    """The public notice 公示, by minutes: enterprise, item and sum; objections; what the funds have left."""
    by = waiting.require("city")
    after = request.args.get("after", "")
    lines = claims.page(by, state="public_notice", after=after, size=PAGE + 1)
    count, total_fen = claims.tally(by, state="public_notice")
    return render_template(
        "city_notices.html",
        lines=[(line, governing(line.claim.item, line.claim.on)) for line in lines[:PAGE]],
        following=lines[PAGE - 1].claim.id if len(lines) > PAGE else "",
        after=after,
        count=count,
        posted=publicity.posted(),
        objections=newest("objection", PAGE, {"state": "raised"}),
        total_fen=total_fen,
        funds=[(fund, left_fen(fund)) for fund in funds.listed(by)],
        approve="approve_claim" if by.role == "city_approver" else "",
    )


@pages.get("/enterprises/<number>")
def enterprise(number: str) -> str:
    """One enterprise over the years, and what another class would change. Raises NotFound or BadRecord."""
    by = waiting.require("city")
    rating = request.args.get("rating", "")
    whole = dossier.dossier(number, by)
    return render_template(
        "city_enterprise.html",
        whole=whole,
        most=dossier.MOST,
        name=claims.shown_name(whole.enterprise),
        titles={claim.id: governing(claim.item, claim.on) for claim in whole.claims},
        ratings=RATINGS,
        rating=rating,
        changes=dossier.what_if(number, rating, by) if rating else [],
        claim_states={state.name: state for state in CLAIM.states},
    )


city_imports.open_under(pages)
