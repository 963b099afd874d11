"""How the server listens: what it takes in, for how long, from how many at once. waitress reads requests
whole in one thread before any of them costs a worker, so that slow ones wait at nobody's expense.
"""

import socket
import time

from flask import Flask
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from disburse.config import Config

THREADS = 8
MOST_CONNECTIONS = 500
"""Well below the 1,024 open files that a process has by default."""
MOST_HEADER_BYTES = 16 << 10
REQUEST_SECONDS = 60
"""A request must be here whole within this time, a connection without one is closed after it."""
CLEANUP_SECONDS = 5
FORM_BYTES = 64 << 10
"""What a form adds around a file."""


class Arrival(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose time runs from the first byte of a request, not from its last one.

    Otherwise a byte every minute would hold it for ever.
    """

    began_s = 0

    def received(self, data: bytes) -> bool:
        """Take in what came; a request that is still not whole does not count as life."""
        before = self.request
        if before is not None:
            self.last_activity = self.began_s
        took: bool = super().received(data)
        if self.request is not before:
            self.began_s = int(time.time())
        return took


def server(app: Flask, listening: socket.socket) -> TcpWSGIServer:
    """The server of ``app`` on a socket; it says nothing of itself."""
    settings: Config = app.extensions["disburse"]
    made = create_server(
        app,
        sockets=[listening],
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
        channel_timeout=REQUEST_SECONDS,
        cleanup_interval=CLEANUP_SECONDS,
        max_request_header_size=MOST_HEADER_BYTES,
        max_request_body_size=max(
            settings.max_body_bytes, settings.max_import_bytes, settings.max_attachment_bytes
        )
        + FORM_BYTES,
        clear_untrusted_proxy_headers=not settings.proxies,
        asyncore_use_poll=True,
        log_socket_errors=False,
        ident=None,
    )
    made.channel_class = Arrival
    return made
