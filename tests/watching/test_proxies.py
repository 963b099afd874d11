"""Who asks is what a proxy of ours says, and nobody else: DISBURSE_PROXIES counts them."""

from dataclasses import replace

import pytest
from flask import request

from disburse.app import create_app

SAID = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil",
}


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [(0, "127.0.0.1 http"), (1, "198.51.100.7 https"), (2, "203.0.113.9 http")],
    ids=["nobody is believed", "the last hop", "the hop before"],
)
def test_the_address_is_what_so_many_proxies_say(sqlite_config, proxies, seen):
    app = create_app(replace(sqlite_config, proxies=proxies))
    app.add_url_rule(
        "/healthz/who", "health.who", lambda: f"{request.remote_addr} {request.scheme} {request.host}"
    )
    answer = app.test_client().get("/healthz/who", headers=SAID)
    assert answer.text == f"{seen} localhost"
