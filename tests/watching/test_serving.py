"""Slow, huge and senseless requests, over raw sockets against the real server: the others are answered."""

import json
import time
from contextlib import ExitStack

import pytest

from disburse.cli import listening
from tests.watching.conftest import read_all

FINE = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
SLOW_HEADERS = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
SLOW_BODY = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"
HASTY = "from disburse.cli import listening as l; l.REQUEST_SECONDS = l.CLEANUP_SECONDS = 1"


def takes_a_byte(connection) -> bool:
    try:
        connection.sendall(b"x")
    except OSError:
        return False
    return True


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_slow_requests_do_not_keep_others_waiting(serving):
    with serving() as server, ExitStack() as open_ones:
        for sent in [SLOW_HEADERS, SLOW_BODY] * 25:
            open_ones.enter_context(server.open()).sendall(sent)
        for _ in range(10):
            began = time.monotonic()
            assert status(server.ask(FINE)) == 200
            assert time.monotonic() - began < 5, "workers are not held by requests that are not there yet"


@pytest.mark.parametrize("sent", [SLOW_HEADERS, SLOW_BODY], ids=["headers", "body"])
def test_a_byte_now_and_then_does_not_hold_a_connection(serving, sent):
    with serving(HASTY) as server, server.open() as slow:
        slow.sendall(sent)
        began = time.monotonic()
        while time.monotonic() - began < 30 and takes_a_byte(slow):
            time.sleep(0.2)
        assert time.monotonic() - began < 30
        assert status(server.ask(FINE)) == 200


def test_more_connections_than_there_may_be_are_waited_out(serving):
    with serving(f"{HASTY}; l.MOST_CONNECTIONS = 20") as server, ExitStack() as open_ones:
        for _ in range(40):
            open_ones.enter_context(server.open()).sendall(SLOW_HEADERS)
        assert status(server.ask(FINE)) == 200, "within the 30 seconds of the socket"


def test_what_is_too_large_is_cut_off(serving):
    with serving(max_import_bytes=1_000_000, max_attachment_bytes=1_000_000) as server:
        declared = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99000000000\r\n\r\n"
        assert status(server.ask(declared)) == 413
        chunks = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        assert status(server.ask(chunks + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 40)) == 413
        header = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * listening.MOST_HEADER_BYTES
        assert status(server.ask(header + b"\r\n\r\n")) == 431
        assert status(server.ask(FINE)) == 200


SENSELESS = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "version": b"GET / HTTP/9.9\r\n\r\n",
    "bytes": b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "smuggling": b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n",
    "negative": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "folded": b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n",
}


def test_senseless_requests_are_refused_and_the_next_is_answered(serving):
    with serving() as server:
        refused = {name: status(server.ask(sent + FINE)) for name, sent in SENSELESS.items()}
        assert status(server.ask(FINE)) == 200
    assert refused == dict.fromkeys(SENSELESS, 400) | {"smuggling": 501}


def test_who_a_stranger_says_it_is_sent_for_is_not_believed(serving):
    forged = (
        b"X-Forwarded-For: 192.0.2.9\r\nForwarded: for=192.0.2.9\r\nX-Forwarded-Host: elsewhere.example\r\n"
    )
    with serving() as server:
        asked = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        answer = server.ask(asked + forged + b"\r\n")
        assert status(answer) == 200, "it is still this machine that asks"
        assert b"192.0.2.9" not in answer


def test_after_garbage_a_pipelined_request_is_not_believed(serving):
    with serving() as server:
        answers = server.ask(
            b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" + b"\x00rubbish\r\n\r\n" + FINE
        )
        assert answers.count(b" 200 OK\r\n") == 1
        assert answers.count(b" 400 Bad Request\r\n") == 1


def test_the_server_says_nothing_of_itself_and_logs_lines_of_json(serving):
    with serving() as server:
        with server.open() as connection:
            connection.sendall(FINE)
            answer = read_all(connection).lower()
        assert b"server:" not in answer
        assert b"waitress" not in answer
        server.ask(SLOW_BODY.replace(b"1000", b"1") + FINE)
    lines = [json.loads(line) for line in server.written().splitlines()]
    assert {line["endpoint"] for line in lines} == {"health.alive", "nowhere"}
