"""A bank's receiving side: a real server on loopback that verifies what it gets and answers as it is told."""

import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class Receiver:
    """Answers each request with the next of ``answers`` (the last one stays); keeps what it accepted.

    An answer is a status, or a function of the request's handler that does what it likes and gives None.
    """

    def __init__(self, *answers, context=None):
        self.answers, self.secret = list(answers) or [204], None
        self.requests, self.events, self.false = [], [], []
        self.lock = threading.Lock()
        outer = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self):
                outer.receive(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.server.daemon_threads = True
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = (
            f"http{'s' if context else ''}://{'localhost' if context else '127.0.0.1'}:{self.port}/hook"
        )

    def receive(self, door):
        body = door.rfile.read(int(door.headers.get("Content-Length", 0)))
        with self.lock:
            self.requests.append((door.command, door.path, dict(door.headers), body))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status = answer(door) if callable(answer) else answer
        if status is None:
            return
        if 200 <= status < 300 and self.secret:
            self.accept(dict(door.headers), body)
        door.send_response(status)
        door.send_header("Content-Length", "0")
        door.end_headers()

    def accept(self, headers, body):
        with self.lock:
            try:
                self.events.append(Webhook(self.secret).verify(body, headers))
            except WebhookVerificationError as no:
                self.false.append(str(no))

    @property
    def ids(self):
        """How often each event was accepted."""
        return Counter(event["id"] for event in self.events)


@contextmanager
def receiving(*answers, context=None):
    """A receiver at work."""
    receiver = Receiver(*answers, context=context)
    thread = threading.Thread(
        target=receiver.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join(timeout=10)


def until(true, seconds=120):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
