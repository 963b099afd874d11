"""One POST to an address that someone else named: pinned, bounded in time and bytes, never led elsewhere."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from disburse.work.addresses import Place

CONNECT_S, ANSWER_S, WHOLE_S = 5, 10, 15
"""Seconds for the connection, for each wait for the other side, and for all of it together."""
ANSWER_BYTES = 4096
"""How much of an answer is read; the rest is left."""


@dataclass(frozen=True)
class Answer:
    """What the other side said: its status, and the first bytes of what came with it."""

    status: int
    body: bytes


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the host's name leads to by now; TLS is held to the name."""

    def __init__(self, place: Place, address: str) -> None:
        super().__init__(place.host, place.port, timeout=ANSWER_S)
        self._place, self._address = place, address

    def connect(self) -> None:
        """Connect to the pinned address; over TLS the certificate must be the host's."""
        plain = socket.create_connection((self._address, self._place.port), CONNECT_S)
        self.sock = plain  # at once, so that whoever waits can end it
        plain.settimeout(ANSWER_S)
        if self._place.secure:
            context = ssl.create_default_context()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            name = self._place.host
            self.sock = context.wrap_socket(plain, server_hostname=name, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from another thread, wherever it waits."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def post(place: Place, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send ``body`` to ``place`` at ``address``. Raises OSError or http.client.HTTPException."""
    connection = _Pinned(place, address)
    watch = threading.Timer(WHOLE_S, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", place.path, body, {**headers, "Host": place.named, "Connection": "close"})
        with connection.getresponse() as answer:
            return Answer(answer.status, answer.read(ANSWER_BYTES))
    finally:
        watch.cancel()
        connection.close()
