"""The one door: headers, errors, and who is let in."""

import re

import pytest

from disburse.queries import claims
from disburse.web.door import GUARDS
from tests.make import a_claim, a_unit

ACTS = {
    "acting.on", "acting.new", "batching.on", "administrator_pages.deal", "exports_pages.ask",
    "exports_pages.take", "exports_pages.fetch", "batch.file", "receipt_file.go_on", "finance_pages.receive",
    "bank_pages.register", "bank_pages.rotate", "city_pages.imports", "claim.attach",
}  # fmt: skip


def test_every_page_only_reads_but_for_acts_the_way_in_and_ones_own_account(app):
    for rule in app.url_map.iter_rules():
        ours = rule.rule.startswith(("/api/", "/account", "/sign-", "/preferences")) or rule.endpoint in ACTS
        if not ours:
            assert rule.methods <= {"GET", "HEAD", "OPTIONS"}, rule


@pytest.mark.parametrize("address", ["/", "/static/pages.css", "/claims/none", "/nowhere", "/healthz"])
def test_every_answer_is_guarded(client, address):
    with client.get(address) as answer:
        headers = answer.headers
    assert {name: headers[name] for name in GUARDS} == GUARDS
    assert ("no-store" in headers["Cache-Control"]) is not address.startswith("/static")


def test_pages_bring_nothing_inline_and_nothing_from_elsewhere(client, time):
    a_unit()
    claim = a_claim("paid")
    for address in ("/", f"/claims/{claim.id}", f"/verify/{claim.id}", "/nowhere"):
        page = client.get(address).text
        assert not re.search(r"<script(?! src=)|<style| style=| on\w+=|https?://", page), address
        for linked in re.findall(r'(?:href|src)="([^"#]+)"', page):
            with client.get(linked) as answer:
                assert answer.status_code == 200, linked
    with client.get("/static/pages.css") as sheet:
        assert "url(" not in sheet.text


def test_nothing_of_a_fault_is_shown(read, monkeypatch):
    def broken(_by):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(claims, "totals", broken)
    page = read("/", 500)
    assert re.search(r'<span class="digest">\w{8}</span>', page)
    assert "系统出了故障，没有改动任何记录" in page
    assert "secret" not in page


def test_what_is_sent_is_not_taken(client):
    answer = client.post("/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "这个地址不接受这样的请求" in answer.text


def test_a_strangers_name_for_this_machine_is_refused(client):
    assert client.get("/healthz", headers={"Host": "elsewhere.example"}).status_code == 400
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_an_address_with_a_null_character_is_refused(read):
    assert "无法识别" in read("/claims/%00", 400)
    assert "无法识别" in read("/verify/P%00", 400)
