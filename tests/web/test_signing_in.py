"""The way in and out in a browser without JavaScript, and one's own account; forms of others are refused."""

import html
import re
from dataclasses import replace

import pyotp
import pytest

from disburse import clock
from disburse.app import create_app
from disburse.db import db
from tests.access.world import PASSWORD, a_person, enters, has_password
from workflows.roles import HELD

NEW = "a long walk in the rain"
FORM = re.compile(r'name="mark" value="(\w{64})"')


@pytest.fixture
def browser(app, time):
    """A browser in which nobody has signed in."""
    return app.test_client()


def fills(browser, page, action, **given):
    """Fill in the form of a page, as it was given to this browser."""
    mark = FORM.search(browser.get(page).text)[1]
    return browser.post(action, data={"mark": mark, **given})


def signs_in(browser, person, password=PASSWORD, **given):
    return fills(browser, "/sign-in", "/sign-in", login=person.login, password=password, **given)


@pytest.mark.parametrize(
    "address", ["/", "/claims/QD-2025-000001", "/claims/QD-2025-000001/notice.pdf", "/account"]
)
def test_nobody_reads_before_signing_in(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?back=")
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/sign-in").status_code == 200


def test_only_roles_that_people_hold_are_offered_at_the_way_in(browser):
    offered = re.findall(r'<option value="(\w+)"', browser.get("/sign-in").text)
    assert offered == [*HELD]


def test_one_signs_in_reads_what_was_asked_for_and_signs_out(browser):
    person = a_person("auditor")
    answer = signs_in(browser, person, back="/?state=paid")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?state=paid")
    page = browser.get("/")
    assert page.status_code == 200
    assert "审计人员" in page.text
    kept = browser.get_cookie("disburse")
    assert kept.http_only
    assert kept.same_site == "Lax"
    away = fills(browser, "/", "/sign-out")
    assert away.headers["Location"] == "/sign-in"
    assert away.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert browser.get("/").status_code == 303
    browser.set_cookie("disburse", kept.value)
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    "back", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "x", "/\n"]
)
def test_nobody_is_led_elsewhere_after_signing_in(browser, back):
    assert signs_in(browser, a_person("auditor"), back=back).headers["Location"] == "/"


def test_a_wrong_password_is_said_beside_the_form_and_not_kept(browser):
    answer = signs_in(browser, a_person("auditor"), "wrong horse battery")
    assert answer.status_code == 401
    assert "登录名、密码或动态口令不正确" in answer.text
    assert "wrong horse" not in answer.text


def test_a_locked_name_is_told_until_when(browser):
    person = a_person("auditor")
    for _ in range(5):
        signs_in(browser, person, "wrong horse battery")
    answer = signs_in(browser, person)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "901"
    assert "2025-03-03 09:15" in answer.text


def test_a_form_of_somebody_else_is_refused(browser, app):
    person = a_person("auditor")
    filled = {"login": person.login, "password": PASSWORD}
    assert browser.post("/sign-in", data=filled).status_code == 403
    other = FORM.search(app.test_client().get("/sign-in").text)[1]
    browser.get("/sign-in")
    assert browser.post("/sign-in", data={**filled, "mark": other}).status_code == 403
    signs_in(browser, person)
    for action in (
        "/sign-out",
        "/account/password",
        "/account/role",
        "/account/totp",
        "/account/totp/confirm",
    ):
        assert browser.post(action, data={"mark": other}).status_code == 403, action
    assert browser.get("/").status_code == 200


def test_a_role_is_chosen_at_the_door_and_changed_on_the_account(browser):
    person = a_person("district_clerk", "district_head")
    signs_in(browser, person, role="district_head")
    assert "区市负责人" in browser.get("/account").text
    assert fills(browser, "/account", "/account/role", right="district_clerk ").status_code == 303
    header = browser.get("/").text.split("<main")[0]
    assert "区市经办人" in header
    assert fills(browser, "/account", "/account/role", right="city_clerk ").status_code == 403


def test_a_password_for_one_use_leads_to_the_account_and_nowhere_else(browser):
    person = a_person("auditor", password=None)
    has_password(person, password_once=True)
    signs_in(browser, person)
    assert browser.get("/").headers["Location"] == "/account"
    assert "请先更换密码" in browser.get("/account").text
    given = {"current": PASSWORD, "new": NEW}
    assert fills(browser, "/account", "/account/password", **given).headers["Location"] == "/sign-in"
    signs_in(browser, person, NEW)
    assert browser.get("/").status_code == 200


def test_one_time_codes_are_set_up_with_a_picture_and_asked_for_from_then_on(browser, time):
    person = a_person("finance_payer")
    signs_in(browser, person)
    assert browser.get("/").headers["Location"] == "/account"
    shown = fills(browser, "/account", "/account/totp", current=PASSWORD).text
    assert "<svg" in shown
    codes = pyotp.parse_uri(html.unescape(re.search(r"otpauth://[^<]+", shown)[0]))
    code = codes.at(clock.now())
    mark = FORM.search(shown)[1]
    assert browser.post("/account/totp/confirm", data={"mark": mark, "code": code}).status_code == 303
    assert browser.get("/").status_code == 200
    fills(browser, "/", "/sign-out")
    assert "还须输入动态口令" in signs_in(browser, person).text
    time.move_to(time.moment.replace(minute=5))
    assert signs_in(browser, person, code=codes.at(clock.now())).status_code == 303


def test_another_session_of_ones_own_is_ended_from_the_account(browser):
    person = a_person("auditor")
    other = enters(person).caller.number
    signs_in(browser, person)
    assert fills(browser, "/account", f"/account/sessions/{other}/end").status_code == 303
    assert other not in browser.get("/account").text


def test_over_https_the_cookie_is_for_this_host_and_https_alone(config, time):
    app = create_app(replace(config, public_url="https://disburse.example"))
    with app.app_context():
        browser = app.test_client()
        signs_in(browser, a_person("auditor"))
        cookie = browser.get_cookie("__Host-disburse")
        assert cookie.secure
        assert cookie.path == "/"
        assert browser.get_cookie("__Host-disburse-form").secure
        db.session.remove()
        db.engine.dispose()


def test_the_sign_in_pages_bring_nothing_inline(browser):
    signs_in(browser, a_person("auditor"))
    for address in ("/sign-in", "/account"):
        assert not re.search(
            r"<script(?! src=)|<style| style=| on\w+=|https?://", browser.get(address).text
        ), address
