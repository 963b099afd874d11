"""A session that ends loses no draft: what was typed comes back after signing in, and nothing was done."""

from sqlalchemy import update

from disburse import clock
from disburse.db import db
from disburse.models import SignedIn
from tests.access.world import PASSWORD
from tests.make import a_claim, again
from tests.web.forms_world import Page, a_desk, sends


def ends(browser):
    """The server forgets the browser's session; the browser does not know."""
    db.session.execute(update(SignedIn).values(ended_at=clock.now()))
    db.session.commit()
    return browser


def signs_in(browser, answer, password=PASSWORD):
    page = Page(answer.text)
    return browser.post("/sign-in", data={**page.sent, "login": browser.person.login, "password": password})


def test_what_was_typed_comes_back_after_signing_in_and_is_done_only_then(app, time):
    clerk, claim = a_desk(app, "district_clerk"), a_claim("submitted")
    form = clerk.get(f"/claims/{claim.id}/do/return_claim")
    asked = sends(ends(clerk), "", form, note="缺发票\n缺合同")
    assert asked.status_code == 401
    assert "会话已结束" in asked.text
    wrong = signs_in(clerk, asked, "wrong horse battery")
    assert wrong.status_code == 401
    again_filled = signs_in(clerk, wrong)
    assert again_filled.status_code == 200
    assert "缺发票\n缺合同" in again_filled.text
    assert PASSWORD not in again_filled.text
    assert again(claim).state == "submitted"
    assert sends(clerk, "", again_filled).status_code == 303
    assert again(claim).state == "returned"


def test_a_batch_that_was_picked_comes_back_too(app, time):
    clerk, claim = a_desk(app, "district_clerk"), a_claim("submitted")
    form = clerk.get(f"/claims/all/accept_claim?row={claim.id}")
    filled = signs_in(clerk, sends(ends(clerk), "", form))
    assert claim.id in filled.text
    assert "已办理 1 件" in Page(sends(clerk, "", filled).text).text


def test_no_password_is_carried_and_no_form_of_a_stranger(app, time):
    clerk, claim = a_desk(app, "district_clerk"), a_claim("submitted")
    account = Page(clerk.get("/account").text)
    form = Page(clerk.get(f"/claims/{claim.id}/do/return_claim").text)
    ends(clerk)
    typed = {**form.sent, "note": "缺发票", "password": "secret horse", "new": "secret horse"}
    assert "secret horse" not in clerk.post(form.action, data=typed).text
    strange = clerk.post(form.action, data={**typed, "mark": "0" * 64})
    assert strange.status_code == 303
    changed = {"mark": account.sent["mark"], "current": "secret horse", "new": "secret horse"}
    assert clerk.post("/account/password", data=changed).status_code == 303


def test_a_page_that_changed_while_one_signed_in_is_stale_afterwards(app, time):
    clerk, claim = a_desk(app, "district_clerk"), a_claim("district_review")
    form = clerk.get(f"/claims/{claim.id}/do/establish_facts")
    other = a_desk(app, "district_clerk")
    facts = {"facts.newly_recognised": "true", "note": "核对"}
    assert sends(other, f"/claims/{claim.id}/do/establish_facts", **facts).status_code == 303
    filled = signs_in(clerk, sends(ends(clerk), "", form, note="现场核查"))
    assert "现场核查" in filled.text
    assert sends(clerk, "", filled).status_code == 412


def test_signing_in_shows_no_page_but_that_of_an_act_in_the_same_request(app, time):
    clerk = a_desk(app, "district_clerk")
    sent = Page(ends(clerk).get("/sign-in").text).sent
    typed = {**sent, "kept.note": "x", "login": clerk.person.login, "password": PASSWORD}
    answer = clerk.post("/sign-in", data={**typed, "back": "/api/auditor/claims"})
    assert (answer.status_code, answer.location) == (303, "/api/auditor/claims")
