"""A session that ends loses no draft: what was typed comes back after signing in, and nothing was done."""

import html
import re
from dataclasses import replace

import pyotp
from sqlalchemy import update

from disburse import clock
from disburse.db import db
from disburse.models import SignedIn
from tests.access.world import PASSWORD, enters, has_password
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


NEW = "a walk in the autumn rain"


def carried_to(browser):
    """A form typed into, whose session has ended; the page that asks for a sign-in."""
    claim = a_claim("submitted")
    form = browser.get(f"/claims/{claim.id}/do/return_claim")
    return claim, sends(ends(browser), "", form, note="缺发票")


def fills(browser, shown, action, **typed):
    """Send the form of a page that goes to ``action``, as it stands, with ``typed`` over it."""
    [form] = re.findall(rf'<form[^>]*action="{action}".*?</form>', shown.text, re.S)
    return browser.post(action, data={**Page(form).sent, **typed})


def test_a_password_that_is_owed_is_changed_on_the_way_and_the_draft_comes_back(app, time):
    clerk = a_desk(app, "district_clerk")
    claim, asked = carried_to(clerk)
    has_password(clerk.person, password_once=True)
    account = signs_in(clerk, asked)
    assert "请先更换密码" in Page(account.text).text
    assert "您所填的表单仍在" in account.text
    wrong = fills(clerk, account, "/account/password", current="wrong horse", new=NEW)
    assert wrong.status_code == 401
    assert NEW not in wrong.text
    entrance = fills(clerk, wrong, "/account/password", current=PASSWORD, new=NEW)
    assert "会话已结束" in entrance.text
    filled = signs_in(clerk, entrance, NEW)
    assert "缺发票" in filled.text
    assert sends(clerk, "", filled).status_code == 303
    assert again(claim).state == "returned"


def test_a_code_that_is_owed_is_set_up_on_the_way_and_the_draft_comes_back(app, time):
    clerk = a_desk(app, "district_clerk")
    claim, asked = carried_to(clerk)
    app.extensions["disburse"] = replace(app.extensions["disburse"], totp_roles="district_clerk")
    account = signs_in(clerk, asked)
    seed = fills(clerk, account, "/account/totp", current=PASSWORD)
    codes = pyotp.parse_uri(html.unescape(re.search(r"otpauth://[^<]+", seed.text)[0]))
    filled = fills(clerk, seed, "/account/totp/confirm", code=codes.at(clock.now()))
    assert "缺发票" in filled.text
    assert sends(clerk, "", filled).status_code == 303
    assert again(claim).state == "returned"


def test_who_signs_in_once_for_all_in_another_tab_goes_on_in_this_one(app, time):
    clerk = a_desk(app, "district_clerk")
    app.extensions["disburse"] = replace(
        app.extensions["disburse"], oidc_issuer="https://id.example", oidc_name="统一身份认证"
    )
    claim, asked = carried_to(clerk)
    assert 'target="_blank"' in asked.text
    sent = Page(asked.text).sent
    too_soon = clerk.post("/sign-in/again", data=sent)
    assert too_soon.status_code == 401
    clerk.set_cookie("disburse", enters(clerk.person).secret)  # as the way back from the issuer does
    filled = clerk.post("/sign-in/again", data=Page(too_soon.text).sent)
    assert filled.status_code == 200
    assert "缺发票" in filled.text
    assert sends(clerk, "", filled).status_code == 303
    assert again(claim).state == "returned"
    assert clerk.post("/sign-in/again", data={**sent, "mark": "0" * 64}).status_code == 403


def test_the_way_in_shows_what_everybody_may_read(app, time):
    page = app.test_client().get("/sign-in").text
    assert 'href="/public/"' in page
    assert 'href="/public/verify"' in page
